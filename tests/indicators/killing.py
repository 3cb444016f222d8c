"""Real processes to be killed: workers, neighbours who write, a broker of their own. Nothing of it may survive a test."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.db import connection

from literacy_portal.embedded.valkey import binary

START_SECONDS = 60.0

NEIGHBOUR = """
import json, sys, time
import django; django.setup()
from datetime import date
from uuid import UUID
from django.db import DatabaseError, InterfaceError, connection
from accounts.models import User
from communes.models import Household
from indicators.tasks import sweep
from sessions.actions.visits import record_visit
from sessions.drafts import Observation, VisitDraft

def send(told):
    draft = VisitDraft(
        id=UUID(told["id"]), visited_on=date.fromisoformat(told["day"]), result="met",
        people=frozenset(map(UUID, told["people"])),
        observations=tuple(Observation(skill, level, resident=UUID(who)) for who, skill, level in told["seen"]),
    )
    home = Household.objects.get(pk=told["household"])
    record_visit(by=User.objects.get(username=told["by"]), household=home, draft=draft)

print("ready", flush=True)
rung = 0.0
for line in sys.stdin:
    told = json.loads(line)
    while True:
        try:
            send(told)
            break
        except (DatabaseError, InterfaceError):
            # The phone tries again until it is answered.
            connection.close()
            time.sleep(0.05)
    if time.monotonic() - rung > 1:
        # What the clock does in production.
        rung = time.monotonic()
        try:
            sweep.apply_async(retry=False)
        except Exception:
            pass
    time.sleep(told["pause"])
print("done", flush=True)
"""


@dataclass
class Broker:
    """A Valkey on a port of its own, which may be killed and started again. It keeps nothing."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        words = {"port": self.port, "bind": "127.0.0.1", "appendonly": "no", "dir": self.folder}
        command = [str(binary()), *(word for name, value in words.items() for word in (f"--{name}", str(value))), "--save", ""]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            with redis.Redis(port=self.port, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()


@dataclass
class Yard:
    """All processes of a test, on its own database and broker."""

    folder: Path
    broker: Broker
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    neighbours: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        address = settings.DATABASE_URL.rsplit("/", 1)[0] + f"/{connection.settings_dict['NAME']}"
        return os.environ | {
            "DATABASE_URL": address,
            "REDIS_URL": self.broker.url,
            "ENVIRONMENT": "development",
            "DJANGO_SETTINGS_MODULE": "literacy_portal.settings",
        }

    def add_worker(self) -> None:
        """A Celery worker as in production, in one process, so that a kill leaves no child."""
        command = ["celery", "--app", "literacy_portal", "worker", "--pool", "solo", "--loglevel", "WARNING"]
        quiet = ["--without-gossip", "--without-mingle", "--hostname", f"worker{len(self.workers)}-{time.monotonic_ns()}@here"]
        with (self.folder / f"worker{len(self.workers)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *command, *quiet], env=self.environment(), stdout=log, stderr=log, cwd=settings.BASE_DIR
            )
        self.workers.append(process)

    def kill_worker(self, process: subprocess.Popen[bytes]) -> None:
        """As a power cut would."""
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.workers.remove(process)

    def add_neighbour(self, visits: list[dict[str, Any]]) -> None:
        """Someone who sends the visits one after another, and again until each is taken."""
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", NEIGHBOUR],
            env=self.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=settings.BASE_DIR,
        )
        self.neighbours.append(process)
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        process.stdin.write("".join(json.dumps(visit) + "\n" for visit in visits).encode())
        process.stdin.close()

    def neighbours_are_busy(self) -> bool:
        return any(process.poll() is None for process in self.neighbours)

    def end(self) -> None:
        """Ends everything that was started here."""
        for process in [*self.workers, *self.neighbours]:
            process.kill()
            process.wait()
        for process in self.neighbours:
            if process.stdout:
                process.stdout.close()
        self.broker.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
