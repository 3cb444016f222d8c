"""Who has been heard from: a figure says little of villages where nothing was told lately."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

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


_TOLD = """COALESCE((
    SELECT true FROM {table} t WHERE t.{of} = {one} AND t.{on} > {since} AND t.{on} <= {day}
        AND NOT EXISTS (SELECT FROM {table} l WHERE l.replaces_id = t.id)
    ORDER BY t.{on} DESC LIMIT 1
), false)"""
"""One step into an index for each village or team. As an EXISTS it would be hashed: all visits of the country, read once."""


def heard_sql(of: str, one: str, *, since: str, day: str) -> str:
    """The condition that a village or team (`of`: its column) was heard from after one day, up to the other."""
    tables = (("coaching_visit", "visited_on"), ("coaching_gathering", "held_on"))
    told = (_TOLD.format(table=table, on=on, of=of, one=one, since=since, day=day) for table, on in tables)
    return f"({' OR '.join(told)})"


def silent_in(place: str, day: date) -> Any:
    """The villages of a place (code) that were not heard from: those that the honesty line leaves over."""
    since, here = day - timedelta(days=DAYS), OuterRef("pk")
    visits = Visit.objects.standing().filter(village=here, visited_on__gt=since, visited_on__lte=day).order_by("-visited_on")
    gatherings = Gathering.objects.standing().filter(village=here, held_on__gt=since, held_on__lte=day).order_by("-held_on")
    # Each one step into an index, as in `heard_sql`; the second is taken only where the first finds nothing.
    heard = Coalesce(Subquery(visits.values("pk")[:1]), Subquery(gatherings.values("pk")[:1]))
    return Village.objects.open_on(day).filter(villages_condition(place)).alias(heard=heard).filter(heard=None)
