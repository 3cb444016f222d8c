"""The worker's side: a village is recounted, never incremented.

A batch of stale villages is one transaction: hold the villages, note the marks, recount, store what differs,
add the difference to the levels above, delete exactly the marks noted. Killed anywhere, nothing of it happened.

Why no two workers can spoil each other: a village is held by its row (`FOR NO KEY UPDATE SKIP LOCKED`, which
neither waits for nor hinders those who add households to it), so what is stored of it stands still between the
recount and the difference; the levels above are touched by one transaction at a time, behind one advisory lock
that is taken last. Marks are read before the recount's snapshot, so whatever they announce is in it; a mark
that comes later stays for the next batch.
"""

import logging
import time
from collections import defaultdict
from datetime import date

from django.db import IntegrityError, transaction

from communes.models import Village
from indicators.actions.ledger import Change, add_to_levels_above, hold_sums, rewrite_sums, rewrite_villages
from indicators.actions.marking import begin_day, mark_stale, villages_with_people
from indicators.actions.statistics import refresh_statistics
from indicators.models import Headcount, Measurement, Stale
from indicators.queries.days import counting_day
from indicators.queries.levels import containers
from indicators.statement.ledgers import LEDGERS, Ledger
from literacy_portal.kit.periods import today

logger = logging.getLogger(__name__)

BATCH = 100
"""Villages in one transaction: enough to share the work of a statement, few enough to be heard of within a second."""

REBUILD_BATCH = 600
"""When so many wait or more, they are read by scanning tables rather than village by village."""


def drain(*, seconds: float | None = None) -> int:
    """Recounts stale villages until none is left that another worker does not hold. Returns how many were recounted.

    With `seconds`, begins no further batch after that time.
    """
    begin_day(day=today())
    started, recounted = time.monotonic(), 0
    while seconds is None or time.monotonic() - started < seconds:
        done = drain_batch(limit=_batch_size())
        if done is None:
            break
        recounted += done
    return recounted


def _batch_size() -> int:
    waiting = Stale.objects.values("village").distinct()[:REBUILD_BATCH].count()
    return REBUILD_BATCH if waiting >= REBUILD_BATCH else BATCH


@transaction.atomic
def drain_batch(*, limit: int = BATCH) -> int | None:
    """Recounts up to `limit` stale villages in one transaction. Returns how many; None when there is nothing to take."""
    held = _hold_stale_villages(limit)
    if not held:
        return None
    marks, since = _marks_of(held)
    day = counting_day()
    changes = [(ledger, rewrite_villages(ledger, since, day)) for ledger in LEDGERS] if since else []
    if any(changed for _ledger, changed in changes):
        hold_sums()
        for ledger, changed in changes:
            _add_up(ledger, changed, day)
    Stale.objects.filter(pk__in=marks).delete()
    return len(since)


def _add_up(ledger: Ledger, changes: list[Change], day: date) -> None:
    """Adds the changes above; where that is impossible because what stands there is wrong, the sums are made anew."""
    try:
        with transaction.atomic():
            add_to_levels_above(ledger, changes, day)
    except IntegrityError:
        logger.warning("sums_made_anew", extra={"ledger": ledger.table})
        rewrite_sums(ledger, containers(commune for commune, *_rest in changes), day)


def _hold_stale_villages(limit: int) -> list[str]:
    """Codes of stale villages that no other worker holds, held until the end of the transaction."""
    stale = Village.objects.filter(code__in=Stale.objects.values("village")).order_by("code")
    return list(stale.select_for_update(skip_locked=True, no_key=True).values_list("code", flat=True)[:limit])


def _marks_of(villages: list[str]) -> tuple[list[int], dict[str, date]]:
    """The marks of the villages held, and by village the earliest day touched.

    A village whose marks another worker has just deleted is not in the second: it is up to date.
    """
    marks, since = [], defaultdict[str, date](lambda: date.max)
    for pk, village, day in Stale.objects.filter(village__in=villages).values_list("pk", "village", "since"):
        marks.append(pk)
        since[village] = min(since[village], day)
    return marks, dict(since)


def rebuild() -> int:
    """Recounts every village that has people or stored figures, now, in this process. Returns how many.

    For a fresh load that sent no news (demo data, a restore). Readers see each batch whole.
    """
    refresh_statistics()
    day = today()
    begin_day(day=day)
    mark_stale(villages={*villages_with_people(), *villages_with_figures()}, since=day)
    return drain()


def villages_with_figures() -> set[str]:
    """The codes of the villages of which something is stored."""
    codes: set[str] = set()
    for model in (Measurement, Headcount):
        codes |= set(model.objects.filter(place__regex=r"^\d{8}$").order_by().values_list("place", flat=True).distinct())
    return codes
