"""Reminders of reports by e-mail, to those officers of the commune who have an address. Each reminder once."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from indicators.enums import Step
from indicators.models import ReportStep
from indicators.report.titles import title_of
from literacy_portal.kit.periods import today
from teams.enums import Role
from teams.models import Posting

AT_ONCE = 200
FRESH = timedelta(days=1)
"""A reminder that could not go out for so long is told by the page alone."""


@transaction.atomic
def mail_reminders() -> int:
    """Sends the reminders that did not go out yet; how many messages. Three queries, however many.

    The rows are held and marked before anything is sent: a worker that dies in between sends again rather than never, and
    two workers never send the same.
    """
    waiting = ReportStep.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).filter(
        step=Step.REMINDED, mailed_at__isnull=True, at__gt=timezone.now() - FRESH
    )
    steps = list(waiting.select_related("report__commune__province").order_by("pk")[:AT_ONCE])
    addresses = _addresses({step.report.commune_id for step in steps})
    messages = [_message(step, addresses[step.report.commune_id]) for step in steps if addresses[step.report.commune_id]]
    ReportStep.objects.filter(pk__in=[step.pk for step in steps]).update(mailed_at=timezone.now())
    return get_connection().send_messages(messages) or 0 if messages else 0


def _addresses(communes: set[str]) -> dict[str, list[str]]:
    officers = Posting.objects.on(today()).filter(role=Role.COMMUNE_OFFICER, commune__in=communes, user__is_active=True)
    found = defaultdict[str, list[str]](list)
    for commune, address in officers.exclude(user__email="").values_list("commune", "user__email"):
        found[commune].append(address)
    return found


def _message(step: ReportStep, addresses: list[str]) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        title = title_of(step.report)
        words = _("%(place)s has not yet submitted its report: %(report)s. Please open the portal, then Reports.") % {
            "place": step.report.commune,
            "report": title,
        }
    # One message for each: addresses are nobody else's business.
    return EmailMessage(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{title}", words, bcc=addresses)
