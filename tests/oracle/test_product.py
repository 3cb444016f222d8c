"""The law of figures: what the product stores of every day is what the oracle counts, on random worlds and after any work.

Every run of the suite makes the same worlds, so that it says the same of the same code. ORACLE_EXAMPLES makes others, and as
many as it says: `ORACLE_EXAMPLES=2000 pytest tests/oracle`.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import User
from tests.oracle.comparing import clock_at, differences, world_of_its_own
from tests.oracle.definitions import HOUSEHOLDS, PERSONS, PERSONS_AT_HOME, VILLAGES
from tests.oracle.living import take
from tests.oracle.product import INDICATORS, empty_the_queue
from tests.oracle.shrinking import fewest, smallest
from tests.oracle.steps import Sleep, Step, make_steps
from tests.oracle.tables import Tables
from tests.oracle.worlds import World, make_world
from tests.oracle.writing import (
    write_gatherings,
    write_outcomes,
    write_places,
    write_roster,
    write_villages,
    write_visits,
    write_world,
)

pytestmark = pytest.mark.django_db
WORLDS = int(os.environ.get("ORACLE_EXAMPLES", "100"))


def on_worlds(share: float) -> settings:
    """How a test makes its worlds: as many as ORACLE_EXAMPLES says, or a share of them where each is a long story."""
    return settings(
        max_examples=max(1, int(WORLDS * share)),
        deadline=None,
        database=None,
        derandomize="ORACLE_EXAMPLES" not in os.environ,
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


def test_product_and_oracle_have_the_same_indicators() -> None:
    assert {*PERSONS, *PERSONS_AT_HOME, *HOUSEHOLDS, *VILLAGES} == INDICATORS


@on_worlds(1)
@given(seed=seeds)
def test_a_world_that_arrives_at_once_agrees_with_the_oracle_on_every_day(by: User, seed: int) -> None:
    def play(world: World) -> list[str]:
        with world_of_its_own(world.moment):
            write_world(world.tables, by)
            empty_the_queue()
            return differences(world.day, INDICATORS)

    assert_agreement(make_world(seed), play)


@on_worlds(0.4)
@given(seed=seeds)
def test_news_in_any_order_with_nights_and_recounts_between_agrees_with_the_oracle_on_every_day(by: User, seed: int) -> None:
    def play(world: World) -> list[str]:
        chance = Random(seed)
        nights = sorted(chance.choice([0, 0, 1, 31]) for _portion in range(chance.randint(1, 3)))
        tables = world.tables
        with world_of_its_own(world.moment):
            write_villages(tables)
            write_roster(tables)
            empty_the_queue()
            for number, night in enumerate(nights):
                with clock_at(world.moment + timedelta(days=night)):
                    write_outcomes(portion(tables.outcomes, number, len(nights)), by)
                    write_visits(portion(tables.visits, number, len(nights)), by)
                    write_gatherings(gathered(tables, number, len(nights)), by)
                    empty_the_queue()
            return differences(world.day + timedelta(days=nights[-1]), INDICATORS)

    assert_agreement(make_world(seed), play)


def gathered(tables: Tables, number: int, of: int) -> Tables:
    """The gatherings that come in this portion, with who came to them."""
    held = portion(tables.gatherings, number, of)
    keys = {gathering.id for gathering in held}
    return replace(tables, gatherings=held, attendances=[row for row in tables.attendances if row.gathering in keys])


def portion(rows: list[Any], number: int, of: int) -> list[Any]:
    """The rows whose key says that they come in this portion; so a correction may come before what it corrects."""
    return [row for row in rows if row.id * 7919 % of == number]


@on_worlds(0.3)
@given(seed=seeds)
def test_a_world_that_is_lived_in_agrees_with_the_oracle_on_every_day(by: User, seed: int) -> None:
    world = make_world(seed)

    def play(steps: Sequence[Step]) -> list[str]:
        with world_of_its_own(world.moment):
            write_world(world.tables, by)
            empty_the_queue()
            return after(steps, world, by)

    steps = make_steps(Random(seed), world.tables, world.day)
    if play(steps):
        few = fewest(steps, lambda fewer: bool(play(fewer)))
        pytest.fail("\n".join([*play(few), *map(str, few), str(world)]))


def after(steps: Sequence[Step], world: World, by: User) -> list[str]:
    """What differs when the steps are done and the queue is empty."""
    moment = world.moment
    for step in steps:
        if isinstance(step, Sleep):
            moment += timedelta(days=step.days)
        else:
            with clock_at(moment):
                take(step, by=by, today=moment.date())
    with clock_at(moment):
        empty_the_queue()
    return differences(moment.date(), INDICATORS)
