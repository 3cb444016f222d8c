"""Stale marks: that a village's figures no longer hold, noted in the transaction that changed it."""

import logging
import time
from collections.abc import Iterable
from datetime import date

from django.core.cache import cache
from django.db import connection, transaction

from communes.models import Village
from indicators.models import Arrival, CountingDay, Stale

logger = logging.getLogger(__name__)

_LOOKED_AT, _LOOK_SECONDS, _MOST_LOOKED_AT = "indicators.looked_at", 60, 200


def mark_stale(*, villages: Iterable[str], since: date) -> None:
    """Appends a mark to each village (codes), from the earliest day touched. Waits for nobody.

    The marks are the whole message: they live and die with the caller's transaction.
    """
    Stale.objects.bulk_create([Stale(village_id=code, since=since) for code in sorted(set(villages))], batch_size=2000)


_LOOK_AGAIN = """
    WITH writer AS MATERIALIZED (
        SELECT l.transactionid::text AS number
        FROM pg_locks l JOIN pg_stat_activity a USING (pid)
        WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted
            AND a.datname = current_database() AND pid <> pg_backend_pid() AND a.backend_type IS DISTINCT FROM 'autovacuum worker'
    ),
    seen AS MATERIALIZED (SELECT id, writers FROM indicators_arrival FOR UPDATE SKIP LOCKED),
    waiting AS MATERIALIZED (
        SELECT id, (
            SELECT COALESCE(jsonb_agg(number), '[]') FROM writer WHERE seen.writers IS NULL OR seen.writers ? number
        ) AS writers
        FROM seen
    ),
    kept AS (
        UPDATE indicators_arrival a SET writers = w.writers FROM waiting w WHERE a.id = w.id AND w.writers <> '[]'
    ),
    settled AS (
        DELETE FROM indicators_arrival a USING waiting w WHERE a.id = w.id AND w.writers = '[]' RETURNING a.village_id, a.since
    )
    INSERT INTO indicators_stale (village_id, since, marked_at)
    SELECT village_id, min(since), now() FROM settled GROUP BY village_id
"""


def look_again() -> None:
    """Marks villages again to which somebody came, once every transaction has ended that may have written about them meanwhile.

    Who writes about a person cannot see where a roster that is not committed yet puts them; and the roster's own mark may be
    counted before that news is. Waits for nobody.
    """
    if Arrival.objects.exists():
        with connection.cursor() as cursor:
            cursor.execute(_LOOK_AGAIN)


@transaction.atomic
def begin_day(*, day: date) -> bool:
    """Marks every village for a new day: birthdays, poverty classes of the year, moves, teams that fell silent.

    Once a day, however often it is called; False when the day has begun already. Days that were slept through
    were not counted, so the marks reach back to the last day that began.
    """
    last = CountingDay.objects.order_by("-day").values_list("day", flat=True).first()
    if last is not None and last >= day:
        return False
    _begun, is_new = CountingDay.objects.get_or_create(day=day)
    if is_new:
        slept = last is not None and (day - last).days > 1
        mark_stale(villages=Village.objects.values_list("code", flat=True), since=last if slept and last else day)
    return is_new


def look_at(place: str) -> None:
    """Says that somebody is looking at a place (code): for a minute its villages are recounted before others.

    No more than a hint: two who leave one at the same moment may lose one, and without Redis there is none.
    """
    now = time.time()
    try:
        seen = {code: until for code, until in cache.get(_LOOKED_AT, {}).items() if until > now}
        newest = sorted([*seen.items(), (place, now + _LOOK_SECONDS)], key=lambda one: one[1])[-_MOST_LOOKED_AT:]
        cache.set(_LOOKED_AT, dict(newest), _LOOK_SECONDS)
    except Exception as error:  # noqa: BLE001 -- whatever the cache raises, a page must not fail for a hint
        logger.warning("hint_not_left", extra={"reason": type(error).__name__})


def looked_at() -> list[str]:
    """The places (codes) that somebody has looked at within the last minute."""
    try:
        return [code for code, until in cache.get(_LOOKED_AT, {}).items() if until > time.time()]
    except Exception as error:  # noqa: BLE001 -- as above
        logger.warning("hint_not_read", extra={"reason": type(error).__name__})
        return []
