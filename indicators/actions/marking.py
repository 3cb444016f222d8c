"""Stale marks: that a village's figures no longer hold, noted in the transaction that changed it."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from communes.models import Village
from indicators.models import CountingDay, Stale


def mark_stale(*, villages: Iterable[str], since: date) -> None:
    """Appends a mark to each village (codes), from the earliest day touched. Waits for nobody.

    The marks are the whole message: they live and die with the caller's transaction.
    """
    Stale.objects.bulk_create([Stale(village_id=code, since=since) for code in sorted(set(villages))], batch_size=2000)


@transaction.atomic
def begin_day(*, day: date) -> bool:
    """Marks every village with people for a new day: ages, the poverty class of the year, residences that begin or end.

    Once a day, however often it is called; False when the day has begun already. Days that were slept through
    are not counted, so the marks reach back to the last day that began.
    """
    last = CountingDay.objects.order_by("-day").values_list("day", flat=True).first()
    if last is not None and last >= day:
        return False
    _begun, is_new = CountingDay.objects.get_or_create(day=day)
    if is_new:
        slept = last is not None and (day - last).days > 1
        mark_stale(villages=villages_with_people(), since=last if slept and last else day)
    return is_new


def villages_with_people() -> Iterable[str]:
    """The codes of the villages where anyone lives, has lived or will live."""
    return Village.objects.filter(residences__isnull=False).order_by("code").values_list("code", flat=True).distinct()
