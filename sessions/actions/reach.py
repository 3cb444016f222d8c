"""Which villages' figures an outcome or a visit touches."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from communes.models import Household, Residence
from sessions.models import Visit
from sessions.signals import outcomes_changed


def villages_touched(*, residents: Collection[UUID], households: Collection[UUID], since: date) -> set[str]:
    """Every village where one of the people, or anyone of the households, lived on the day or after."""
    lived = Residence.objects.filter(Q(resident__in=residents) | Q(household__in=households)).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=since)
    )
    return set(lived.order_by().values_list("village_id", flat=True).distinct())


def tell_of_visit(visit: Visit, residents: Collection[UUID], since: date) -> None:
    """Sends `outcomes_changed` for a visit: where its people live, and where it took place."""
    villages = villages_touched(residents=residents, households=[visit.household_id], since=since)
    outcomes_changed.send(sender=Visit, villages=villages | {visit.village_id, _home(visit)}, since=since)


def _home(visit: Visit) -> str:
    household: Household = visit.household
    return household.village_id
