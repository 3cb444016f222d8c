"""What teams did in a random world: visits and gatherings, some of which correct an earlier one, and what was seen there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from tests.oracle.diary import diary_of
from tests.oracle.setting import FIRST_HOUSEHOLD, HOURS, MEMBERS, PLACES, TEAMS, VIETNAM, near
from tests.oracle.tables import Call, Came, Gathering, Seen

FIRST_GATHERING = 5001


def make_calls(chance: Random, homes: Sequence[str], day: date) -> list[Call]:
    """Visits, seldom by somebody of no team or to a household that lived elsewhere; some correct an earlier one."""
    visits: list[Call] = []
    for key in range(1, chance.randint(0, 3 * len(homes)) + 1):
        home = chance.randrange(len(homes))
        household = FIRST_HOUSEHOLD + home
        result = chance.choice(["met", "met", "refused", "nobody_home", "come_back"])
        village = homes[home] if chance.random() < 0.9 else chance.choice(PLACES).village
        team, members = chance.choice([*TEAMS, None]), frozenset(chance.sample(MEMBERS, chance.randint(0, 2)))
        visited_on = near(chance, day)
        how = (village, team, chance.choice([None, 0, 20, 45]), written(chance, visited_on), members)
        replaced = {visit.replaces for visit in visits}
        wrong = [visit.id for visit in visits if visit.household == household and visit.id not in replaced]
        replaces = chance.choice(wrong) if wrong and chance.random() < 0.6 else None
        visits.append(Call(key, household, visited_on, result, replaces, *how))
    return visits


def written(chance: Random, day: date) -> datetime | None:
    """When it was written down: on its day, about midnight too, when it is another day in UTC; on its eve; or nobody knows."""
    moment = datetime.combine(day, chance.choice([*HOURS, time(19, 59), time(20, 0)]), VIETNAM)
    return chance.choice([None, moment, moment, moment - timedelta(days=1)])


def make_gatherings(chance: Random, day: date) -> list[Gathering]:
    """Classes and desks, some held by nobody's team; some correct an earlier one, perhaps in another village."""
    held: list[Gathering] = []
    for key in range(FIRST_GATHERING, FIRST_GATHERING + chance.choice([0, 1, 2, 4, 8])):
        replaced = {gathering.replaces for gathering in held}
        wrong = [gathering.id for gathering in held if gathering.id not in replaced]
        replaces = chance.choice(wrong) if wrong and chance.random() < 0.5 else None
        kind = chance.choice(["class", "walk_in", "stall"])
        team, members = chance.choice([*TEAMS, None]), frozenset(chance.sample(MEMBERS, chance.randint(0, 2)))
        how = (chance.choice(PLACES).village, team, chance.choice([None, 0, 90]), members)
        held.append(Gathering(key, kind, near(chance, day), replaces, *how))
    return held


def make_attendances(chance: Random, people: int, gatherings: Sequence[Gathering]) -> list[Came]:
    """Who came to each: some of the roster, and some of whom little or nothing is noted, often several alike."""
    rows: list[Came] = []
    for held in gatherings:
        rows += [Came(held.id, person) for person in chance.sample(range(1, people + 1), chance.randint(0, min(people, 5)))]
        for _ in range(chance.choice([0, 0, 1, 3])):
            noted = (chance.choice(["female", "male", ""]), chance.choice(["60_plus", "18_39", ""]))
            rows += [Came(held.id, None, *noted, chance.choice([True, False, None]))] * chance.choice([1, 1, 2])
    return rows


def make_outcomes(chance: Random, people: int, homes: int, evenings: Sequence[Call | Gathering], day: date) -> list[Seen]:
    """What was seen of all of them, and of some again, at a visit or a gathering, or by a roster."""
    diary = diary_of(chance, lambda: near(chance, day))
    for person in range(1, people + 1):
        diary.see_person(person)
    for home in range(homes):
        diary.see_household(FIRST_HOUSEHOLD + home)
    for _ in range(len(diary.outcomes) // 2):
        diary.see_again()
    return [_of_one(chance, row, evenings) if evenings and chance.random() < 0.3 else row for row in diary.outcomes]


def _of_one(chance: Random, row: Seen, evenings: Sequence[Call | Gathering]) -> Seen:
    """The same, seen at one of the visits, or of the gatherings if it is of a person."""
    one = chance.choice(evenings)
    if isinstance(one, Call):
        return replace(row, visit=one.id, observed_on=one.visited_on)
    return replace(row, gathering=one.id, observed_on=one.held_on) if row.subject < FIRST_HOUSEHOLD else row
