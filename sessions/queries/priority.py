"""Who is visited before others: the poor and the elderly first, as tonight's list has it (static/js/field/rules/tonight.js)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from communes.models import Household, PovertyStatus, Residence
from communes.scope import Scope
from sessions.queries.doors import ELDERLY_FROM, is_poor


@dataclass(frozen=True, slots=True)
class Priority:
    """What of a household brings a team there first; `number_key` orders the others of its village."""

    number_key: str
    is_poor: bool
    is_elderly: bool

    @property
    def comes_first(self) -> bool:
        """Whether before others with the same reason."""
        return self.is_poor or self.is_elderly


def priorities(scope: Scope, homes: Collection[UUID], day: date) -> dict[UUID, Priority]:
    """Of each of the households that lie in the scope. One query."""
    classes = PovertyStatus.objects.filter(household=OuterRef("pk"), year__lte=day.year).order_by("-year")
    old = Residence.objects.on(day).filter(household=OuterRef("pk"), resident__birth_year__lte=day.year - ELDERLY_FROM)
    rows = Household.objects.within(scope).filter(pk__in=homes).order_by()
    said = rows.annotate(poverty_class=Subquery(classes.values("poverty_class")[:1]), is_elderly=Exists(old))
    return {
        home: Priority(key, is_poor(poverty_class), is_elderly)
        for home, key, poverty_class, is_elderly in said.values_list("pk", "number_key", "poverty_class", "is_elderly")
    }
