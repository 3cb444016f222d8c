"""`manage.py portal` from a copy of the project: starts, is watched, is stopped, is killed, and starts again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from literacy_portal.embedded import ROOT
from literacy_portal.embedded.processes import command_of
from tests.journey import collect_static

# Together on one worker: the first start of a checkout makes its database, which takes longer than all later ones.
pytestmark = pytest.mark.xdist_group("supervisor")

PATIENCE_SECONDS = 90
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "tests", "docs", "__pycache__", ".*_cache")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project somewhere else, with nothing of this one's data."""
    collect_static()
    folder = tmp_path_factory.mktemp("checkout") / "portal"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    return folder


@pytest.fixture
def start(checkout: Path) -> Iterator[Callable[..., "Running"]]:
    """A function that starts the portal there; what is still running at the end is ended."""
    started: list[Running] = []

    def begin(**changes: str) -> Running:
        started.append(Running(checkout, changes))
        return started[-1]

    yield begin
    for one in started:
        one.end()


class Running:
    """One `manage.py portal` and what it wrote."""

    def __init__(self, checkout: Path, changes: dict[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(changes.get("PORT") or probe.getsockname()[1])
        taken = {"DATABASE_URL", "REDIS_URL", "REDIS_PREFIX", "ENVIRONMENT", "DJANGO_SETTINGS_MODULE"}
        kept = {name: value for name, value in os.environ.items() if name not in taken}
        self.log = checkout.parent / f"{self.port}-{time.monotonic_ns()}.log"
        with self.log.open("wb") as sink:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "portal"],
                cwd=checkout,
                env=kept | {"DEMO": "off", "PORT": str(self.port)} | changes,
                stdout=sink,
                stderr=sink,
                stdin=subprocess.DEVNULL,
            )

    @property
    def said(self) -> str:
        """All that the person at the terminal has read so far."""
        return self.log.read_text(errors="replace")

    def await_ready(self) -> None:
        """Until it says that it runs. Fails with what it said instead."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while "Running. Ctrl-C" not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.1)

    def stop(self, sign: signal.Signals) -> int:
        """Send a signal; the exit status."""
        self.process.send_signal(sign)
        return self.process.wait(PATIENCE_SECONDS)

    def end(self) -> None:
        """Whatever happened, it is over."""
        if self.process.poll() is None:
            self.stop(signal.SIGTERM)


def of(checkout: Path) -> list[str]:
    """The command lines of all processes that work in this checkout."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            here = (folder / "cwd").readlink().is_relative_to(checkout)
        except OSError:
            continue
        if here and (words := command_of(int(folder.name))):
            found.append(words)
    return found


def test_it_starts_refuses_a_second_of_its_folder_answers_and_ctrl_c_stops_everything(
    start: Callable[..., Running], checkout: Path
) -> None:
    portal = start()
    portal.await_ready()

    second = start()
    refused = second.process.wait(PATIENCE_SECONDS)
    with urllib.request.urlopen(f"http://127.0.0.1:{portal.port}/healthz", timeout=10) as answer:
        body = answer.read()
    status = portal.stop(signal.SIGINT)

    assert refused == 1
    assert "already runs from this folder" in second.said
    assert body == b"ok\n"
    assert f"http://127.0.0.1:{portal.port}" in portal.said
    assert status == 0
    assert "Stopped" in portal.said
    assert of(checkout) == []


def test_after_a_kill_the_next_start_clears_up_and_runs_on_the_same_port(start: Callable[..., Running], checkout: Path) -> None:
    killed = start()
    killed.await_ready()
    killed.stop(signal.SIGKILL)
    orphans = of(checkout)

    following = start(PORT=str(killed.port))
    following.await_ready()

    assert orphans != []
    assert "that an earlier run had left" in following.said
    assert following.stop(signal.SIGTERM) == 0
    assert of(checkout) == []


def test_a_busy_port_is_named_with_the_way_out(start: Callable[..., Running], checkout: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        portal = start(PORT=str(port))
        status = portal.process.wait(PATIENCE_SECONDS)

    assert status == 1
    assert f"Port {port} is in use by another program. Choose another: make demo PORT={port + 1}" in portal.said
    assert "Traceback" not in portal.said
    assert of(checkout) == []


def test_when_a_part_dies_the_whole_ends_and_says_which(start: Callable[..., Running], checkout: Path) -> None:
    portal = start()
    portal.await_ready()
    worker = int((checkout / "var" / "demo" / "worker.pid").read_text().split()[0])

    os.kill(worker, signal.SIGKILL)

    assert portal.process.wait(PATIENCE_SECONDS) == 1
    assert "The worker process ended" in portal.said
    assert of(checkout) == []


def test_a_port_that_is_no_number_is_refused_in_words(checkout: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "portal"],
        cwd=checkout,
        env={name: value for name, value in os.environ.items() if name != "ENVIRONMENT"}
        | {"PORT": "eight", "ENVIRONMENT": "development"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert 'PORT is "eight"; it must be a number from 1 to 65535.' in done.stderr
