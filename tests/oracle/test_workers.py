"""Random worlds that arrive while several workers count and die: committed for real, each thread on its own connection.

ORACLE_EXAMPLES says how many, as in `test_product`: here one for every twenty-five of its worlds.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random
from threading import Event, Thread

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from accounts.models import User
from tests.emptying import empty_tables
from tests.oracle.comparing import clock_at, differences
from tests.oracle.living import die, upset
from tests.oracle.product import INDICATORS, empty_the_queue
from tests.oracle.steps import Upheaval
from tests.oracle.test_product import WORLDS
from tests.oracle.upheavals import make_statement
from tests.oracle.worlds import World, make_world
from tests.oracle.writing import write_outcomes, write_places, write_roster, write_villages, write_visits

pytestmark = pytest.mark.django_db(transaction=True)

SEEDS = range(max(1, WORLDS // 25))


@pytest.fixture
def by(transactional_db: None) -> Iterator[User]:
    yield write_places()
    empty_tables()


@pytest.mark.parametrize("seed", SEEDS)
def test_news_that_comes_while_workers_count_and_die_is_counted_on_its_days(by: User, seed: int) -> None:
    world = make_world(seed)
    is_told = Event()
    with clock_at(world.moment):
        write_villages(world.tables)
        write_roster(world.tables)
        tellers = [lambda: tell(world, by), lambda: shake(world, seed)]
        workers = [lambda: work(is_told, Random(seed)), lambda: work(is_told, Random(seed + 1))]
        errors = in_threads(tellers, workers, is_told)
        empty_the_queue()

        assert errors == []
        assert differences(world.day, INDICATORS) == []


def tell(world: World, by: User) -> None:
    """Visits and outcomes, a few in each transaction; what corrects a row that was deleted meanwhile is refused."""
    outcomes, visits = world.tables.outcomes, world.tables.visits
    write_visits(visits, by)
    for start in range(0, len(outcomes), 20):
        with suppress(IntegrityError), transaction.atomic():
            write_outcomes(outcomes[start : start + 20], by)


def shake(world: World, seed: int) -> None:
    """What an administrator does meanwhile, past every action."""
    chance = Random(seed)
    for _time in range(6):
        again(lambda: upset(Upheaval(make_statement(chance, world.day))))


def work(is_told: Event, chance: Random) -> None:
    """Counts until all is told; now and then it dies and another takes over."""
    while not is_told.is_set():
        again(lambda: die(after=chance.randint(1, 60)))


def again(act: Callable[[], None]) -> None:
    """Once more where the database chose this one to end a deadlock: so do a task and a phone."""
    for _try in range(20):
        try:
            act()
        except OperationalError:
            connection.close()
        else:
            return


def in_threads(tellers: list[Callable[[], None]], workers: list[Callable[[], None]], is_told: Event) -> list[BaseException]:
    """Runs all at once; the workers until the tellers are done. Returns what went wrong."""
    errors: list[BaseException] = []

    def run(act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as error:  # noqa: BLE001 -- shown by the caller's assertion
            errors.append(error)
        finally:
            connection.close()

    telling, working = ([Thread(target=run, args=[act], daemon=True) for act in acts] for acts in (tellers, workers))
    for thread in [*working, *telling]:
        thread.start()
    for thread in telling:
        thread.join(60)
    is_told.set()
    for thread in working:
        thread.join(60)
    assert [thread for thread in [*telling, *working] if thread.is_alive()] == []
    return errors
