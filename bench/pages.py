"""The province's page through gunicorn, against the same server's emptiest page (performance.md C)."""

import gc
import http.client
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from django.conf import settings

from bench import country
from bench.row import Row
from bench.servers import fresh_database
from indicators.actions.recount import rebuild

PAGE, FLOOR = "/vn/66/", "/healthz"
CONNECTIONS = 4
TURNS, SECONDS = 7, 1.5
"""Each is asked for so many times, one after another, with connections of its own: a neighbour's noise falls on all alike."""
WEB_WORKERS = 2
ANEW = 50
UTIME = 11
"""Where the time in the processor stands behind a process's name (proc(5)); that of the system follows."""


def measure(persons: int) -> Iterator[Row]:
    """Warm pages of an analyst at four connections; the client runs on the same cores as the server."""
    with fresh_database("pages") as address:
        country.make(persons)
        rebuild()
        cookie = _analyst()
        with server(address) as port:
            # Packed, as every browser asks for it.
            asked = {"Cookie": cookie, "Accept-Encoding": "gzip"}
            # Once without counting: new processes compile their templates, and the page is made.
            _rate, _p95, tag = _load(port, PAGE, asked)
            (floor, _), (warm, p95), (unchanged, _) = _in_turns(
                port, (FLOOR, {}), (PAGE, asked), (PAGE, asked | {"If-None-Match": tag})
            )
        empty, anew = (_processor(path, cookie) for path in (FLOOR, PAGE))
    goal = {"at_most": False, "unit": "pages/s"}
    yield Row("Province page, warm", "the same server's empty page", warm, floor, 0.25, **goal)  # type: ignore[arg-type]
    yield Row("Province page, unchanged (304)", "the same server's empty page", unchanged, floor, 0.5, **goal)  # type: ignore[arg-type]
    yield Row("Province page, warm: 95 of 100 within", "8 ms", p95 * 1000, 8.0, 1.0, unit="ms", note=f"{CONNECTIONS} connections")
    note = f"Python's and PostgreSQL's; an empty page takes {empty * 1000:.2g} ms"
    yield Row(
        "Province page, made anew: processor beyond an empty page", "5 ms", (anew - empty) * 1000, 5.0, 1.0, unit="ms", note=note
    )


def _processor(path: str, cookie: str) -> float:
    """Seconds of the processor for a page that nothing is kept of, in this process and in its connection's."""
    from django.core.cache import cache
    from django.test import Client

    client = Client(headers={"host": "localhost", "accept-encoding": "gzip"})
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie.partition("=")[2]
    gc.collect()
    gc.freeze()  # as the web server does (literacy_portal.webserver)
    spent = 0.0
    for turn in range(2 * ANEW):
        cache.clear()
        client.get("/accounts/login/")  # the session is in the cache again
        before = _spent()
        if client.get(path).status_code != http.client.OK:
            raise AssertionError(f"{path} did not answer")
        spent += _spent() - before if turn >= ANEW else 0
    return spent / ANEW


def _spent() -> float:
    """Seconds of the processor of this process and of PostgreSQL's for its connection."""
    from django.db import connection

    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(stat[UTIME]) + int(stat[UTIME + 1])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def _analyst() -> str:
    """A session of somebody who may see the province, as the cookie that a browser would send."""
    from django.test import Client

    from accounts.models import User
    from communes.models import Province
    from literacy_portal.kit.periods import today
    from teams.models import Posting

    user = User.objects.create(username="analyst", full_name="analyst")
    Posting.objects.create(user=user, role="province_analyst", province=Province.objects.get(), started_on=today())
    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def server(address: str) -> Iterator[int]:
    """The web server as in production, on the database at this address; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    static = Path(settings.BASE_DIR) / "var" / "bench" / "static"
    static.mkdir(parents=True, exist_ok=True)
    os.environ["STATIC_ROOT"] = settings.STATIC_ROOT = str(static)
    collect = "import django; django.setup(); from literacy_portal.collected import collect; collect()"
    subprocess.run([sys.executable, "-W", "ignore", "-c", collect], check=True)
    command = [sys.executable, "-W", "ignore", "-m", "gunicorn", "literacy_portal.wsgi"]
    command += ["--config", "python:literacy_portal.webserver"]
    environment = os.environ | {"DATABASE_URL": address, "PORT": str(port), "WEB_WORKERS": str(WEB_WORKERS)}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _await(port: int) -> None:
    for _try in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{FLOOR}", timeout=5)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start")


def _in_turns(port: int, *asks: tuple[str, dict[str, str]]) -> list[tuple[float, float]]:
    """Of each the median of pages a second and of the time within which 95 of 100 came."""
    return medians([[_load(port, path, headers)[:2] for path, headers in asks] for _turn in range(TURNS)])


def medians(turns: Sequence[Sequence[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Of each thing that was measured in every turn, the median of both its numbers."""
    return [(median(rate for rate, _p95 in one), median(p95 for _rate, p95 in one)) for one in zip(*turns, strict=True)]


def _load(port: int, path: str, headers: dict[str, str]) -> tuple[float, float, str]:
    """Pages a second, the time within which 95 of 100 came, and the page's tag. Raises when an answer is none."""
    ended = time.monotonic() + SECONDS
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        parts = list(pool.map(lambda _number: _client(port, path, headers, ended), range(CONNECTIONS)))
    times = sorted(taken for part, _tag in parts for taken in part)
    return len(times) / SECONDS, times[int(len(times) * 0.95)], parts[0][1]


def _client(port: int, path: str, headers: dict[str, str], ended: float) -> tuple[list[float], str]:
    times: list[float] = []
    tag = ""
    link = http.client.HTTPConnection("127.0.0.1", port)
    while time.monotonic() < ended:
        started = time.perf_counter()
        link.request("GET", path, headers=headers)
        answer = link.getresponse()
        answer.read()
        times.append(time.perf_counter() - started)
        tag = answer.getheader("ETag", "")
        if answer.status not in (200, 304):
            raise AssertionError(f"{path} answered {answer.status}")
    link.close()
    return times, tag
