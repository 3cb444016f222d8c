"""The commune asks teams to visit households, and takes back what it asked."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from communes.models import Household
from literacy_portal.kit.periods import today
from sessions.enums import WorkList
from sessions.models import VisitRequest


@transaction.atomic
def ask_teams(
    *, by: User, place: str, households: Collection[UUID], reason: WorkList, remark: str = "", until: date | None = None
) -> int:
    """Asks the teams of the households' villages to visit them, until a day if one is named. Returns how many were asked for.

    A household that is asked for already stays as it is. The caller has found the households in the scope of `by`, in the
    place with this code.
    """
    day = today()
    homes = list(Household.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=households).order_by("pk"))
    # After the lock: whoever asks for the same at this moment has asked by now.
    asked = set(VisitRequest.objects.open(day).filter(household__in=households).values_list("household", flat=True))
    said = {"reason": reason, "remark": remark, "until": until, "asked_on": day, "asked_by": by}
    new = [VisitRequest(household=home, **said) for home in homes if home.pk not in asked]
    VisitRequest.objects.bulk_create(new)
    if new:
        audit.record("requests.ask", by=by, place=place, households=len(new), reason=reason)
    return len(new)


@transaction.atomic
def withdraw_requests(*, by: User, place: str, households: Collection[UUID]) -> int:
    """Takes back what is open of the households, which the caller has found in the scope of `by`. Returns how many requests."""
    is_open = VisitRequest.objects.open(today()).filter(household__in=households).values_list("pk", flat=True)
    ended = VisitRequest.objects.filter(pk__in=list(is_open)).update(withdrawn_at=timezone.now(), withdrawn_by=by)
    if ended:
        audit.record("requests.withdraw", by=by, place=place, requests=ended)
    return ended
