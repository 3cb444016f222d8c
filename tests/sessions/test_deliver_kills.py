"""The server dies between the commit and the answer; the worker dies in the middle of its recount. Nothing is lost or twice."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import User
from indicators.actions.proof import compare
from indicators.actions.recount import drain, rebuild
from indicators.models import Stale
from literacy_portal.kit.ids import new_id
from sessions.models import Outcome, Visit
from tests.factories import HouseholdFactory, ResidenceFactory
from tests.sessions.phones import delivery, seen, verdicts, visit
from tests.world import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)

START_SECONDS, WAIT_SECONDS = 60.0, 30.0
COUNT = "import django; django.setup(); from indicators.actions.recount import drain; print('begun', flush=True); drain()"
TOKEN = "k" * 32


def _environment(**more: str) -> dict[str, str]:
    address = settings.DATABASE_URL.rsplit("/", 1)[0] + f"/{connection.settings_dict['NAME']}"
    return os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "literacy_portal.settings", **more}


@contextmanager
def _process(command: list[str], **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process group of its own, all of which is killed in the end."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", *command],
        env=_environment(**more),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=settings.BASE_DIR,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def _server() -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    web = ["-m", "gunicorn", "literacy_portal.wsgi", "--config", "python:literacy_portal.webserver"]
    with _process(web, PORT=str(port), WEB_WORKERS="1") as process:
        _await(lambda: _answers(port), START_SECONDS)
        yield process, port


def _answers(port: int) -> bool:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        link.request("GET", "/healthz")
        return link.getresponse().status == 200
    except OSError:
        return False
    finally:
        link.close()


def _await(done: Any, seconds: float = WAIT_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _send(port: int, user: User, said: dict[str, Any]) -> http.client.HTTPConnection:
    """The delivery on its way; `getresponse` would wait for the answer."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_SECONDS)
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    headers = {"Content-Type": "application/json", "Cookie": cookies, "X-CSRFToken": TOKEN}
    link.request("POST", "/sync/v1/visits", json.dumps(said), headers)
    return link


def _told(world: World, number: int) -> list[dict[str, Any]]:
    stays = [ResidenceFactory(household=HouseholdFactory(village=world.xuan_lang)) for _n in range(number)]
    return [visit(stay.household, observations=[seen(stay.resident, "online_shopping", 3)]) for stay in stays]


def test_a_server_killed_between_commit_and_answer_has_each_visit_once() -> None:
    world = build_world()
    user, device = world.users["team_member"], str(new_id())
    said = delivery(user, *_told(world, 20), device=device)
    with _server() as (server, port):
        # The phone is introduced; then its row is held, on which the answer waits after the visits are committed.
        with closing(_send(port, user, delivery(user, device=device))) as introduced:
            assert introduced.getresponse().read().startswith(b'{"schema":2')
        with psycopg.connect(**_psycopg()) as holder:
            holder.execute("SELECT FROM coaching_device FOR UPDATE")
            with closing(_send(port, user, said)) as waiting:
                _await(lambda: Visit.objects.count() == 20)
                _kill(server)
                with pytest.raises((http.client.HTTPException, OSError)):
                    waiting.getresponse()
    client = Client()
    client.force_login(user)

    assert set(verdicts(client, user, *said["items"], device=device)) == {"duplicate"}
    assert (Visit.objects.count(), Outcome.objects.count()) == (20, 20)


def test_a_worker_killed_in_the_middle_of_its_recount_leaves_figures_that_become_true() -> None:
    world = build_world()
    rebuild()
    client = Client()
    client.force_login(world.users["team_member"])
    told = delivery(world.users["team_member"], *_told(world, 10))
    assert client.post("/sync/v1/visits", told, content_type="application/json").status_code == 200
    assert Stale.objects.exists()

    with psycopg.connect(**_psycopg()) as holder:
        # Who writes figures waits here, in the middle of the transaction.
        holder.execute("LOCK TABLE indicators_measurement IN SHARE ROW EXCLUSIVE MODE")
        with _process(["-c", COUNT]) as worker:
            _await(_somebody_waits_for_figures)
            _kill(worker)
    assert Stale.objects.exists()
    # The dead worker's connection holds its villages until the database notices.
    _await(lambda: drain() == 0 and not Stale.objects.exists())

    assert compare() == []


def _somebody_waits_for_figures() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE relation = 'indicators_measurement'::regclass AND NOT granted")
        return bool(cursor.fetchone()[0])


def _psycopg() -> dict[str, Any]:
    given = connection.get_connection_params()
    return {name: given[name] for name in ("host", "port", "user", "password", "dbname") if given.get(name)}
