"""Who has been heard from: a figure says little of villages where nothing was told lately."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from communes.models import Village
from indicators.queries.levels import villages_condition
from sessions.models import Gathering, Visit
from teams.models import Team

DAYS = 14
"""So long after its last visit or gathering a village, or a team, is silent."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """Villages and teams of a place with a visit or gathering in the `DAYS` days up to a day, and how many there are."""

    villages_heard: int
    villages: int
    teams_heard: int
    teams: int


def hearing_of(place: str, day: date) -> Hearing:
    """Of a place by its code, as of a day. Two queries. What was corrected since counts by its correction."""
    visits, gatherings = _lately(day)
    villages = Village.objects.open_on(day).filter(villages_condition(place))
    covered = Team.villages.through.objects.filter(villages_condition(place, "village"), team=OuterRef("pk"))
    teams = Team.objects.filter(Exists(covered), Q(closed_on__isnull=True) | Q(closed_on__gt=day))
    of_villages = _counted(villages, *(Exists(told.filter(village=OuterRef("pk"))) for told in (visits, gatherings)))
    return Hearing(*of_villages, *_counted(teams, *(Exists(told.filter(team=OuterRef("pk"))) for told in (visits, gatherings))))


def silent_in(place: str, day: date) -> Any:
    """The villages of a place (code) that were not heard from: those that `hearing_of` leaves over."""
    visits, gatherings = (Exists(told.filter(village=OuterRef("pk"))) for told in _lately(day))
    return Village.objects.open_on(day).filter(villages_condition(place)).exclude(visits | gatherings)


def _lately(day: date) -> tuple[Any, Any]:
    since = day - timedelta(days=DAYS)
    visits = Visit.objects.standing().filter(visited_on__gt=since, visited_on__lte=day)
    return visits, Gathering.objects.standing().filter(held_on__gt=since, held_on__lte=day)


def _counted(rows: Any, *heard: Exists) -> tuple[int, int]:
    counts = rows.order_by().aggregate(heard=Count("pk", filter=reduce(or_, map(Q, heard))), all=Count("pk"))
    return counts["heard"], counts["all"]
