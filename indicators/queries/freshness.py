"""How far the stored figures may be trusted now: the honesty line."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min
from django.utils import timezone

from indicators.models import CountingDay, Recount, Stale
from indicators.queries.levels import stale_condition


@dataclass(frozen=True, slots=True)
class Freshness:
    """`counted_at`: everything that arrived before is in the figures; None before the first count.

    `waiting`: villages of the place that wait to be recounted. `checked_at` and `difference`: when all was last
    recounted beside, and how many figures were found different (and repaired).
    """

    counted_at: datetime | None
    waiting: int
    checked_at: datetime | None
    difference: int


def oldest_stale_mark() -> datetime | None:
    """When the oldest change that waits for its recount was made; None when none waits."""
    marked_at: datetime | None = Stale.objects.aggregate(oldest=Min("marked_at"))["oldest"]
    return marked_at


def freshness_of(place: str) -> Freshness:
    """The freshness of a place's figures, by its code. Three queries."""
    marks = Stale.objects.filter(stale_condition(place)).aggregate(
        oldest=Min("marked_at"), villages=Count("village", distinct=True)
    )
    has_counted = CountingDay.objects.exists()
    checked = (
        Recount.objects.filter(finished_at__isnull=False)
        .order_by("-finished_at")
        .values_list("finished_at", "differences")
        .first()
    )
    checked_at, difference = checked or (None, 0)
    # Marks are written with the change itself: where none waits, nothing that has arrived is missing.
    counted_at = (marks["oldest"] or timezone.now()) if has_counted else None
    return Freshness(counted_at, marks["villages"], checked_at, difference)
