"""A second opinion on every figure: plain Python, written from the page of definitions alone.

It shares no code with the product and knows no SQL: it takes rows and a day, and counts one by one. Slow and
obvious on purpose. When product and oracle differ, one of the two, or the page, is wrong.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tests.oracle.definitions import HOUSEHOLDS, PERSONS, PERSONS_AT_HOME, VILLAGES
from tests.oracle.state import State, hour_of
from tests.oracle.tables import Place, Tables

COUNTRY = "vn"
BY_HOUR = "visits by the hour"


class Count(NamedTuple):
    """How many were counted, out of how many."""

    counted: int
    out_of: int


class Key(NamedTuple):
    """Which figure: place × indicator × group, on the oracle's day."""

    place: str
    indicator: str
    group: str


Figures = dict[Key, Count]
Tally = dict[tuple[str, str], list[int]]


NOBODY = Count(0, 0)


def count(tables: Tables, day: date) -> Figures:
    """Every figure of every place at the end of the day; what is not in it is 0 out of 0, and may be asked for."""
    state = State(tables, day)
    figures: Figures = defaultdict(lambda: NOBODY)
    for place in tables.places:
        of_village = count_village(state, place)
        # The page: "A commune is the sum of its villages, a province of its communes, the country of its provinces."
        for code in (place.village, place.commune, place.province, COUNTRY):
            for figure, value in of_village.items():
                key = Key(code, *figure)
                figures[key] = added(figures[key], value) if key in figures else value
    return figures


def added(one: Count, other: Count) -> Count:
    """Two counts as one."""
    return Count(one.counted + other.counted, one.out_of + other.out_of)


def count_village(state: State, place: Place) -> dict[tuple[str, str], Count]:
    """By indicator and group, the counts of one village; nothing where the population is nobody."""
    people, households = count_persons(state, place.village), count_households(state, place.village)
    found = people | households | count_ground(state, place) | count_hours(state, place.village)
    return {figure: Count(*counts) for figure, counts in found.items()}


def count_hours(state: State, village: str) -> Tally:
    """Visits by the hour, each hour in the place of a group: how many met someone, of how many."""
    tally = empty_tally()
    for visit in state.standing:
        if visit.village == village and visit.visited_on <= state.day:
            add(tally, BY_HOUR, [hour_of(visit)], counts=visit.result == "met")
    return tally


def count_ground(state: State, place: Place) -> Tally:
    """Indicators whose population is the village itself, while it is open."""
    tally = empty_tally()
    for indicator, has in VILLAGES.items() if state.is_open(place) else ():
        add(tally, indicator, ["all"], counts=has(state, place))
    return tally


def count_persons(state: State, village: str) -> Tally:
    """Indicators whose population is one of persons."""
    tally = empty_tally()
    for person in state.homes[village]:
        groups = state.groups_of_person(village, person)
        for indicator, (belongs, succeeds) in PERSONS.items():
            if belongs(state, person):
                add(tally, indicator, groups, counts=succeeds(state, person))
        for indicator, (belongs, lives) in PERSONS_AT_HOME.items():
            if belongs(state, person):
                add(tally, indicator, groups, counts=lives(state, village, person))
    return tally


def count_households(state: State, village: str) -> Tally:
    """Indicators whose population is one of open households."""
    tally = empty_tally()
    for household in state.members[village]:
        groups = state.groups_of_household(village, household)
        for indicator, (belongs, succeeds) in HOUSEHOLDS.items():
            if belongs(state, household):
                add(tally, indicator, groups, counts=succeeds(state, village, household))
    return tally


def empty_tally() -> Tally:
    """By indicator and group: how many are counted, out of how many."""
    return defaultdict(lambda: [0, 0])


def add(tally: Tally, indicator: str, groups: Iterable[str], *, counts: bool) -> None:
    """One more of the population, in each of the groups it belongs to."""
    for group in groups:
        tally[indicator, group][0] += counts
        tally[indicator, group][1] += 1
