"""The days of a world: those on which a figure may change, and no figure changes on any other."""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.oracle.tables import Person, Tables

AGES = (14, 15, 18, 60)
ACTIVE_DAYS = 30


def days_of_change(tables: Tables) -> set[date]:
    """Every day on which some figure may be another than on its eve, whoever was right the day before."""
    of_rows = {day for day in _of_rows(tables) if day is not None}
    # A birthday changes nothing while there is no row of anything else.
    return of_rows | {day for day in _birthdays(tables.people) if day > min(of_rows, default=date.max)}


def _of_rows(tables: Tables) -> Iterator[date | None]:
    for stay in tables.stays:
        yield from (stay.started_on, stay.ended_on)
    for place in tables.places:
        yield from (place.opened_on, place.closed_on)
    for visit in tables.visits:
        yield from (visit.visited_on, visit.visited_on + timedelta(days=ACTIVE_DAYS))
    for gathering in tables.gatherings:
        yield from (gathering.held_on, gathering.held_on + timedelta(days=ACTIVE_DAYS))
    yield from (outcome.observed_on for outcome in tables.outcomes)
    yield from (row.since for row in tables.ground)
    yield from (date(row.year, 1, 1) for row in tables.poverty)


def _birthdays(people: list[Person]) -> Iterator[date]:
    for person in people:
        born = person.birth_date or (date(person.birth_year, 1, 1) if person.birth_year else None)
        for age in AGES if born else ():
            try:
                yield born.replace(year=born.year + age)
            except ValueError:
                yield date(born.year + age, 3, 1)
