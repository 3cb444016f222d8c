"""Workers, broker and database connections die while neighbours write: figures come late, never wrong, and no visit is lost.

KILL_VISITS sets how many visits are sent: `KILL_VISITS=3000 pytest tests/indicators/test_kills.py -n0`.
"""

import os
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from indicators.models import Stale
from indicators.queries.days import counting_day
from literacy_portal.kit.periods import today
from sessions.models import Outcome, Visit
from tests.indicators.killing import Broker, Yard, free_port
from tests.oracle.comparing import differences
from tests.oracle.product import INDICATORS
from tests.oracle.tables import Stay
from tests.oracle.worlds import make_world
from tests.oracle.writing import write_places, write_roster, write_villages

pytestmark = pytest.mark.django_db(transaction=True)

VISITS = int(os.environ.get("KILL_VISITS", "120"))
EMPTY_SECONDS = 120.0


@pytest.fixture
def yard(transactional_db: None, tmp_path: Path) -> Iterator[Yard]:
    broker = Broker(free_port(), tmp_path)
    broker.start()
    yard = Yard(tmp_path, broker)
    yield yard
    yard.end()


def make_visits(chance: Random, stays: list[Stay]) -> list[dict[str, Any]]:
    """What neighbours tell of the last year, each under its own key."""
    homes = sorted({stay.household for stay in stays})
    skills = ("device_use", "online_shopping", "cashless_payment", "online_safety")
    visits = []
    for key in range(1, VISITS + 1):
        home = chance.choice(homes)
        people = sorted({stay.person for stay in stays if stay.household == home})
        seen = [(str(UUID(int=who)), skill, 3) for who in people[:3] for skill in chance.sample(skills, 2)]
        visits.append(
            {
                "id": str(UUID(int=100_000 + key)),
                "household": str(UUID(int=home)),
                "day": str(today() - timedelta(days=chance.choice([0, 0, 1, 40, 300]))),
                "people": [str(UUID(int=who)) for who in people],
                "seen": seen,
                "by": "recorder",
                "pause": 0.02,
            }
        )
    return visits


def end_connections(chance: Random) -> None:
    """Ends some connection of the others to this test's database, in the middle of whatever it does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        others = [pid for (pid,) in cursor.fetchall()]
        if others:
            cursor.execute("SELECT pg_terminate_backend(%s)", [chance.choice(others)])


def restart_broker(yard: Yard) -> None:
    """All that was queued is gone."""
    yard.broker.kill()
    time.sleep(0.3)
    yard.broker.start()


def kill_a_worker(yard: Yard, chance: Random) -> None:
    yard.kill_worker(chance.choice(yard.workers))
    yard.add_worker()


def wait_until(done: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_whatever_is_killed_while_neighbours_write_every_visit_counts_once_and_on_its_day(yard: Yard) -> None:
    chance = Random(5)
    tables = make_world(3).tables
    write_places()
    write_villages(tables)
    write_roster(tables)
    visits = make_visits(chance, tables.stays)
    for _worker in range(2):
        yard.add_worker()

    # Two phones send the same visits in different orders: most are sent twice, some at the same moment.
    yard.add_neighbour(visits)
    yard.add_neighbour(chance.sample(visits, len(visits)))
    blows = 0
    while yard.neighbours_are_busy():
        time.sleep(chance.uniform(0.1, 0.4))
        blows += 1
        if blows % 6 == 0:
            kill_a_worker(yard, chance)
        elif blows % 9 == 0:
            restart_broker(yard)
        else:
            end_connections(chance)
    yard.add_neighbour([visits[0]])
    wait_until(lambda: not Stale.objects.exists(), EMPTY_SECONDS)

    assert blows > 10
    assert Visit.objects.count() == VISITS
    assert Outcome.objects.count() == sum(len(visit["seen"]) for visit in visits)
    assert differences(counting_day(), INDICATORS) == []
