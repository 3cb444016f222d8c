"""Makes a failure small: takes things away as long as it still fails, until every one that is left is needed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from tests.oracle.setting import FIRST_HOUSEHOLD
from tests.oracle.worlds import World, rows_of

T = TypeVar("T")


def fewest(items: list[T], fails: Callable[[list[T]], bool]) -> list[T]:
    """Items of which no single one can be left out without curing the failure; all of them together fail."""
    size = max(1, len(items) // 2)
    while size:
        items, shrunk = _pass(items, fails, size)
        size = size if shrunk and size == 1 else size // 2
    return items


def _pass(items: list[T], fails: Callable[[list[T]], bool], size: int) -> tuple[list[T], bool]:
    start, shrunk = 0, False
    while start < len(items):
        fewer = items[:start] + items[start + size :]
        if fails(fewer):
            items, shrunk = fewer, True
        else:
            start += size
    return items, shrunk


def smallest(world: World, fails: Callable[[World], bool]) -> World:
    """A world of which no row can be taken away without curing it; `world` itself fails."""
    rows = fewest(rows_of(world.tables), lambda fewer: fails(with_rows(world, fewer)))
    return with_rows(world, rows)


def with_rows(world: World, rows: list[Any]) -> World:
    """The world with these of its rows only, less those that cannot stand without the others."""
    left = {id(row) for row in rows}
    tables = world.tables
    people = [person for person in tables.people if id(person) in left]
    subjects = {person.id for person in people}
    outcomes = [row for row in tables.outcomes if row.subject in subjects or row.subject >= FIRST_HOUSEHOLD]
    visits = _chained([visit for visit in tables.visits if id(visit) in left])
    gatherings = _chained([row for row in tables.gatherings if id(row) in left])
    evenings = {row.id for row in (*visits, *gatherings)}
    fewer = replace(
        tables,
        people=people,
        stays=[stay for stay in tables.stays if id(stay) in left and stay.person in subjects],
        poverty=[row for row in tables.poverty if id(row) in left],
        outcomes=[
            row if {row.visit, row.gathering} & evenings else replace(row, visit=None, gathering=None)
            for row in _chained([row for row in outcomes if id(row) in left])
        ],
        visits=visits,
        ground=[row for row in tables.ground if id(row) in left],
        gatherings=gatherings,
        attendances=[
            row
            for row in tables.attendances
            if id(row) in left and row.gathering in evenings and (row.person is None or row.person in subjects)
        ],
        covered=[row for row in tables.covered if id(row) in left],
    )
    return replace(world, tables=fewer)


def _chained(rows: list[Any]) -> list[Any]:
    """Rows that replace what is there; one whose earlier row is gone stands alone, but a withdrawal goes with it."""
    kept: dict[object, Any] = {}
    for row in rows:
        if row.replaces is None or row.replaces in kept:
            kept[row.id] = row
        elif getattr(row, "level", 0) is not None:
            kept[row.id] = replace(row, replaces=None)
    return list(kept.values())
