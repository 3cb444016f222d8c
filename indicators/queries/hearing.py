"""Who has been heard from: a figure says little of villages where nothing was told lately."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from communes.models import Village
from indicators.queries.levels import villages_condition
from sessions.models import Gathering, Visit

DAYS = 14
"""So long after its last visit or gathering a village, or a team, is silent."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """Villages and teams of a place with a visit or gathering in the `DAYS` days up to a day, and how many there are."""

    villages_heard: int
    villages: int
    teams_heard: int
    teams: int


_TOLD = """EXISTS (
    SELECT FROM {table} t WHERE t.{of} = {one} AND t.{on} > {since} AND t.{on} <= {day}
        AND NOT EXISTS (SELECT FROM {table} l WHERE l.replaces_id = t.id)
)"""


def heard_sql(of: str, one: str, *, since: str, day: str) -> str:
    """The condition that a village or team (`of`: its column) was heard from after one day, up to the other."""
    tables = (("coaching_visit", "visited_on"), ("coaching_gathering", "held_on"))
    told = (_TOLD.format(table=table, on=on, of=of, one=one, since=since, day=day) for table, on in tables)
    return f"({' OR '.join(told)})"


def silent_in(place: str, day: date) -> Any:
    """The villages of a place (code) that were not heard from: those that the honesty line leaves over."""
    visits, gatherings = (Exists(told.filter(village=OuterRef("pk"))) for told in _lately(day))
    return Village.objects.open_on(day).filter(villages_condition(place)).exclude(visits | gatherings)


def _lately(day: date) -> tuple[Any, Any]:
    since = day - timedelta(days=DAYS)
    visits = Visit.objects.standing().filter(visited_on__gt=since, visited_on__lte=day)
    return visits, Gathering.objects.standing().filter(held_on__gt=since, held_on__lte=day)
