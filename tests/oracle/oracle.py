"""A second opinion on every figure: plain Python, written from the page of definitions alone.

It shares no code with the product and knows no SQL: it takes rows and a day, and counts one by one. Slow and
obvious on purpose. When product and oracle differ, one of the two, or the page, is wrong.
"""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from tests.oracle.definitions import HOUSEHOLD_GROUPS, HOUSEHOLDS, PERSON_GROUPS, PERSONS, VILLAGES
from tests.oracle.state import State
from tests.oracle.tables import Place, Tables

COUNTRY = "vn"


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


def count(tables: Tables, day: date) -> Figures:
    """Every figure of every place at the end of the day; a group in which nobody is: 0 out of 0."""
    state = State(tables, day)
    figures: dict[Key, Count] = defaultdict(lambda: Count(0, 0))
    for place in tables.places:
        # The page: "A commune is the sum of its villages, a province of its communes, the country of its provinces."
        for (indicator, group), (counted, out_of) in count_village(state, place).items():
            for code in (place.village, place.commune, place.province, COUNTRY):
                so_far = figures[Key(code, indicator, group)]
                total = Count(so_far.counted + counted, so_far.out_of + out_of)
                figures[Key(code, indicator, group)] = total
    return dict(figures)


def count_village(state: State, place: Place) -> dict[tuple[str, str], Count]:
    """By indicator and group, the counts of one village."""
    people, households = count_persons(state, place.village), count_households(state, place.village)
    return people | households | count_ground(state, place)


def count_ground(state: State, place: Place) -> dict[tuple[str, str], Count]:
    """Indicators whose population is the village itself, while it is open."""
    out_of = int(state.is_open(place))
    return {(indicator, "all"): Count(out_of * int(has(state, place)), out_of) for indicator, has in VILLAGES.items()}


def count_persons(state: State, village: str) -> dict[tuple[str, str], Count]:
    """Indicators whose population is one of persons."""
    groups = {person: state.groups_of_person(village, person) for person in state.homes[village]}
    counts = {}
    for indicator, (belongs, succeeds) in PERSONS.items():
        population = [person for person in state.homes[village] if belongs(state, person)]
        counted = [person for person in population if succeeds(state, person)]
        for group in PERSON_GROUPS:
            counts[indicator, group] = Count(
                sum(group in groups[person] for person in counted),
                sum(group in groups[person] for person in population),
            )
    return counts


def count_households(state: State, village: str) -> dict[tuple[str, str], Count]:
    """Indicators whose population is one of open households."""
    groups = {household: state.groups_of_household(village, household) for household in state.members[village]}
    counts = {}
    for indicator, (belongs, succeeds) in HOUSEHOLDS.items():
        population = [household for household in state.members[village] if belongs(state, household)]
        counted = [household for household in population if succeeds(state, village, household)]
        for group in HOUSEHOLD_GROUPS:
            counts[indicator, group] = Count(
                sum(group in groups[household] for household in counted),
                sum(group in groups[household] for household in population),
            )
    return counts
