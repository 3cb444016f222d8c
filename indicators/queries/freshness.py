"""Whether the worker keeps up, for whoever watches it."""

from datetime import datetime

from django.db.models import Min

from indicators.models import Stale


def oldest_stale_mark() -> datetime | None:
    """When the oldest change that waits for its recount was made; None when none waits."""
    marked_at: datetime | None = Stale.objects.aggregate(oldest=Min("marked_at"))["oldest"]
    return marked_at
