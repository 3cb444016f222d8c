"""Product beside oracle: what is stored as of a day, what the oracle counts from the same rows, what differs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from unittest.mock import patch

from django.db import transaction

from indicators.models import Measurement
from tests.oracle.oracle import Count, Figures, Key, count
from tests.oracle.reading import read_tables

NOBODY = Count(0, 0)


def stored_on(day: date) -> Figures:
    """The value on D of every figure: that of the latest stored row with day ≤ D."""
    rows = Measurement.objects.filter(day__lte=day).order_by("day")
    columns = ("place", "indicator", "group", "counted", "out_of")
    return {
        Key(place, indicator, group): Count(counted, out_of)
        for place, indicator, group, counted, out_of in rows.values_list(*columns)
    }


def differences(day: date, indicators: set[str]) -> list[str]:
    """Every figure of the indicators in which product and oracle differ, one line each; no row means 0 out of 0."""
    stored, counted = stored_on(day), count(read_tables(), day)
    asked = {key for key in counted if key.indicator in indicators}
    return _compared(day, asked | stored.keys(), stored, counted)


def false_memories(days: Iterable[date]) -> list[str]:
    """Every stored figure that speaks for one of these past days and says what was not so; no row says nothing."""
    lines: list[str] = []
    for day in days:
        stored = stored_on(day)
        lines += _compared(day, stored.keys(), stored, count(read_tables(), day))
    return lines


def _compared(day: date, keys: Iterable[Key], stored: Figures, counted: Figures) -> list[str]:
    return [
        f"{day} {key.place} {key.indicator} {key.group}: "
        f"stored {_text(stored.get(key, NOBODY))}, oracle {_text(counted.get(key, NOBODY))}"
        for key in sorted(keys)
        if stored.get(key, NOBODY) != counted.get(key, NOBODY)
    ]


def _text(value: Count) -> str:
    return f"{value.counted}/{value.out_of}"


@contextmanager
def world_of_its_own(moment: datetime) -> Iterator[None]:
    """The clock stands at the moment, and whatever is written is undone.

    A bare savepoint, not `atomic`: the product's own outermost transactions behave as in a request.
    """
    start = transaction.savepoint()
    try:
        with patch("django.utils.timezone.now", return_value=moment):
            yield
    finally:
        transaction.savepoint_rollback(start)
