"""Activity over a period, and figures that are declared: counted from rows, by the page of definitions."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce

from tests.oracle.oracle import COUNTRY, NOBODY, Count, added
from tests.oracle.state import standing_gatherings, standing_visits
from tests.oracle.tables import Declared, Id, Place, Tables


@dataclass(frozen=True)
class Work:
    """What teams did: visits by result (*lượt*), persons coached (*người*), members active, minutes; gatherings by kind,
    attendances, and those of people on no roster by sex, age group and minority.
    """

    visits: dict[str, int] = field(default_factory=dict)
    coached: int = 0
    members: int = 0
    minutes: int = 0
    gatherings: dict[str, int] = field(default_factory=dict)
    attendances: int = 0
    walk_ins: dict[tuple[str, str, bool | None], int] = field(default_factory=dict)


def inside(place: Place, code: str) -> bool:
    """Whether a village lies in the place with the code."""
    return code in (place.village, place.commune, place.province, COUNTRY)


def work(tables: Tables, code: str, first: date, last: date) -> Work:
    """What was done in a place from the first day to the last, both included."""
    # The page: "Standing visits to its villages by result; standing gatherings held in them by kind." "A visit counts in the
    # village it was paid to, a gathering in the one it was held in."
    villages = {place.village for place in tables.places if inside(place, code)}
    paid = {visit.id: visit for visit in standing_visits(tables) if visit.village in villages}
    held = {gathering.id: gathering for gathering in standing_gatherings(tables) if gathering.village in villages}
    visits = [visit for visit in paid.values() if first <= visit.visited_on <= last]
    gatherings = [gathering for gathering in held.values() if first <= gathering.held_on <= last]
    # The page: "Distinct, present at those visits and gatherings"; "their minutes (unknown: 0)".
    members = {member for row in (*visits, *gatherings) for member in row.members}
    # The page: "Attendances at those gatherings, each time somebody came; walk-ins: those of them of nobody on a roster."
    came = [row for row in tables.attendances if row.gathering in {gathering.id for gathering in gatherings}]
    return Work(
        dict(Counter(visit.result for visit in visits)),
        coached(tables, (set(paid), set(held)), first, last),
        len(members),
        sum(row.minutes or 0 for row in (*visits, *gatherings)),
        dict(Counter(gathering.kind for gathering in gatherings)),
        len(came),
        dict(Counter((row.sex, row.age_group, row.is_minority) for row in came if row.person is None)),
    )


def coached(tables: Tables, at: tuple[set[Id], set[Id]], first: date, last: date) -> int:
    """How many people were coached at some visits and some gatherings, by their ids."""
    # The page: "Distinct, with at least one standing outcome of a standing visit or gathering in a village of the place,
    # observed in the period; what a roster said is no coaching."
    visits, gatherings = at
    replaced = {outcome.replaces for outcome in tables.outcomes if outcome.replaces is not None}
    people = {person.id for person in tables.people}
    return len(
        {
            outcome.subject
            for outcome in tables.outcomes
            if outcome.id not in replaced
            and outcome.level is not None
            and (outcome.visit in visits or outcome.gathering in gatherings)
            and outcome.subject in people
            and first <= outcome.observed_on <= last
        }
    )


def work_so_far(tables: Tables, code: str, last: date) -> Work:
    """The same "cumulative, which is from the first visit or gathering to the second day"."""
    return work(tables, code, date.min, last)


def declared(tables: Tables, indicator: str, code: str, day: date) -> Count:
    """A declared figure of a place on a day; nothing declared is 0 out of 0."""
    provinces = {place.province for place in tables.places}
    communes = {place.commune: place.province for place in tables.places}
    own = _own(tables, indicator, day)
    # The page: "A commune's figure is its own declaration. A province's is the sum of its communes' and of its own; the
    # country's is the sum of its provinces'. A village has none."
    if code == COUNTRY:
        return _sum([declared(tables, indicator, province, day) for province in provinces])
    if code in provinces:
        return _sum([own(code), *(own(commune) for commune, province in communes.items() if province == code)])
    return own(code) if code in communes else NOBODY


def _own(tables: Tables, indicator: str, day: date) -> Callable[[str], Count]:
    # The page: "Its latest standing one dated D or before (latest by its day, then by receipt, then by id); one that a
    # later one replaces does not stand, and one without counts withdraws the one it replaces and says nothing."
    replaced = {row.replaces for row in tables.declared if row.replaces is not None}
    standing = [row for row in tables.declared if row.id not in replaced and row.counted is not None and row.day <= day]
    latest: dict[str, Declared] = {}
    for row in sorted(standing, key=lambda row: (row.day, row.declared_at, row.id)):
        if row.indicator == indicator:
            latest[row.place] = row
    return lambda place: Count(latest[place].counted or 0, latest[place].out_of or 0) if place in latest else NOBODY


def _sum(counts: list[Count]) -> Count:
    return reduce(added, counts, NOBODY)
