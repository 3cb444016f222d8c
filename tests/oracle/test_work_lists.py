"""Work lists beside a second program: stored counts of every day, and the lists themselves, in random worlds."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import takewhile
from random import Random
from uuid import UUID

import pytest

from indicators.models import Headcount
from indicators.queries.work import waiting
from sessions.enums import WorkList
from sessions.models import FollowUp
from tests.oracle.comparing import world_of_its_own
from tests.oracle.oracle import count_households
from tests.oracle.product import empty_the_queue
from tests.oracle.setting import PLACES
from tests.oracle.state import State
from tests.oracle.worlds import World, make_world
from tests.oracle.writing import write_places, write_world

CORE = ("online_public_service", "online_shopping", "cashless_payment", "online_safety", "local_platforms")
Promise = tuple[int, date, date | None]
"""Household, day, and the day on which it was kept."""


def promises_of(chance: Random, world: World) -> list[Promise]:
    """Some for each visit: due soon or later, kept sometimes, sometimes on the very day."""
    made = []
    for visit in world.tables.visits:
        due = visit.visited_on + timedelta(days=chance.randint(0, 20))
        kept = due + timedelta(days=chance.choice([0, 0, 1, 9])) if chance.random() < 0.6 else None
        made.append((visit.household, due, kept))
    return made


def write_promises(world: World, promises: list[Promise]) -> None:
    FollowUp.objects.bulk_create(
        FollowUp(household_id=UUID(int=home), visit_id=UUID(int=visit.id), due_on=due, closed_on=kept)
        for visit, (home, due, kept) in zip(world.tables.visits, promises, strict=True)
    )


def stalled(state: State, person: int) -> bool:
    # The page: "the latest standing outcome of a core skill says with help, and is 21 days old or more".
    latest = [known[-1] for skill in CORE if (known := state.known.get((person, skill)))]
    return any(one.level == 2 and (state.day - one.observed_on).days >= 21 for one in latest)


def to_check(state: State, person: int) -> bool:
    # The page: "alone in a core skill, not kept, and the run began 30 days ago or earlier".
    for skill in CORE:
        run = list(takewhile(lambda one: (one.level or 0) >= 3, reversed(state.known.get((person, skill), []))))
        if run and not state.kept(person, skill) and (state.day - run[-1].observed_on).days >= 30:
            return True
    return False


def counted(world: World, promises: list[Promise], day: date) -> dict[tuple[str, str], int]:
    """By village and list, how many wait at the end of the day."""
    state = State(world.tables, day)
    # The page: "an open promise whose day is before D".
    late = {home for home, due, kept in promises if due < day and (kept is None or kept > day)}
    numbers: dict[tuple[str, str], int] = defaultdict(int)
    for place in PLACES:
        village = place.village
        visited, out_of = count_households(state, village).get(("households_visited", "all"), (0, 0))
        numbers[village, "never"] = out_of - visited
        numbers[village, "overdue"] = len(late & set(state.members[village]))
        numbers[village, "stalled"] = sum(stalled(state, person) for person in state.homes[village])
        numbers[village, "check"] = sum(to_check(state, person) for person in state.homes[village])
    return numbers


def stored(day: date, places: Iterable[str], kind: str) -> dict[str, int]:
    rows = Headcount.objects.filter(place__in=places, kind=kind, day__lte=day).order_by("day")
    return dict(rows.values_list("place", "number"))


def compare(world: World, promises: list[Promise], chance: Random) -> None:
    villages = [place.village for place in PLACES]
    days = [world.day, *(world.day - timedelta(days=chance.randint(1, 120)) for _ in range(10))]
    for day in days:
        numbers = counted(world, promises, day)
        for kind in ("overdue", "stalled", "check"):
            found = stored(day, [*villages, "vn"], kind)
            assert {one: found.get(one, 0) for one in villages} == {one: numbers[one, kind] for one in villages}, (kind, day)
            assert found.get("vn", 0) == sum(numbers[one, kind] for one in villages)
    today = counted(world, promises, world.day)
    for which in WorkList:
        lines = waiting(which, villages, world.day)
        assert {one: sum(line.village == one for line in lines) for one in villages} == {
            one: today[one, which] for one in villages
        }, which


@pytest.mark.django_db
def test_what_work_lists_count_on_any_day_is_what_a_second_program_counts() -> None:
    by, found = write_places(), Counter[str]()
    for seed in range(6):
        world, chance = make_world(seed), Random(seed)
        with world_of_its_own(world.moment):
            write_world(world.tables, by)
            promises = promises_of(chance, world)
            write_promises(world, promises)
            empty_the_queue()
            compare(world, promises, chance)

            # Promises are kept late, opened again and moved; nobody tells the worker but the tables.
            changed = [
                (home, due + timedelta(days=chance.choice([0, 0, -3, 4])), chance.choice([None, kept, due + timedelta(days=30)]))
                for home, due, kept in promises
            ]
            for visit, (_home, due, kept) in zip(world.tables.visits, changed, strict=True):
                FollowUp.objects.filter(visit=UUID(int=visit.id)).update(due_on=due, closed_on=kept)
            empty_the_queue()
            compare(world, changed, chance)
            for (_village, which), number in counted(world, changed, world.day).items():
                found[which] += number
    assert min(found[which] for which in WorkList) > 5, "some list was empty in all worlds"
