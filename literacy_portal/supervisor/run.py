"""The life of a running portal, from the first line in the terminal to the last."""

import contextlib
import fcntl
import json
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from django.conf import settings

from literacy_portal.supervisor import children
from literacy_portal.supervisor.accounts import accounts
from literacy_portal.supervisor.prepare import prepare
from literacy_portal.supervisor.say import PortalError, say

HOST = "127.0.0.1"
READY_SECONDS = 60
HIGHEST_PORT = 65535


class Supervisor:
    """Prepares, starts, watches and stops."""

    def __init__(self) -> None:
        self._notes = settings.BASE_DIR / "var" / "demo"
        self._notes.mkdir(parents=True, exist_ok=True)
        self._port = _port()
        self._children: list[children.Child] = []

    def run(self) -> None:
        """Until Ctrl-C, SIGTERM, or the end of a child. Raises PortalError."""
        # Both: a shell starts a job in the background with Ctrl-C ignored, and this would inherit that.
        signal.signal(signal.SIGINT, _interrupt)
        signal.signal(signal.SIGTERM, _interrupt)
        with _alone(self._notes):
            try:
                self._make_room()
                prepare()
                self._start()
                self._watch()
            except KeyboardInterrupt:
                say("Stopping")
            finally:
                # A second Ctrl-C must not leave half of it running.
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                children.stop(self._children, self._notes)
        say("Stopped")

    def _make_room(self) -> None:
        for name in children.end_orphans(self._notes):
            say(f"Ended a {name} process that an earlier run had left")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, self._port))
            except OSError as error:
                raise PortalError(
                    f"Port {self._port} is in use by another program. Choose another: make demo PORT={self._port + 1}"
                ) from error

    def _start(self) -> None:
        say("Starting the web server and the worker")
        web = ["literacy_portal.wsgi", "--config", "python:literacy_portal.webserver", "--bind", f"{HOST}:{self._port}"]
        self._children.append(children.start("web", "gunicorn", *web, notes=self._notes))
        clock = ["--beat", "--schedule", str(self._notes / "beat-schedule")]
        worker = [
            "--quiet",
            "--app",
            "literacy_portal",
            "worker",
            "--concurrency",
            "2",
            "--loglevel",
            "WARNING",
            "--without-gossip",
            "--without-mingle",
            *clock,
        ]
        self._children.append(children.start("worker", "celery", *worker, notes=self._notes))
        self._await_ready()
        print(accounts(f"http://{HOST}:{self._port}"), flush=True)
        say("Running. Ctrl-C stops everything; the data stay for the next time.")

    def _await_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        state = "no answer"
        while time.monotonic() < deadline:
            self._complain_of_the_dead()
            state = _readiness(self._port)
            if state == "ready":
                return
            time.sleep(0.2)
        raise PortalError(f"The portal did not become ready in {READY_SECONDS} seconds: {state}")

    def _watch(self) -> NoReturn:
        while True:
            self._complain_of_the_dead()
            time.sleep(0.5)

    def _complain_of_the_dead(self) -> None:
        for child in self._children:
            if child.ended:
                raise PortalError(
                    f"The {child.name} process ended (status {child.process.returncode}); its last lines above say why."
                )


def _port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdigit() or not 0 < int(text) <= HIGHEST_PORT:
        raise PortalError(f'PORT is "{text}"; it must be a number from 1 to {HIGHEST_PORT}.')
    return int(text)


def _interrupt(signum: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _readiness(port: int) -> str:
    """What /readyz says; "ready" when it is."""
    try:
        with contextlib.closing(urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=5)) as answer:
            return "ready" if json.load(answer)["ready"] else "not ready"
    except urllib.error.HTTPError as error:
        return error.read().decode(errors="replace")
    except (OSError, ValueError) as error:
        return str(error)


@contextlib.contextmanager
def _alone(notes: Path) -> Iterator[None]:
    """One portal per checkout: two would run two clocks on one database."""
    with (notes / "portal.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PortalError("The portal already runs from this folder, in another terminal.") from error
        yield
