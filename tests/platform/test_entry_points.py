"""What the containers run, run here as they would: production's settings, an empty database, docker/entrypoint."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from literacy_portal.embedded import ROOT
from tests.journey import collect_static
from tests.platform.check import PRODUCTION
from tests.platform.test_embedded import Holder

START_SECONDS = 60


class Answer(NamedTuple):
    """What came back for one request."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a container, on servers of its own."""
    collect_static()
    folder = tmp_path_factory.mktemp("containers")
    holder = Holder(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    kept = {name: os.environ[name] for name in ("HOME", "STATIC_ROOT") if name in os.environ}
    yield (
        kept
        | PRODUCTION
        | {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "DATABASE_URL": holder.database_url,
            "REDIS_URL": holder.redis_url,
            "BEAT_SCHEDULE": str(folder / "beat-schedule"),
            "PORT": port,
            "WORKER_PROCESSES": "1",
        }
    )
    holder.leave()


def run(environment: dict[str, str], *command: str) -> int:
    """One command to its end; its exit status."""
    return subprocess.run(command, cwd=ROOT, env=environment, timeout=180, check=False).returncode


def until(probe: str, environment: dict[str, str]) -> bool:
    """Whether the part's own health check says yes in time."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if run(environment, "python", "-m", "literacy_portal.probe", probe) == 0:
            return True
        time.sleep(0.5)
    return False


def get(environment: dict[str, str], path: str, **headers: str) -> Answer:
    """A request as the proxy passes it on, or with `headers` as it must not be."""
    connection = http.client.HTTPConnection("127.0.0.1", int(environment["PORT"]), timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", path, headers={"Host": "portal.example.vn"} | headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())


def test_the_four_parts_run_as_the_containers_run_them(environment: dict[str, str]) -> None:
    migrated = [run(environment, "docker/entrypoint", "migrate") for _ in range(2)]
    parts = {name: subprocess.Popen(["docker/entrypoint", name], cwd=ROOT, env=environment) for name in ("web", "worker", "beat")}
    try:
        healthy = {name: until(name, environment) for name in parts}
        ready = get(environment, "/readyz")
        state = json.loads(ready.body)
        plain = get(environment, "/vn/")
        secure = get(environment, "/accounts/login/", **{"X-Forwarded-Proto": "https"})
    finally:
        for part in parts.values():
            part.send_signal(signal.SIGTERM)
        ended = {name: part.wait(30) for name, part in parts.items()}

    assert migrated == [0, 0]
    assert healthy == {"web": True, "worker": True, "beat": True}
    assert (ready.status, state.pop("oldest_stale_seconds", "absent")) == (200, None)
    assert state == {"database": "ok", "migrations": "ok", "cache": "ok", "broker": "ok", "ready": True}
    assert (plain.status, plain.headers["Location"]) == (301, "https://portal.example.vn/vn/")
    assert secure.status == 200
    assert secure.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert "default-src 'none'" in secure.headers["Content-Security-Policy"]
    assert "unsafe" not in secure.headers["Content-Security-Policy"]
    cookies = secure.headers.get_all("Set-Cookie", [])
    assert [cookie.split("=")[0] for cookie in cookies if not cookie.startswith("__Host-")] == []
    assert [cookie for cookie in cookies if "Secure" not in cookie or "HttpOnly" not in cookie or "SameSite" not in cookie] == []
    assert ended == {"web": 0, "worker": 0, "beat": 0}
