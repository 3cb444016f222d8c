"""Figures as stored: the only reader of measurements and headcounts, for any day that has been counted.

Each figure is one step into the index (place, what, which, day) for its latest row, so the length of its history costs
nothing; a trend is one range of the same index.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import connection

from indicators.catalogue import in_force
from indicators.enums import Group, Head

Counts = tuple[int, int]

Cells = dict[tuple[str, str], Counts]
"""By indicator and group: counted, out of."""

Trend = list[tuple[date, int, int]]
"""Days on which a count changed, in order, with counted and out of from that day on."""

_CELLS = """
    SELECT asked.place, figure.indicator, figure.name, latest.counted, latest.out_of
    FROM unnest(%(places)s::text[]) AS asked (place)
    CROSS JOIN unnest(%(indicators)s::text[], %(groups)s::text[]) AS figure (indicator, name)
    CROSS JOIN LATERAL (
        SELECT m.counted, m.out_of FROM indicators_measurement m
        WHERE m.place = asked.place AND m.indicator = figure.indicator AND m."group" = figure.name AND m.day <= %(day)s
        ORDER BY m.day DESC LIMIT 1
    ) latest
    WHERE latest.out_of > 0
"""

_TRENDS = """
    SELECT asked.place, asked.indicator, point.day, point.counted, point.out_of
    FROM unnest(%(places)s::text[], %(indicators)s::text[]) AS asked (place, indicator)
    CROSS JOIN LATERAL (
        (
            SELECT %(first)s::date AS day, m.counted, m.out_of FROM indicators_measurement m
            WHERE m.place = asked.place AND m.indicator = asked.indicator AND m."group" = %(group)s AND m.day <= %(first)s
            ORDER BY m.day DESC LIMIT 1
        )
        UNION ALL
        SELECT m.day, m.counted, m.out_of FROM indicators_measurement m
        WHERE m.place = asked.place AND m.indicator = asked.indicator AND m."group" = %(group)s
            AND m.day > %(first)s AND m.day <= %(last)s
    ) point
    ORDER BY asked.place, asked.indicator, point.day
"""

_VALUES = """
    SELECT asked.place, asked.indicator, moment.day, latest.counted, latest.out_of
    FROM unnest(%(places)s::text[], %(indicators)s::text[]) AS asked (place, indicator)
    CROSS JOIN unnest(%(days)s::date[]) AS moment (day)
    CROSS JOIN LATERAL (
        SELECT m.counted, m.out_of FROM indicators_measurement m
        WHERE m.place = asked.place AND m.indicator = asked.indicator AND m."group" = %(group)s AND m.day <= moment.day
        ORDER BY m.day DESC LIMIT 1
    ) latest
    WHERE latest.out_of > 0
"""

_HEADS = """
    SELECT head.kind, head.detail, latest.number
    FROM (
        SELECT unnest(%(kinds)s::text[]), ''
        UNION ALL
        SELECT %(ethnic)s, slug FROM communes_ethnicgroup
    ) AS head (kind, detail)
    CROSS JOIN LATERAL (
        SELECT h.number FROM indicators_headcount h
        WHERE h.place = %(place)s AND h.kind = head.kind AND h.detail = head.detail AND h.day <= %(day)s
        ORDER BY h.day DESC LIMIT 1
    ) latest
    WHERE latest.number > 0
    ORDER BY head.kind, head.detail
