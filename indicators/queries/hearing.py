"""Who has been heard from: a figure says little of villages that nobody visited lately."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from communes.models import Village
from indicators.queries.levels import villages_condition
from sessions.models import Visit
from teams.models import Team

DAYS = 14
"""So long after its last visit a village, or a team, is silent."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """Villages and teams of a place with a visit in the `DAYS` days up to a day, and how many there are."""

    villages_heard: int
    villages: int
    teams_heard: int
    teams: int


def hearing_of(place: str, day: date) -> Hearing:
    """Of a place by its code, as of a day. Two queries. Visits that were corrected since count by their correction."""
    lately = Visit.objects.standing().filter(visited_on__gt=day - timedelta(days=DAYS), visited_on__lte=day)
    villages = Village.objects.open_on(day).filter(villages_condition(place))
    covered = Team.villages.through.objects.filter(villages_condition(place, "village"), team=OuterRef("pk"))
    teams = Team.objects.filter(Exists(covered), Q(closed_on__isnull=True) | Q(closed_on__gt=day))
    of_villages = _counted(villages, Exists(lately.filter(village=OuterRef("pk"))))
    return Hearing(*of_villages, *_counted(teams, Exists(lately.filter(team=OuterRef("pk")))))


def _counted(rows: Any, heard: Exists) -> tuple[int, int]:
    counts = rows.order_by().aggregate(heard=Count("pk", filter=heard), all=Count("pk"))
    return counts["heard"], counts["all"]
