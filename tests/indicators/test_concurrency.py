"""Several workers at once, and workers that die: the figures are those of a recount, whatever the order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from threading import Barrier, Thread
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import connection, transaction

from communes.models import Village
from indicators.actions import ledger, proof, recount
from indicators.actions.marking import begin_day, mark_stale
from indicators.models import Stale
from literacy_portal.kit.periods import today
from tests.factories import HouseholdFactory, OutcomeFactory, ResidenceFactory, ResidentFactory, VillageFactory
from tests.indicators.conftest import figure

pytestmark = pytest.mark.django_db(transaction=True)

VILLAGES = [f"24364{number:03d}" for number in range(1, 9)]


@pytest.fixture
def commune(db: None) -> None:
    for code in VILLAGES:
        home = HouseholdFactory(village=VillageFactory(serial=code[5:]))
        ResidenceFactory(resident=ResidentFactory(), household=home)
    recount.rebuild()


def teach_one_more(village: str) -> None:
    """A new neighbour who shops online, with the mark that the writer's transaction leaves."""
    with transaction.atomic():
        home = HouseholdFactory(village_id=village, village=Village.objects.get(code=village))
        resident = ResidentFactory()
        ResidenceFactory(resident=resident, household=home)
        OutcomeFactory(resident=resident)
        mark_stale(villages=[village], since=today())


def in_threads(*works: object) -> None:
    barrier, errors = Barrier(len(works)), []

    def run(work: object) -> None:
        try:
            barrier.wait(10)
            work()
        except Exception as error:  # noqa: BLE001 -- shown by the assertion below
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work], daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [thread for thread in threads if thread.is_alive()] == []
    assert errors == []


def test_workers_on_villages_of_one_commune_neither_wait_for_ever_nor_lose_an_addition(commune: None) -> None:
    def write_and_drain() -> None:
        for village in VILLAGES:
            teach_one_more(village)
            recount.drain_batch(limit=2)

    in_threads(write_and_drain, write_and_drain, write_and_drain)
    recount.drain()

    assert [figure(place, "online_shopping_alone") for place in ("24364001", "24364", "66", "vn")] == [
        (3, 4), (24, 32), (24, 32), (24, 32)
    ]  # fmt: skip
    assert list(proof.compare()) == []


def test_a_village_that_one_worker_holds_is_left_to_it_and_the_next_one_is_taken(commune: None) -> None:
    for village in VILLAGES[:2]:
        teach_one_more(village)
    taken = []
    with transaction.atomic():
        list(Village.objects.select_for_update(no_key=True).filter(code=VILLAGES[0]))
        in_threads(lambda: taken.append(recount.drain()))

    assert taken == [1]
    assert set(Stale.objects.values_list("village", flat=True)) == {VILLAGES[0]}


def test_a_neighbour_who_writes_during_a_recount_does_not_wait_and_the_mark_survives(commune: None) -> None:
    teach_one_more(VILLAGES[0])
    original = ledger.rewrite_villages

    def write_meanwhile(*args: object) -> object:
        if not written:
            written.append(True)
            in_threads(lambda: teach_one_more(VILLAGES[0]))
        return original(*args)

    written: list[bool] = []
    with patch.object(recount, "rewrite_villages", write_meanwhile):
        recount.drain_batch()
    left_by_the_first = set(Stale.objects.values_list("village", flat=True))
    recount.drain()

    assert left_by_the_first == {VILLAGES[0]}
    assert figure("vn", "online_shopping_alone") == (2, 10)
    assert list(proof.compare()) == []


@pytest.mark.parametrize("statement", ["indicators_measurement", "pg_advisory", "unnest", 'DELETE FROM "indicators_stale"'])
def test_a_worker_that_fails_at_any_statement_has_done_nothing(commune: None, statement: str) -> None:
    teach_one_more(VILLAGES[0])

    def fail(execute: object, sql: str, params: object, many: bool, context: object) -> object:  # noqa: FBT001 -- Django calls it so
        result = execute(sql, params, many, context)
        if statement in sql:
            raise RuntimeError("killed here")
        return result

    with connection.execute_wrapper(fail), pytest.raises(RuntimeError):
        recount.drain_batch()
    untouched = [figure(place, "online_shopping_alone") for place in (VILLAGES[0], "24364", "vn")]
    recount.drain()

    assert untouched == [(0, 1), (0, 8), (0, 8)]
    assert [figure(place, "online_shopping_alone") for place in (VILLAGES[0], "24364", "vn")] == [(1, 2), (1, 9), (1, 9)]


WORKER = """
import django; django.setup()
from indicators.actions import recount
print("ready", flush=True)
while True:
    recount.drain_batch(limit=1)
"""


@pytest.fixture
def worker() -> Iterator[object]:
    """Starts real processes that do nothing but drain, on this test's database."""
    started = []

    def start() -> subprocess.Popen[bytes]:
        name = connection.settings_dict["NAME"]
        address = settings.DATABASE_URL.rsplit("/", 1)[0] + f"/{name}"
        process = subprocess.Popen(
            [sys.executable, "-c", WORKER],
            env={
                **os.environ,
                "DATABASE_URL": address,
                "ENVIRONMENT": "development",
                "DJANGO_SETTINGS_MODULE": "literacy_portal.settings",
            },
            stdout=subprocess.PIPE,
        )
        started.append(process)
        assert process.stdout.readline() == b"ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_worker_processes_killed_at_any_moment_leave_figures_that_are_true(commune: None, worker: object) -> None:
    begin_day(day=today())
    for turn in range(4):
        processes = [worker(), worker()]
        for village in VILLAGES:
            teach_one_more(village)
            time.sleep(0.01 * turn)
        for process in processes:
            process.send_signal(signal.SIGKILL)
            process.wait()
    recount.drain()

    assert figure("vn", "online_shopping_alone") == (32, 40)
    assert list(proof.compare()) == []
