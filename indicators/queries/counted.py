"""Whether the figures know of what somebody sent."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from indicators.models import Arrival, Stale
from sessions.queries.fates import Fate


def stale_since(villages: Collection[str]) -> dict[str, date]:
    """The first day on which figures of each village may not hold; villages whose figures hold are absent. Two queries."""
    since: dict[str, date] = defaultdict(lambda: date.max)
    for model in (Stale, Arrival):
        for village, day in model.objects.filter(village__in=villages).order_by().values_list("village_id", "since"):
            since[village] = min(since[village], day)
    return dict(since)


def is_counted(fate: Fate, stale: dict[str, date]) -> bool:
    """Whether something recorded is in the figures: no mark of its villages reaches back to its day."""
    return fate.day is not None and all(stale.get(village, date.max) > fate.day for village in fate.villages)
