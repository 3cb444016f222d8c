"""Random worlds in which the traps of the definitions are common: four villages, some dozens of people, two years.

Places are real, everybody in them is a number: people 1, 2, 3…, households 101, 102…, so that a world
reads like a story. A world is made from a seed, densely, and a failing one is reduced by `shrinking`: drawn
choice by choice, Hypothesis's worlds are too alike to meet rare coincidences in a hundred of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from random import Random

from tests.oracle.evenings import make_attendances, make_calls, make_gatherings, make_outcomes
from tests.oracle.setting import AGE_LIMITS, DAYS, FIRST_HOUSEHOLD, HOURS, LEAP_YEARS, LONG, PLACES, TEAMS, VIETNAM, near
from tests.oracle.tables import Covered, Declared, Ground, Person, Place, Poverty, Stay, Tables


@dataclass(frozen=True)
class World:
    """Rows, and the moment at which they are counted."""

    moment: datetime
    tables: Tables

    @property
    def day(self) -> date:
        return self.moment.date()

    def __str__(self) -> str:
        places = [place for place in self.tables.places if place.opened_on or place.closed_on]
        return "\n".join([f"counted on {self.moment:%Y-%m-%d %H:%M} in Vietnam", *map(str, [*places, *rows_of(self.tables)])])


def rows_of(tables: Tables) -> list[object]:
    """All rows but the places, in the order of their telling."""
    of_people = chain(tables.people, tables.stays, tables.poverty, tables.outcomes, tables.visits)
    return [*of_people, *tables.gatherings, *tables.attendances, *tables.ground, *tables.covered]


def make_world(seed: int) -> World:
    """The world of the seed, always the same."""
    chance = Random(seed)
    day = chance.choice(DAYS)
    moment = datetime.combine(day, chance.choice(HOURS), VIETNAM)
    homes = [chance.choice(PLACES).village for _ in range(chance.randint(3, 14))]
    people = [make_person(chance, key, day) for key in range(1, chance.randint(4, 40) + 1)]
    visits, gatherings = make_calls(chance, homes, day), make_gatherings(chance, day)
    tables = Tables(
        [make_place(chance, place, day) for place in PLACES],
        people,
        stays=[stay for person in people for stay in make_stays(chance, person.id, homes, day)],
        poverty=make_poverty(chance, len(homes), day),
        outcomes=make_outcomes(chance, len(people), len(homes), [*visits, *gatherings], day),
        visits=visits,
        ground=make_ground(chance, day),
        declared=make_declared(chance, day),
        covered=[Covered(team, place.village) for team in TEAMS for place in PLACES if chance.random() < 0.5],
        gatherings=gatherings,
        attendances=make_attendances(chance, len(people), gatherings),
    )
    return World(moment, tables)


def make_place(chance: Random, place: Place, day: date) -> Place:
    """A village that was always there, or was opened or closed one day."""
    opened = near(chance, day) if chance.random() < 0.3 else None
    closed = near(chance, day) if chance.random() < 0.3 else None
    return replace(place, opened_on=opened, closed_on=closed)


def make_ground(chance: Random, day: date) -> list[Ground]:
    """What is known of the ground under the villages, from day to day."""
    answers = [True, False, None]
    return [
        Ground(place.village, since, *chance.choices(answers, k=3))
        for place in PLACES
        for since in {near(chance, day) for _ in range(chance.randint(0, 3))}
    ]


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
        turns = day - timedelta(days=chance.choice([0, 0, chance.randint(0, LONG)]))
        eve = turns - timedelta(days=1) if (turns.month, turns.day) == (2, 29) else turns
        born = eve.replace(year=turns.year - limit) + timedelta(days=chance.choice([0, -1, 1, 2]))
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


def make_declared(chance: Random, day: date) -> list[Declared]:
    """What communes and provinces declare; some correct or withdraw what they declared."""
    rows: list[Declared] = []
    places = [*{place.commune for place in PLACES}, *{place.province for place in PLACES}]
    for key in range(1, chance.randint(1, 20) + 1):
        wrong = [row for row in rows if row.id not in {later.replaces for later in rows}]
        old = chance.choice(wrong) if wrong and chance.random() < 0.4 else None
        place = old.place if old else chance.choice(sorted(places))
        indicator = old.indicator if old else chance.choice(["officials_trained", "pupils_trained"])
        counts = (None, None) if old and chance.random() < 0.4 else (chance.randint(0, 9), chance.randint(9, 30))
        received = datetime(2026, 1, 1, chance.choice([3, 4, 5]), tzinfo=UTC)
        rows.append(Declared(key, indicator, place, near(chance, day), *counts, received, old.id if old else None))
    return rows
