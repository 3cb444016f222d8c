"""Product beside oracle: what is stored as of every day, what the oracle counts of it from the same rows, what differs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import groupby
from typing import Any
from unittest.mock import patch

from django.db import transaction

from indicators.models import Measurement, VisitHour
from tests.oracle.days import days_of_change
from tests.oracle.oracle import BY_HOUR, NOBODY, Count, Figures, Key, count
from tests.oracle.reading import read_tables

Row = tuple[date, Key, Count]


def stored_rows() -> list[Row]:
    """Every row of figures, by day."""
    columns = ("day", "place", "indicator", "group", "counted", "out_of")
    rows: list[Any] = list(Measurement.objects.values_list(*columns))
    rows += [
        (day, place, BY_HOUR, hour, met, visits)
        for day, place, hour, met, visits in VisitHour.objects.values_list("day", "place", "hour", "met", "visits")
    ]
    rows.sort(key=lambda row: row[0])
    return [(day, Key(*figure), Count(counted, out_of)) for day, *figure, counted, out_of in rows]


def stored_on(day: date) -> Figures:
    """The value on D of every figure: that of the latest stored row with day ≤ D."""
    return {key: value for since, key, value in stored_rows() if since <= day}


def differences(last: date, indicators: set[str]) -> list[str]:
    """Every figure of every day up to the last in which product and oracle differ, and every row that no change asked for.

    One line each; no row means 0 out of 0. Of each figure only the first day that differs is told.
    """
    rows, tables = stored_rows(), read_tables()
    # Between these days neither side changes: what agrees on all of them agrees on every day.
    days = sorted({day for day in days_of_change(tables) | {day for day, _key, _value in rows} | {date.min, last} if day <= last})
    lines: dict[Key, str] = {}
    by_day = {day: list(of_day) for day, of_day in groupby(rows, key=lambda row: row[0])}
    stored: Figures = {}
    for day in days:
        stored |= {key: value for _day, key, value in by_day.get(day, [])}
        stored = {key: value for key, value in stored.items() if value != NOBODY}
        counted = count(tables, day)
        for key in (
            (stored.keys() | {key for key in counted if key.indicator in indicators | {BY_HOUR}}) if stored != counted else ()
        ):
            if stored.get(key, NOBODY) != counted[key]:
                told = f"{day} {_text(key)}: stored {_value(stored.get(key, NOBODY))}, oracle {_value(counted[key])}"
                lines.setdefault(key, told)
    return [lines[key] for key in sorted(lines)] + needless(rows, last)


def needless(rows: Iterable[Row], last: date) -> list[str]:
    """Rows that say what was said already, or speak of a day that has not come. The page: "only when a count changed"."""
    lines, so_far = [], dict[Key, Count]()
    for day, key, value in rows:
        if day > last or so_far.get(key, NOBODY) == value:
            lines.append(f"{day} {_text(key)}: a row of {_value(value)} that no change asked for")
        so_far[key] = value
    return lines


def _text(key: Key) -> str:
    return f"{key.place} {key.indicator} {key.group}"


def _value(value: Count) -> str:
    return f"{value.counted}/{value.out_of}"


@contextmanager
def world_of_its_own(moment: datetime) -> Iterator[None]:
    """The clock stands at the moment, and whatever is written is undone.

    A bare savepoint, not `atomic`: the product's own outermost transactions behave as in a request.
    """
    start = transaction.savepoint()
    try:
        with clock_at(moment):
            yield
    finally:
        transaction.savepoint_rollback(start)


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """The clock stands at the moment."""
    with patch("django.utils.timezone.now", return_value=moment):
        yield
