"""The province's page through gunicorn, against the same server's emptiest page (performance.md C)."""

import http.client
import itertools
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from django.conf import settings

from bench import country
from bench.client import CONNECTIONS, Line, load
from bench.row import Row
from bench.servers import fresh_database
from indicators.actions.recount import rebuild

PAGE, FLOOR = "/vn/66/", "/healthz"
TURNS, SECONDS = 7, 1.5
"""Each is asked for so many times, one after another, with connections of its own: a neighbour's noise falls on all alike."""
WEB_WORKERS = 2
ANEW = 100
COMMUNES = 102
"""Of a province, as many as persons suffice for: Đắk Lắk's."""
UTIME = 11
"""Where the time in the processor stands behind a process's name (proc(5)); that of the system follows."""


def measure(persons: int) -> Iterator[Row]:
    """Warm pages of an analyst at four connections; the client runs on the same cores as the server."""
    with fresh_database("pages") as address:
        villages = persons // (country.HOUSEHOLD * country.VILLAGE)
        country.make(persons, in_commune=max(1, villages // COMMUNES))
        rebuild()
        cookie = _analyst()
        with server(address) as port:
            # Packed, as every browser asks for it.
            asked = {"Cookie": cookie, "Accept-Encoding": "gzip"}
            # Once without counting: new processes compile their templates, and the page is made.
            page, empty_page = Line(port, PAGE, asked), Line(port, FLOOR, {})
            load(page, SECONDS)
            same = Line(port, PAGE, asked | {"If-None-Match": page.once().header("etag")})
            turns = [[load(line, SECONDS) for line in (empty_page, page, same)] for _turn in range(TURNS)]
            (floor, floor_p95), (warm, p95), (unchanged, _) = medians(turns)
        empty, anew, asked_for = _processor(cookie)
    goal = {"at_most": False, "unit": "pages/s"}
    yield Row("Province page, warm", "the same server's empty page", warm, floor, 0.25, **goal)  # type: ignore[arg-type]
    yield Row("Province page, unchanged (304)", "the same server's empty page", unchanged, floor, 0.5, **goal)  # type: ignore[arg-type]
    name, note = "Province page, warm: 95 of 100 within", f"{CONNECTIONS} connections"
    yield Row(name, "8 ms", p95 * 1000, 8.0, 1.0, unit="ms", note=note)
    # The 8 ms were set where an empty page came within 1.5 ms, the 5 ms below where it took 0.38 of processor (performance.md C).
    yield Row(name, "the same server's empty page", p95 * 1000, floor_p95 * 1000, 5.3, unit="ms", note=note)
    note = f"PostgreSQL's beside it: {asked_for * 1000:.2g} ms"
    beyond = "Province page, made anew: the web worker's processor beyond an empty page"
    yield Row(beyond, "5 ms", (anew - empty) * 1000, 5.0, 1.0, unit="ms", note=note)
    yield Row(beyond, "the same server's empty page", (anew - empty) * 1000, empty * 1000, 13.0, unit="ms")


def _processor(cookie: str) -> tuple[float, float, float]:
    """Seconds of this process's processor for an empty page and for the province's after news, and PostgreSQL's for the latter.

    The empty page is asked for after each of the others: what the processor has at hand is the same for both.
    """
    from django.test import Client

    from literacy_portal.webserver import seldom_collect

    client = Client(headers={"host": "localhost", "accept-encoding": "gzip"})
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie.partition("=")[2]
    seldom_collect()
    news = _newsroom()
    times: dict[str, list[float]] = {PAGE: [], FLOOR: []}
    theirs = []
    for _turn in range(2 * ANEW):
        news()
        of_postgresql = _of_postgresql()
        for path, taken in times.items():
            before = time.process_time()
            if client.get(path).status_code != http.client.OK:
                raise AssertionError(f"{path} did not answer")
            taken.append(time.process_time() - before)
        theirs.append(_of_postgresql() - of_postgresql)
    empty, anew = (median(times[path][ANEW:]) for path in (FLOOR, PAGE))
    return empty, anew, sum(theirs[ANEW:]) / ANEW


_EVE = """
    CREATE TEMPORARY TABLE eve AS
    SELECT DISTINCT ON (place, indicator, "group") place, indicator, "group", counted, out_of
    FROM indicators_measurement WHERE day < %(today)s ORDER BY place, indicator, "group", day DESC;
    CREATE INDEX ON eve (place);
    INSERT INTO indicators_measurement (place, indicator, "group", day, counted, out_of)
    SELECT place, indicator, "group", %(today)s, counted, out_of FROM eve ON CONFLICT DO NOTHING
"""
_FIGURES = """
    UPDATE indicators_measurement m
    SET counted = least(eve.out_of, eve.counted + %(turn)s * eve.out_of::bigint / 5000), out_of = eve.out_of
    FROM eve
    WHERE eve.place = ANY(%(places)s) AND m.day = %(today)s
        AND (m.place, m.indicator, m."group") = (eve.place, eve.indicator, eve."group")
"""
"""Some more than yesterday, by less than would be remarked as a jump."""


def _newsroom() -> Callable[[], None]:
    """Whoever is called leaves behind what the worker does at worst.

    Every figure of the province and of one commune, another each time, is a new one, and so are their editions.
    """
    from django.db import connection

    from communes.models import Commune
    from literacy_portal.kit.periods import today

    communes = Commune.objects.filter(province="66", villages__isnull=False).order_by("code").distinct()
    codes = list(communes.values_list("code", flat=True))
    turns = itertools.count(1)
    with connection.cursor() as cursor:
        cursor.execute(_EVE, {"today": today()})

    def news() -> None:
        turn = next(turns)
        places = ["66", codes[turn % len(codes)]]
        with connection.cursor() as cursor:
            cursor.execute(_FIGURES, {"today": today(), "places": places, "turn": turn % 1000})
            cursor.execute("UPDATE indicators_edition SET version = gen_random_uuid() WHERE place = ANY(%s)", [places])

    return news


def _of_postgresql() -> float:
    """Seconds of the processor that PostgreSQL took for this process's connection, in ticks of the system."""
    from django.db import connection

    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[UTIME]) + int(stat[UTIME + 1])) / os.sysconf("SC_CLK_TCK")


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


def medians(turns: Sequence[Sequence[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Of each thing that was measured in every turn, the median of both its numbers."""
    return [(median(rate for rate, _p95 in one), median(p95 for _rate, p95 in one)) for one in zip(*turns, strict=True)]
