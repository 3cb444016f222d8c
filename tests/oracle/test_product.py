"""The law of figures: what the product stores is what the oracle counts, on random worlds and after any work.

ORACLE_EXAMPLES sets how many worlds each test makes: `ORACLE_EXAMPLES=2000 pytest tests/oracle -n0`.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import User
from tests.oracle.comparing import differences, false_memories, world_of_its_own
from tests.oracle.product import INDICATORS, begin_day, empty_the_queue, mark_all, recount_everything
from tests.oracle.shrinking import fewest, smallest
from tests.oracle.steps import Call, NextDay, Step, make_steps, take
from tests.oracle.worlds import World, make_world
from tests.oracle.writing import write_outcomes, write_places, write_roster, write_visits, write_world

FOUNDATION = {
    "households_visited",
    "adults_trained",
    "adults_able",
    "online_public_service_alone",
    "online_shopping_alone",
    "cashless_payment_alone",
    "online_safety_alone",
    "local_platforms_alone",
    "epayment_adoption",
    "vneid_level1",
    "vneid_level2",
}

pytestmark = pytest.mark.django_db
on_many_worlds = settings(
    max_examples=int(os.environ.get("ORACLE_EXAMPLES", "30")),
    deadline=None,
    database=None,
    # A failing world is reduced by rows, in `shrinking`, which no smaller seed can do.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
seeds = st.integers(0, 2**32)


@pytest.fixture
def by(db: None) -> User:
    """Who records everything; the villages stand."""
    return write_places()


def assert_agreement(world: World, play: Callable[[World], list[str]]) -> None:
    """Plays the world; when product and oracle differ, fails with the smallest world in which they do."""
    if play(world):
        small = smallest(world, lambda one: bool(play(one)))
        pytest.fail("\n".join([*play(small), str(small)]))


def test_the_catalogue_has_the_figures_of_the_foundation() -> None:
    assert INDICATORS >= FOUNDATION


@on_many_worlds
@given(seed=seeds)
def test_a_full_recount_agrees_with_the_oracle(by: User, seed: int) -> None:
    def play(world: World) -> list[str]:
        with world_of_its_own(world.moment):
            write_world(world.tables, by)
            recount_everything()
            return differences(world.day, INDICATORS)

    assert_agreement(make_world(seed), play)


@on_many_worlds
@given(seed=seeds)
def test_stale_villages_recounted_after_late_news_agree_with_the_oracle(by: User, seed: int) -> None:
    def play(world: World) -> list[str]:
        early = [row for row in world.tables.outcomes if row.replaces is None and row.id % 2]
        known = {row.id for row in early}
        late = [row for row in world.tables.outcomes if row.id not in known]
        with world_of_its_own(world.moment):
            write_roster(world.tables)
            write_outcomes(early, by)
            mark_all(world.tables, since=world.day)
            empty_the_queue()
            write_outcomes(late, by)
            write_visits(world.tables.visits, by)
            mark_all(world.tables, since=world.day)
            empty_the_queue()
            return differences(world.day, INDICATORS)

    assert_agreement(make_world(seed), play)


@on_many_worlds
@given(seed=seeds)
def test_the_figures_of_the_next_day_agree_and_what_is_left_of_the_eve_is_still_true(by: User, seed: int) -> None:
    def play(world: World) -> list[str]:
        tomorrow = replace(world, moment=world.moment + timedelta(days=1))
        with world_of_its_own(world.moment):
            write_world(world.tables, by)
            recount_everything()
            with world_of_its_own(tomorrow.moment):
                begin_day()
                empty_the_queue()
                return differences(tomorrow.day, INDICATORS) + false_memories([world.day])

    assert_agreement(make_world(seed), play)


@on_many_worlds
@given(seed=seeds)
def test_figures_agree_with_the_oracle_after_visits_and_corrections_through_the_actions(by: User, seed: int) -> None:
    world = make_world(seed)
    roster = replace(world.tables, outcomes=[], visits=[])

    def play(steps: list[Step]) -> list[str]:
        with world_of_its_own(world.moment):
            write_roster(roster)
            recount_everything()
            return after(steps, [world.day], world, by)

    steps = make_steps(Random(seed), roster)
    if play(steps):
        few = fewest(steps, lambda fewer: bool(play(fewer)))
        pytest.fail("\n".join([*play(few), *map(str, few), str(replace(world, tables=roster))]))


def after(steps: list[Step], days: list[date], world: World, by: User) -> list[str]:
    """What differs when the steps are done and the queue is empty; `days` are those lived through, the last is now."""
    for number, step in enumerate(steps):
        if isinstance(step, Call):
            take(step, by=by, today=days[-1])
        elif isinstance(step, NextDay):
            tomorrow = replace(world, moment=world.moment + timedelta(days=1))
            with world_of_its_own(tomorrow.moment):
                begin_day()
                return after(steps[number + 1 :], [*days, tomorrow.day], tomorrow, by)
        else:
            empty_the_queue()
    empty_the_queue()
    return differences(days[-1], INDICATORS) + false_memories(days[:-1])
