"""What was so on the day of an evening on paper: who lived where, who was visited, who was in the teams."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from communes.models import Residence, Village
from communes.scope import Scope
from sessions.models import Visit
from teams.models import Membership, Team


def visits_that_day(homes: Collection[UUID], day: date) -> dict[UUID, Visit]:
    """Standing visits of the day, by household, the first recorded of each. One query."""
    found = Visit.objects.standing().filter(household__in=homes, visited_on=day).select_related("recorded_by")
    return {visit.household_id: visit for visit in found.order_by("-received_at")}


@dataclass(frozen=True, slots=True)
class Lived:
    """Who lived in a household on a day, and in which village it stood then."""

    village: str
    people: frozenset[UUID]


def lived_on(homes: Collection[UUID], scope: Scope, day: date) -> dict[UUID, Lived]:
    """Of the households those where somebody lived on the day in a village of the scope. One query."""
    stays = Residence.objects.within(scope).on(day).filter(household__in=homes).order_by("household_id", "-started_on")
    found = groupby(stays.values_list("household_id", "resident_id", "village_id"), key=lambda stay: stay[0])
    return {home: _lived(list(rows)) for home, rows in found}


def _lived(rows: list[Any]) -> Lived:
    return Lived(rows[0][2], frozenset(person for _home, person, _village in rows))


def teams_covering(village: Village, scope: Scope) -> list[Team]:
    """Teams of the scope that cover the village, its own before the commune's."""
    return list(Team.objects.within(scope).filter(villages=village, closed_on__isnull=True).order_by("-level", "name", "pk"))


def crew_of(teams: Collection[Team]) -> list[Membership]:
    """Everyone who is or was in one of the teams, in the order of name lists."""
    crew = Membership.objects.filter(team__in=teams).select_related("user")
    return list(crew.order_by("user__sort_key", "user", "-started_on"))
