"""The worker's side: a village is recounted, never incremented.

A batch of stale villages is one transaction: hold the villages, note the marks, recount from the earliest day that a mark
names, store what differs, add the difference to the levels above, delete exactly the marks noted. Killed anywhere, nothing
of it happened.

Why no two workers can spoil each other: a village is held by its row (`FOR NO KEY UPDATE SKIP LOCKED`, which
neither waits for nor hinders those who add households to it), so what is stored of it stands still between the
recount and the difference; the levels above are touched by one transaction at a time, behind one advisory lock
that is taken last. Marks are read before the recount's snapshot, so whatever they announce is in it; a mark
that comes later stays for the next batch. The catalogue is read after the marks: a new definition marks all villages,
so its rows are counted by a worker that knows it.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db import IntegrityError, transaction
from django.db.models import Case, When

from communes.models import Village
from communes.models.places import COUNTRY
from indicators.actions import bulletins
from indicators.actions.editions import never_counted, publish
from indicators.actions.ledger import Rewritten, add_to_levels_above, hold_sums, rewrite_sums, rewrite_villages
from indicators.actions.marking import begin_day, look_again, looked_at, mark_stale
from indicators.actions.statistics import refresh_statistics
from indicators.catalogue import Catalogue, in_force
from indicators.models import MovedBorder, Stale
from indicators.queries.days import counting_day
from indicators.queries.levels import COMMUNE_DIGITS, containers, villages_condition
from indicators.statement.ledgers import LEDGERS, Ledger
from literacy_portal.kit.periods import today

logger = logging.getLogger(__name__)

BATCH = 100
"""Villages in one transaction: enough to share the work of a statement, few enough to be heard of within a second."""

REBUILD_BATCH = 600
"""When so many wait or more, more share a statement: a new day in a province."""

HISTORY_BATCH, HISTORY_DAYS = 50, 31
"""When news reaches back further than these days, fewer: a village's whole history takes as long as thirty of its todays."""


def drain(*, seconds: float | None = None) -> int:
    """Recounts stale villages until none is left that another worker does not hold. Returns how many were recounted.

    With `seconds`, begins no further batch after that time.
    """
    begin_day(day=today())
    bulletins.add_up()
    look_again()
    follow_borders()
    started, recounted = time.monotonic(), 0
    while seconds is None or time.monotonic() - started < seconds:
        done = drain_batch(limit=_batch_size())
        if done is None:
            break
        recounted += done
    return recounted


@transaction.atomic
def follow_borders() -> None:
    """Makes the sums of provinces anew, on all days, whose communes are others than they were. The country's stay as they are."""
    if not MovedBorder.objects.exists():
        return
    hold_sums()
    moved = MovedBorder.objects.values_list("pk", "place")
    marks, provinces = zip(*moved, strict=True) if moved else ((), ())
    catalogue = in_force()
    written = [rewrite_sums(ledger, sorted(set(provinces)), catalogue) for ledger in LEDGERS]
    publish(earliest(written), day=counting_day())
    MovedBorder.objects.filter(pk__in=marks).delete()


def _batch_size() -> int:
    if Stale.objects.filter(since__lt=counting_day() - timedelta(days=HISTORY_DAYS)).exists():
        return HISTORY_BATCH
    waiting = Stale.objects.values("village").distinct()[:REBUILD_BATCH].count()
    return REBUILD_BATCH if waiting >= REBUILD_BATCH else BATCH


@transaction.atomic
def drain_batch(*, limit: int = BATCH) -> int | None:
    """Recounts up to `limit` stale villages in one transaction. Returns how many; None when there is nothing to take."""
    held = _hold_stale_villages(limit)
    if not held:
        return None
    marks, since = _marks_of(held)
    if since:
        _recount(since, day=counting_day())
    Stale.objects.filter(pk__in=marks).delete()
    return len(since)


def _recount(since: Mapping[str, date], *, day: date) -> None:
    """Recounts the villages held (code: earliest day touched), and adds to all above them, up to the day.

    One that was never counted is counted from the first day there is. A day that has not come (the poverty class of next year)
    is counted when it comes: what was touched then holds today's figures as they are.
    """
    catalogue = in_force()
    since = {village: min(first, day) for village, first in since.items()}
    new = dict.fromkeys(never_counted(since), date.min)
    rewritten = [(ledger, rewrite_villages(ledger, {**since, **new}, day, catalogue)) for ledger in LEDGERS]
    changed = {**new, **earliest(one for _ledger, one in rewritten)}
    if changed:
        hold_sums()
        for ledger, one in rewritten:
            _add_up(ledger, one, catalogue)
        publish({**changed, **_above(changed)}, day=day)


def earliest(rewritten: Iterable[Rewritten]) -> dict[str, date]:
    """By place, the first day on which any figure is another than before."""
    first_days: dict[str, date] = {}
    for one in rewritten:
        for place, day in one.first_days.items():
            first_days[place] = min(day, first_days.get(place, day))
    return first_days


def _above(changed: Mapping[str, date]) -> dict[str, date]:
    """The places above the villages, with the first day on which one of theirs changed."""
    by_commune: dict[str, date] = {}
    for village, day in changed.items():
        commune = village[:COMMUNE_DIGITS]
        by_commune[commune] = min(day, by_commune.get(commune, day))
    above = dict.fromkeys(containers(by_commune), min(by_commune.values()))
    return {**above, **by_commune}


def _add_up(ledger: Ledger, rewritten: Rewritten, catalogue: Catalogue) -> None:
    """Adds the changes above; where that is impossible because what stands there is wrong, the sums are made anew."""
    try:
        with transaction.atomic():
            add_to_levels_above(ledger, rewritten.steps)
    except IntegrityError:
        logger.warning("sums_made_anew", extra={"ledger": ledger.table})
        rewrite_sums(ledger, containers(commune for commune, *_rest in rewritten.steps), catalogue)


def _hold_stale_villages(limit: int) -> list[str]:
    """Codes of stale villages that no other worker holds, held until the end of the transaction; first those looked at."""
    stale = Village.objects.filter(code__in=Stale.objects.values("village"))
    near = [villages_condition(place) for place in looked_at() if place != COUNTRY]
    order = [Case(When(reduce(or_, near), then=0), default=1), "code"] if near else ["code"]
    stale = stale.order_by(*order)
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
    """Recounts all days of every village, now, in this process. Returns how many villages.

    For a fresh load that sent no news (demo data, a restore). Readers see each batch whole.
    """
    refresh_statistics()
    begin_day(day=today())
    mark_stale(villages=Village.objects.values_list("code", flat=True), since=date.min)
    return drain()
