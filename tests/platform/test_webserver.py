"""The web server's own ways, with real processes: how connections fall on its workers."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

TURNS, CONNECTIONS = 12, 8
ESTABLISHED = "01"


@pytest.fixture(scope="module")
def server(django_db_setup: None) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Two workers, on a port of their own; no page of theirs asks the database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "literacy_portal.wsgi", "--config", "python:literacy_portal.webserver"]
    environment = os.environ | {"PORT": str(port), "WEB_WORKERS": "2"}
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        _await(lambda: len(workers_of(process.pid)) == 2 and _answers(port))
        yield process, port
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def workers_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as link:
            ask(link)
    except OSError:
        return False
    return True


def ask(link: socket.socket) -> None:
    """An address that no view has, so that nothing behind the server is needed."""
    link.sendall(b"GET /healthz/nothing HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
    assert link.recv(1 << 16).startswith(b"HTTP/1.1 ")


def held_by(pid: int, port: int) -> int:
    """How many connections of the port a process holds (proc(5))."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ours = {line[9] for line in lines if line[3] == ESTABLISHED and int(line[1].rpartition(":")[2], 16) == port}
    found = 0
    for file in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found += str(file.readlink()).removeprefix("socket:[").rstrip("]") in ours
        except FileNotFoundError:
            continue
    return found


def test_connections_fall_on_the_workers_alike(server: tuple[subprocess.Popen[bytes], int]) -> None:
    process, port = server
    workers, more_than_even = workers_of(process.pid), []
    for _turn in range(TURNS):
        links = [_opened(port) for _link in range(CONNECTIONS)]
        more_than_even.append(max(held_by(worker, port) for worker in workers) - CONNECTIONS // 2)
        for link in links:
            link.close()
        _await(lambda: not any(held_by(worker, port) for worker in workers))

    # By chance there would be one or two a turn. A busy machine may wake a worker too late now and then.
    assert sum(more_than_even) <= TURNS / 3, more_than_even


def test_a_worker_that_dies_is_not_waited_for_and_its_successor_takes_its_share(
    server: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, port = server
    dead = workers_of(process.pid)[0]
    os.kill(dead, signal.SIGKILL)
    _await(lambda: dead not in workers_of(process.pid) and len(workers_of(process.pid)) == 2)
    links = [_opened(port) for _link in range(CONNECTIONS)]

    held = [held_by(worker, port) for worker in workers_of(process.pid)]
    for link in links:
        link.close()
    assert sum(held) == CONNECTIONS
    assert min(held) > 0


def _opened(port: int) -> socket.socket:
    link = socket.create_connection(("127.0.0.1", port), timeout=10)
    ask(link)
    return link


def _await(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.02)