"""


def cells_of(
    places: Collection[str],
    indicators: Collection[str] | None = None,
    *,
    day: date | None = None,
    groups: Collection[str] = frozenset(Group),
) -> dict[str, Cells]:
    """The figures of each place, by code, of all indicators or only these, at the end of the day (none: the latest counted).

    Of all groups, or only these. One query. What is 0 out of 0 has no cell; a place without figures has none.
    """
    keys = [(one.code, group) for one in in_force() if indicators is None or one.code in indicators for group in one.groups]
    keys = [(code, group) for code, group in keys if group in groups]
    values = {
        "places": list(places),
        "indicators": [code for code, _group in keys],
        "groups": [str(group) for _code, group in keys],
        "day": day or date.max,
    }
    cells: dict[str, Cells] = {place: {} for place in places}
    for place, indicator, group, counted, out_of in _rows(_CELLS, values):
        cells[place][indicator, group] = (counted, out_of)
    return cells


def trend_of(place: str, indicators: Collection[str], group: str, first: date, last: date) -> dict[str, Trend]:
    """Of each indicator, what it was at the end of `first` and every change until the end of `last`. One query.

    A trend begins with `first` itself if anything had been counted by then, else with the day of the first count.
    """
    trends: dict[str, Trend] = {code: [] for code in indicators}
    for _place, indicator, *point in _points([place] * len(trends), list(trends), group, first, last):
        trends[indicator].append((point[0], point[1], point[2]))
    return trends


def trends_of(places: Collection[str], indicator: str, group: str, first: date, last: date) -> dict[str, Trend]:
    """Of each place, by code, the trend of one indicator as `trend_of` tells it. One query."""
    trends: dict[str, Trend] = {place: [] for place in places}
    for place, _indicator, *point in _points(list(trends), [indicator] * len(trends), group, first, last):
        trends[place].append((point[0], point[1], point[2]))
    return trends


def _points(places: Sequence[str], indicators: Sequence[str], group: str, first: date, last: date) -> list[Any]:
    values = {"places": places, "indicators": indicators, "group": str(group), "first": first, "last": last}
    return _rows(_TRENDS, values)


Pair = tuple[str, str]
"""A place and an indicator, by code."""


def courses_of(pairs: Collection[Pair], first: date, last: date) -> dict[Pair, Trend]:
    """Of each pair the trend for everyone, as `trend_of` tells it. One query."""
    trends: dict[Pair, Trend] = {pair: [] for pair in pairs}
    places, indicators = [place for place, _code in trends], [code for _place, code in trends]
    for place, indicator, *point in _points(places, indicators, Group.ALL, first, last):
        trends[place, indicator].append((point[0], point[1], point[2]))
    return trends


def values_at(pairs: Collection[Pair], days: Collection[date]) -> dict[tuple[str, str, date], Counts]:
    """What each pair was for everyone at the end of each of the days; what is out of nothing is left out. One query."""
    asked = {
        "places": [place for place, _code in pairs],
        "indicators": [code for _place, code in pairs],
        "days": list(days),
        "group": str(Group.ALL),
    }
    return {(place, code, day): (counted, out_of) for place, code, day, counted, out_of in _rows(_VALUES, asked)}


def heads_of(place: str, day: date | None = None) -> dict[tuple[str, str], int]:
    """The plain numbers of a place by kind and detail, at the end of the day (none: the latest counted). One query."""
    kinds = [str(kind) for kind in Head if kind is not Head.ETHNIC_GROUP]
    values = {"place": place, "kinds": kinds, "ethnic": str(Head.ETHNIC_GROUP), "day": day or date.max}
    return {(kind, detail): number for kind, detail, number in _rows(_HEADS, values)}


_HEADS_IN = """
    SELECT asked.place, head.kind, latest.number
    FROM unnest(%(places)s::text[]) AS asked (place)
    CROSS JOIN unnest(%(kinds)s::text[]) AS head (kind)
    CROSS JOIN LATERAL (
        SELECT h.number FROM indicators_headcount h
        WHERE h.place = asked.place AND h.kind = head.kind AND h.detail = '' ORDER BY h.day DESC LIMIT 1
    ) latest
"""


def heads_in(places: Collection[str], kinds: Collection[str]) -> dict[str, dict[str, int]]:
    """Of each place (code) the plain numbers of these kinds, as they were last counted; none is 0. One query."""
    found = {place: dict.fromkeys(kinds, 0) for place in places}
    for place, kind, number in _rows(_HEADS_IN, {"places": list(places), "kinds": [str(kind) for kind in kinds]}):
        found[place][kind] = number
    return found


def _rows(sql: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
