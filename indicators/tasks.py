"""What the worker does when it is rung. Each task looks for its own work in the database and may run twice or never."""

from celery import shared_task
from django.utils import timezone

from indicators.actions import clearing, proof, recount, report_clock, report_mail
from indicators.queries import oldest_stale_mark
from literacy_portal.kit.alarm import heard, ring

DRAIN_SECONDS = 40.0
"""Below the broker's visibility timeout of a minute: a longer task would be delivered again while it runs."""


@shared_task
def drain() -> None:
    """Recounts what is stale; rings again when there is more than fits into one turn."""
    heard(drain)
    recounted = recount.drain(seconds=DRAIN_SECONDS)
    if recounted and oldest_stale_mark():
        ring(drain)


@shared_task
def sweep() -> None:
    """The same, by the clock: whatever a lost broker or a killed worker forgot. Also begins a day that was slept through."""
    recount.drain(seconds=DRAIN_SECONDS)


@shared_task
def begin_day() -> None:
    """A new day: birthdays, the year of poverty classes, residences that begin or end."""
    recount.drain(seconds=DRAIN_SECONDS)


@shared_task
def check_everything() -> None:
    """Every night all of today, and a part of all days, is recounted beside; what differs is published and repaired."""
    proof.prove_tonight()


@shared_task
def clear_retired() -> None:
    """Takes away the figures of indicators that an administrator retired."""
    clearing.clear_retired()


@shared_task
def keep_reports() -> None:
    """Opens the drafts whose time has come, also those of a time that was slept through, and reminds of what is nearly due."""
    now = timezone.now()
    report_clock.open_due(now=now)
    report_clock.remind_by_clock(now=now)
    report_mail.mail_reminders()


@shared_task
def mail_report_reminders() -> None:
    """Sends the reminders that somebody asked for; what is lost goes with the next `keep_reports`."""
    report_mail.mail_reminders()
