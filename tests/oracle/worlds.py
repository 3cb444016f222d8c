"""Random worlds in which the traps of the definitions are common: four villages, some dozens of people, one day.

Places are real, everybody in them is a number: people 1, 2, 3…, households 101, 102…, so that a world
reads like a story. A world is made from a seed, densely, and a failing one is reduced by `shrinking`: drawn
choice by choice, Hypothesis's worlds are too alike to meet rare coincidences in a hundred of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain
from random import Random
from zoneinfo import ZoneInfo

from tests.oracle.diary import diary_of
from tests.oracle.tables import Call, Person, Place, Poverty, Seen, Stay, Tables

PLACES = [
    Place("24364001", "24364", "66"),
    Place("24364002", "24364", "66"),
    Place("24169001", "24169", "66"),
    Place("16831001", "16831", "40"),
]
DAYS = [
    date(2026, 10, 5),
    date(2026, 2, 28),
    date(2026, 3, 1),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 2, 28),
    date(2027, 3, 1),
    date(2028, 2, 28),
    date(2028, 2, 29),
    date(2028, 3, 1),
]
HOURS = [time(12, 0), time(0, 30), time(23, 30)]
"""Noon, and half an hour beside midnight in Vietnam, when it is another day in UTC."""
LONG = 500
NEAR = [0, 0, -1, 1, -LONG, -29, -30, -31, -370, 30]
"""Days from the day of counting: the day, its neighbours, the edges of thirty days, another year, the future."""
AGE_LIMITS = (18, 14, 15, 60)
LEAP_YEARS = (2008, 2012, 1964, 1968)
FIRST_HOUSEHOLD = 101
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class World:
    """Rows, and the moment at which they are counted."""

    moment: datetime
    tables: Tables

    @property
    def day(self) -> date:
        return self.moment.date()

    def __str__(self) -> str:
        return "\n".join([f"counted on {self.moment:%Y-%m-%d %H:%M} in Vietnam", *map(str, rows_of(self.tables))])


def rows_of(tables: Tables) -> list[object]:
    """All rows but the places, in the order of their telling."""
    return list(chain(tables.people, tables.stays, tables.poverty, tables.outcomes, tables.visits))


def make_world(seed: int) -> World:
    """The world of the seed, always the same."""
    chance = Random(seed)
    day = chance.choice(DAYS)
    moment = datetime.combine(day, chance.choice(HOURS), VIETNAM)
    homes = [chance.choice(PLACES).village for _ in range(chance.randint(3, 14))]
    people = [make_person(chance, key, day) for key in range(1, chance.randint(4, 40) + 1)]
    tables = Tables(
        PLACES,
        people,
        stays=[stay for person in people for stay in make_stays(chance, person.id, homes, day)],
        poverty=make_poverty(chance, len(homes), day),
        outcomes=make_outcomes(chance, len(people), len(homes), day),
        visits=make_calls(chance, len(homes), day),
    )
    return World(moment, tables)


def near(chance: Random, day: date) -> date:
    """A day about the given one."""
    return day + timedelta(days=chance.choice(NEAR))


def make_person(chance: Random, key: int, day: date) -> Person:
    """Someone whose birth is about an age limit, on 29 February, of a known year only, or unknown."""
    limit, kind = chance.choice(AGE_LIMITS), chance.choice(["birthday", "birthday", "leap day", "year", "unknown"])
    born, year = None, None
    if kind == "year":
        year = day.year - limit + chance.choice([0, -1, 1])
    elif kind == "leap day":
        born = date(chance.choice(LEAP_YEARS), 2, 29)
    elif kind == "birthday":
        # 29 February has no anniversary in a common year; 1 March is two days after the 28th of a leap year.
        eve = day - timedelta(days=1) if (day.month, day.day) == (2, 29) else day
        born = eve.replace(year=day.year - limit) + timedelta(days=chance.choice([0, -1, 1, 2]))
    sex, ethnic_group = chance.choice(["female", "male", ""]), chance.choice(["kinh", "ede", None])
    return Person(key, sex, born, born.year if born else year, ethnic_group)


def make_stays(chance: Random, person: int, homes: Sequence[str], day: date) -> list[Stay]:
    """Where a person lived: usually one home; else moves, returns, two homes at once; one open row at most."""
    stays: list[Stay] = []
    for _ in range(chance.choice([1, 1, 1, 2, 2, 3])):
        home = chance.randrange(len(homes))
        # Seldom the household is split between two villages, as while it moves.
        village = homes[home] if chance.random() < 0.9 else chance.choice(PLACES).village
        started_on = day - timedelta(days=LONG) if chance.random() < 0.8 else near(chance, day)
        is_open = all(stay.ended_on for stay in stays) and chance.random() < 0.8
        ended_on = None if is_open else max(started_on, near(chance, day))
        status = chance.choice(["living", "living", "living", "temporary", "away"])
        relation = chance.choice(["", "head", "child"])
        stays.append(Stay(person, FIRST_HOUSEHOLD + home, village, started_on, ended_on, status, relation))
    return stays


def make_poverty(chance: Random, homes: int, day: date) -> list[Poverty]:
    """Yearly classes, some of a year that has not come."""
    years = [day.year, day.year - 1, day.year + 1, day.year - 3]
    return [
        Poverty(FIRST_HOUSEHOLD + home, year, chance.choice(["poor", "near_poor", "not_poor"]))
        for home in range(homes)
        for year in chance.sample(years, chance.randint(0, 3))
    ]


def make_calls(chance: Random, homes: int, day: date) -> list[Call]:
    """Visits; some correct an earlier one."""
    visits: list[Call] = []
    for key in range(1, chance.randint(0, 3 * homes) + 1):
        household = FIRST_HOUSEHOLD + chance.randrange(homes)
        result = chance.choice(["met", "met", "refused", "nobody_home", "come_back"])
        replaced = {visit.replaces for visit in visits}
        wrong = [visit.id for visit in visits if visit.household == household and visit.id not in replaced]
        replaces = chance.choice(wrong) if wrong and chance.random() < 0.6 else None
        visits.append(Call(key, household, near(chance, day), result, replaces))
    return visits


def make_outcomes(chance: Random, people: int, homes: int, day: date) -> list[Seen]:
    """What was seen of all of them, and of some again."""
    diary = diary_of(chance, lambda: near(chance, day))
    for person in range(1, people + 1):
        diary.see_person(person)
    for home in range(homes):
        diary.see_household(FIRST_HOUSEHOLD + home)
    for _ in range(len(diary.outcomes) // 2):
        diary.see_again()
    return diary.outcomes
