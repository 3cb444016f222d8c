"""What a batch tells readers: that the figures of a place are another edition, and that days long over have changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from indicators.models import Edition
from literacy_portal.kit.ids import new_id

_LATE = """
    INSERT INTO indicators_latenews (place, first_day, day, arrived_at)
    SELECT edition.place, news.first_day, %(day)s, %(now)s
    FROM unnest(%(places)s::text[], %(first_days)s::date[]) AS news (place, first_day)
    JOIN indicators_edition edition ON edition.place = news.place
    WHERE news.first_day < %(day)s
    ORDER BY edition.place
    ON CONFLICT (place, day) DO UPDATE SET
        first_day = LEAST(indicators_latenews.first_day, EXCLUDED.first_day), arrived_at = EXCLUDED.arrived_at
"""


def publish(first_days: Mapping[str, date], *, day: date) -> None:
    """Gives places (code: first day that changed) one new edition, and notes the news for days before `day`.

    What never had an edition was never counted: that it is counted now is no news. The caller holds the villages and the sums.
    """
    now, version = timezone.now(), new_id()
    values: dict[str, Any] = {"places": list(first_days), "first_days": list(first_days.values()), "day": day, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(_LATE, values)
    editions = [Edition(place=place, version=version, changed_at=now) for place in sorted(first_days)]
    Edition.objects.bulk_create(
        editions, batch_size=2000, update_conflicts=True, unique_fields=["place"], update_fields=["version", "changed_at"]
    )


def never_counted(villages: Mapping[str, date]) -> set[str]:
    """Those of the villages of which no history is stored yet."""
    return set(villages) - set(Edition.objects.filter(place__in=list(villages)).values_list("place", flat=True))
