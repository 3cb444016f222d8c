"""From a visit to its figures: what one costs, whatever the size; what an evening costs; what writers pay (performance.md B)."""

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from bench import country
from bench.row import Row, seconds
from bench.servers import fresh_database
from communes.models import Commune, Village
from indicators.actions.recount import drain, rebuild
from indicators.models import Stale
from indicators.queries import oldest_stale_mark

EVENING = 1_000
"""Visits of one commune that wait together."""
CLIENTS = 8
WRITING_SECONDS = 6.0
STARTING_SECONDS = 12.0
"""Until all clients are there: they begin together."""
NIGHT_SECONDS = 45.0
NIGHT_RATE = 50_000 / 7_200
"""Visits a second when 50,000 arrive in two hours."""
TRIES = 15


def measure(persons: int) -> Iterator[Row]:
    """Two countries, one ten times the other; then a busy evening in the smaller."""
    with fresh_database("large"):
        large = _one_visit(persons * 10)
    with fresh_database("small") as address:
        small = _one_visit(persons)
        yield from _whatever_the_size(small, large)
        yield from _an_evening(small.rebuild)
        yield from _write_path(address)
        yield _campaign_night(address)


class _Cost:
    """Of one visit's figures: rows read by the database, and seconds."""

    def __init__(self, rows: float, taken: float, rebuilt: float) -> None:
        self.rows, self.seconds, self.rebuild = rows, taken, rebuilt


def _one_visit(persons: int) -> _Cost:
    country.make(persons)
    rebuilt = seconds(rebuild)
    village = Village.objects.order_by("code").first()
    assert village
    times, rows = [], []
    for number in range(TRIES):
        write_visits(1, [village.code], salt=number)
        before = _rows_read()
        times.append(seconds(drain))
        rows.append(_rows_read() - before)
    return _Cost(sorted(rows)[TRIES // 2], sorted(times)[TRIES // 2], rebuilt)


def _whatever_the_size(small: _Cost, large: _Cost) -> Iterator[Row]:
    name = "One visit to its figures, ten times the people"
    yield Row(name, "the smaller country, rows read", large.rows, small.rows, 1.1, unit="rows")
    yield Row(name, "the smaller country, time", large.seconds, small.seconds, 1.5, note="the goal for time: within noise")


def _an_evening(rebuilt: float) -> Iterator[Row]:
    commune = Commune.objects.order_by("code").first()
    villages = list(Village.objects.filter(commune=commune).values_list("code", flat=True))
    write_visits(EVENING, villages, salt=100)
    taken = seconds(drain)
    name = f"{EVENING} visits of one commune, recounted"
    each = taken / EVENING * 1000
    yield Row(f"{name}, per visit", "0.1 ms", each, 0.1, 1.0, unit="ms", note=f"{len(villages)} villages")
    many = rebuilt * EVENING
    yield Row(name, "a full recount per visit", taken, many, 25_000, at_most=False, times_faster=True)


def _write_path(address: str) -> Iterator[Row]:
    without = _written(address, marks=False)
    marked = _written(address, marks=True)
    Stale.objects.all().delete()
    note = f"{CLIENTS} clients, {WRITING_SECONDS:g} s each way"
    yield Row(
        "Visits written with figures on",
        "the same without marks",
        marked,
        without,
        0.75,
        at_most=False,
        unit="visits/s",
        note=note,
    )


def _written(address: str, *, marks: bool) -> float:
    """Visits a second of several processes that record as the web server does."""
    with connection.cursor() as cursor:
        for table in ("coaching_visit", "coaching_outcome"):
            cursor.execute(f"ALTER TABLE {table} {'ENABLE' if marks else 'DISABLE'} TRIGGER USER")
    start = time.time() + STARTING_SECONDS
    writers = [_writer(address, number, WRITING_SECONDS, start=start, rings=marks) for number in range(CLIENTS)]
    return sum(int(writer.communicate()[0]) for writer in writers) / WRITING_SECONDS


def _writer(
    address: str, number: int, lasting: float, *, rate: float = 0.0, rings: bool = True, start: float = 0.0
) -> "subprocess.Popen[str]":
    words = [sys.executable, "-W", "ignore", "-m", "bench.writer"]
    words += [str(word) for word in (number, lasting, rate, int(rings), start)]
    return subprocess.Popen(words, env=os.environ | {"DATABASE_URL": address}, stdout=subprocess.PIPE, text=True)


def _campaign_night(address: str) -> Row:
    """Visits come at the peak's rate; a worker drains as it is rung; and this is how old the oldest mark got."""
    drain()
    ended = threading.Event()
    worker = threading.Thread(target=_drain_until, args=(ended,))
    worker.start()
    writers = [_writer(address, 50 + number, NIGHT_SECONDS, rate=NIGHT_RATE / 2) for number in range(2)]
    oldest = 0.0
    while any(writer.poll() is None for writer in writers):
        if waits := oldest_stale_mark():
            oldest = max(oldest, (timezone.now() - waits) / timedelta(seconds=1))
        time.sleep(0.2)
    ended.set()
    worker.join()
    written = sum(int(writer.communicate()[0]) for writer in writers)
    note = f"{written} visits in {NIGHT_SECONDS:g} s, the rate of 50,000 in two hours; writers and worker on the same cores"
    return Row("Campaign night: the oldest figure that waits", "a minute", oldest, 60.0, 1.0, note=note)


def _drain_until(ended: threading.Event) -> None:
    while not ended.is_set():
        if not drain():
            time.sleep(0.1)
    connection.close()


def write_visits(number: int, villages: list[str], *, salt: int) -> None:
    """So many visits with three outcomes each, today, spread over the villages, with their marks."""
    dice = random.Random(salt)  # noqa: S311 -- any visits will do
    with connection.cursor() as cursor:
        cursor.execute(_NEW_VISITS, {"number": number, "villages": villages, "seed": dice.random()})
    if not Stale.objects.exists():
        raise AssertionError("raw SQL escaped the marks")


_NEW_VISITS = """
    SELECT setseed(%(seed)s);
    WITH home AS (
        SELECT h.id, h.village_id, row_number() OVER (ORDER BY random()) AS n
        FROM communes_household h WHERE h.village_id = ANY(%(villages)s)
    ), visit AS (
        INSERT INTO coaching_visit (id, household_id, village_id, visited_on, result, setting, language, minutes, note,
            recorded_by_id, received_at, content_hash)
        SELECT gen_random_uuid(), home.id, village_id, now()::date, 'met', 'home', 'vie', 20, '',
            (SELECT min(id) FROM accounts_user), now(), ''
        FROM home WHERE n <= %(number)s RETURNING *
    )
    INSERT INTO coaching_outcome
        (id, resident_id, skill_id, level, observed_on, mode, source, visit_id, recorded_by_id, received_at)
    SELECT gen_random_uuid(), r.resident_id, s.skill, 3, v.visited_on, 'own_phone', 'visit', v.id, v.recorded_by_id, v.received_at
    FROM visit v JOIN LATERAL (
        SELECT resident_id FROM communes_residence WHERE household_id = v.household_id ORDER BY resident_id LIMIT 1
    ) r ON true CROSS JOIN (VALUES ('device_use'), ('cashless_payment'), ('online_safety')) AS s (skill);
"""


def _rows_read() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_user_tables")
        return int(cursor.fetchone()[0])
