"""Who stands on a work list: households never visited, promises overdue, learners who stand still, checks that are due."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection

from communes.scope import Scope
from indicators.queries.levels import villages_condition
from indicators.queries.planning import planned_for_counting
from indicators.statement.work import work
from sessions.enums import WorkList
from sessions.models import VisitRequest
from sessions.queries.priority import Priority, priorities


@dataclass(frozen=True, slots=True)
class Waiting:
    """A household, or a person of one, on a list: since when, and what, as codes (reasons of promises, skills)."""

    village: str
    household: UUID
    resident: UUID | None
    since: date | None
    details: list[str] = field(default_factory=list)


def waiting(which: WorkList, villages: Collection[str], day: date) -> list[Waiting]:
    """Everyone on the list in the villages at the end of the day, in no order. One query, and three around it for its plan.

    The villages lie within the scope of those who may see people.
    """
    if not villages:
        return []
    found = work(which, villages, day)
    with planned_for_counting(), connection.cursor() as cursor:
        cursor.execute(found.sql, found.values)
        return [Waiting(*row) for row in cursor.fetchall()]


def asked(place: str, scope: Scope, day: date) -> list[Waiting]:
    """The households of a place (code), as far as the scope reaches, that the commune asks its teams to visit. One query."""
    rows = VisitRequest.objects.within(scope).open(day).filter(villages_condition(place, "household__village"))
    return [Waiting(one.household.village_id, one.household_id, None, one.asked_on) for one in rows.select_related("household")]


def in_order(found: Iterable[Waiting], scope: Scope, day: date) -> list[tuple[Waiting, Priority]]:
    """The poor and the elderly first, then whoever waits longest, then house by house; within the scope. One query."""
    found = list(found)
    known = priorities(scope, {one.household for one in found}, day)
    reached = [(one, known[one.household]) for one in found if one.household in known]
    return sorted(reached, key=_order)


def _order(line: tuple[Waiting, Priority]) -> tuple[bool, date, str, str, UUID, str]:
    one, priority = line
    return (
        not priority.comes_first,
        one.since or date.min,
        one.village,
        priority.number_key,
        one.household,
        str(one.resident or ""),
    )
