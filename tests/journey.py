"""For journeys: gunicorn and a Celery worker with its clock on the test database, as in production; and a Chromium."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import DjangoDbBlocker

from tests.chromium import find_chromium

START_SECONDS = 60


@dataclass(frozen=True)
class Portal:
    """A running portal: its address, and the files that hold what its processes wrote."""

    url: str
    logs: Path


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """All journeys on one xdist worker with one web server, those of a module in a row with one Celery worker."""
    journeys = [item for item in items if item.get_closest_marker("journey")]
    # Before xdist reads groups.
    for item in journeys:
        item.add_marker(pytest.mark.xdist_group("journey"))
    yield
    # After pytest-django, which puts the tests first that ask for `db`: each would start a portal of its own.
    items.sort(key=lambda item: str(item.path) if item.get_closest_marker("journey") else "")


def pytest_collection_finish(session: pytest.Session) -> None:
    """A pytest and an xdist that do not fit each other would scatter the journeys without a word."""
    grouped = getattr(session.config.option, "loadgroup", False)
    scattered = [item.nodeid for item in session.items if item.get_closest_marker("journey") and "@journey" not in item.nodeid]
    if grouped and scattered:
        raise pytest.UsageError(f"xdist does not group the journeys: {scattered[0]}")


@pytest.fixture(scope="session")
def collected() -> None:
    """The static files, once: no test changes them."""
    collect_static()


@pytest.fixture(scope="session")
def web_server(collected: None, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The web server of all journeys. It does nothing unasked, so it may stay from module to module."""
    served = Portal(f"http://127.0.0.1:{(port := _free_port())}", tmp_path_factory.mktemp("portal"))
    web = ["gunicorn", "literacy_portal.wsgi", "--config", "python:literacy_portal.webserver"]
    process = _start(web, {"WEB_WORKERS": "2", "PORT": str(port)}, served.logs)
    try:
        _await(f"{served.url}/readyz", process, served.logs)
        yield served
    finally:
        # At once: told to end in peace, it would listen for seconds to browsers that are gone.
        process.send_signal(signal.SIGQUIT)
        process.wait(20)


@pytest.fixture(scope="module")
def running_portal(
    web_server: Portal, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    """Web server and worker for the journeys of a module; `portal` is what a test asks for.

    The worker no longer than that: its clock would count in the database of the tests that come after.
    """
    from tests.emptying import empty_tables  # noqa: PLC0415 -- pytest loads this plugin before Django's apps

    with django_db_blocker.unblock():
        empty_tables()

    worker = ["celery", "--app", "literacy_portal", "worker", "--concurrency", "1", "--loglevel", "WARNING"]
    clock = ["--beat", "--schedule", str(tmp_path_factory.mktemp("clock") / "beat-schedule")]
    process = _start([*worker, "--without-gossip", "--without-mingle", *clock], {}, web_server.logs)
    try:
        yield web_server
        assert process.poll() is None, (web_server.logs / "celery.log").read_text(errors="replace")
    finally:
        process.terminate()
        process.wait(20)
        # The clock may have counted between the last test's flush and its own end.
        with django_db_blocker.unblock():
            empty_tables()


@pytest.fixture
def portal(running_portal: Portal, transactional_db: None) -> Portal:
    """A running portal on the test's own data, which the test makes before it looks at a page."""
    with connection.cursor() as cursor:
        # When the end of a test empties the tables under a task's feet, it is the task that gives way.
        cursor.execute("SET deadlock_timeout = '30s'")
    return running_portal


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, or the one that `make test` got."""
    # Playwright's loop lives in this thread; the tests' own queries beside it are safe.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"] if os.getuid() == 0 else [])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A Vietnamese phone of 360 x 740. Any error in a page's scripts fails the test."""
    context = browser.new_context(
        locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 360, "height": 740}, has_touch=True
    )
    context.set_default_timeout(10_000)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert faults == []


def collect_static() -> None:
    """Into the run's folder, with the storage of production that ordinary tests replace."""
    command = [sys.executable, "-c", "import django; django.setup(); from literacy_portal.collected import collect; collect()"]
    subprocess.run(command, check=True, env=os.environ | {"DJANGO_SETTINGS_MODULE": "literacy_portal.settings"})


def _database_url() -> str:
    """The address of this process's test database, in the form that the settings read."""
    base, _, _ = os.environ["DATABASE_URL"].partition("?")
    return f"{base.rsplit('/', 1)[0]}/{connection.settings_dict['NAME']}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(command: list[str], more: dict[str, str], logs: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"DATABASE_URL": _database_url(), "PYTHONUNBUFFERED": "1"} | more
    with (logs / f"{command[0]}.log").open("wb") as sink:
        return subprocess.Popen(
            [sys.executable, "-m", *command], env=environment, stdout=sink, stderr=sink, cwd=settings.BASE_DIR
        )


def _await(url: str, process: subprocess.Popen[bytes], logs: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 -- our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    said = "\n".join(f"{log.name}:\n{log.read_text(errors='replace')[-3000:]}" for log in logs.glob("*.log"))
    raise AssertionError(f"the portal did not start\n{said}")
