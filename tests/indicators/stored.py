"""Figures written as the worker leaves them behind, for tests that do not count them: with the edition that tells of them."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import timezone

from indicators.models import Edition, Measurement
from literacy_portal.kit.ids import new_id


def store(place: str, indicator: str, counts: Mapping[date, tuple[int, int]], groups: Iterable[str] = ("all",)) -> None:
    Measurement.objects.bulk_create(
        Measurement(place=place, indicator=indicator, group=group, day=day, counted=counted, out_of=out_of)
        for day, (counted, out_of) in counts.items()
        for group in groups
    )
    Edition.objects.update_or_create(place=place, defaults={"version": new_id(), "changed_at": timezone.now()})
