"""Who stands on a work list: households never visited, promises overdue, learners who stand still, checks that are due."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from indicators.statement.work import work
from sessions.enums import WorkList


@dataclass(frozen=True, slots=True)
class Waiting:
    """A household, or a person of one, on a list: since when, and what, as codes (reasons of promises, skills)."""

    village: str
    household: UUID
    resident: UUID | None
    since: date | None
    details: list[str]


def waiting(which: WorkList, villages: Collection[str], day: date) -> list[Waiting]:
    """Everyone on the list in the villages at the end of the day, in no order. One query.

    The villages lie within the scope of those who may see people.
    """
    if not villages:
        return []
    found = work(which, villages, day)
    with connection.cursor() as cursor:
        cursor.execute(found.sql, found.values)
        return [Waiting(*row) for row in cursor.fetchall()]
