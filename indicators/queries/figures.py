"""Figures as stored: the only reader of measurements and headcounts, for any day that has been counted.

Each figure is one step into the index (place, what, which, day) for its latest row, so the length of its history costs
nothing; a trend is one range of the same index.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache, partial

from indicators.catalogue import Catalogue, Indicator
from indicators.enums import Group, Head
from indicators.queries.known import OTHER, known_or_asked
from literacy_portal.kit.statements import Question, Rows, Statement, ask

Counts = tuple[int, int]

Cells = dict[tuple[str, str], Counts]
"""By indicator and group: counted, out of."""

Trend = list[tuple[date, int, int]]
"""Days on which a count changed, in order, with counted and out of from that day on."""


def _latest(place: str, day: str) -> str:
    """The last row of a figure until a day: one step into the index."""
    return f"""
        SELECT m.counted, m.out_of FROM indicators_measurement m
        WHERE m.place = {place} AND m.indicator = figure.indicator AND m."group" = figure.name AND m.day <= {day}
        ORDER BY m.day DESC LIMIT 1
    """  # noqa: S608 -- our own texts only


_CELLS = Statement(
    f"""
    SELECT asked.place, figure.indicator, figure.name, latest.counted, latest.out_of
    FROM unnest($1) AS asked (place)
    CROSS JOIN unnest($2, $3) AS figure (indicator, name)
    CROSS JOIN LATERAL ({_latest("asked.place", "$4")}) latest
    WHERE latest.out_of > 0
    """,  # noqa: S608 -- our own texts only
    "indicators_cells",
    "text[], text[], text[], date",
)

_CELLS_OF_OTHERS = Statement(
    f"""
    WITH {OTHER}
    SELECT other.place, other.version::text, found.indicator, found.name, found.counted, found.out_of
    FROM other LEFT JOIN LATERAL (
        SELECT figure.indicator, figure.name, latest.counted, latest.out_of
        FROM unnest(string_to_array($3, ' '), string_to_array($4, ' ')) AS figure (indicator, name)
        CROSS JOIN LATERAL ({_latest("other.place", "$5")}) latest
        WHERE latest.out_of > 0
    ) found ON true
    """,  # noqa: S608 -- our own texts only
    "indicators_cells_of_others",
    "text, text, text, text, date",
)

_TRENDS = Statement(
    """
    SELECT asked.place, asked.indicator, point.day, point.counted, point.out_of
    FROM unnest($1, $2) AS asked (place, indicator)
    CROSS JOIN LATERAL (
        (
            SELECT $4 AS day, m.counted, m.out_of FROM indicators_measurement m
            WHERE m.place = asked.place AND m.indicator = asked.indicator AND m."group" = $3 AND m.day <= $4
            ORDER BY m.day DESC LIMIT 1
        )
        UNION ALL
        SELECT m.day, m.counted, m.out_of FROM indicators_measurement m
        WHERE m.place = asked.place AND m.indicator = asked.indicator AND m."group" = $3 AND m.day > $4 AND m.day <= $5
    ) point
    ORDER BY asked.place, asked.indicator, point.day
    """,
    "indicators_trends",
    "text[], text[], text, date, date",
)

_VALUES = Statement(
    """
    SELECT asked.place, asked.indicator, moment.day, latest.counted, latest.out_of
    FROM unnest($1, $2) AS asked (place, indicator)
    CROSS JOIN unnest($3) AS moment (day)
    CROSS JOIN LATERAL (
        SELECT m.counted, m.out_of FROM indicators_measurement m
        WHERE m.place = asked.place AND m.indicator = asked.indicator AND m."group" = $4 AND m.day <= moment.day
        ORDER BY m.day DESC LIMIT 1
    ) latest
    WHERE latest.out_of > 0
    """,
    "indicators_values",
    "text[], text[], date[], text",
)

_HEADS = Statement(
    """
    SELECT head.kind, head.name, latest.number
    FROM (
        SELECT unnest($2), '', ''
        UNION ALL
        SELECT $3, slug, name FROM communes_ethnicgroup
    ) AS head (kind, detail, name)
    CROSS JOIN LATERAL (
        SELECT h.number FROM indicators_headcount h
        WHERE h.place = $1 AND h.kind = head.kind AND h.detail = head.detail AND h.day <= $4
        ORDER BY h.day DESC LIMIT 1
    ) latest
    WHERE latest.number > 0
    ORDER BY head.kind, head.name
    """,
    "indicators_heads",
    "text, text[], text, date",
)


def cells_of(
    places: Collection[str],
    indicators: Iterable[Indicator],
    *,
    day: date | None = None,
    groups: Collection[str] = frozenset(Group),
) -> Question[dict[str, Cells]]:
    """The figures of each place, by code, of these indicators at the end of the day (none: the latest counted).

    Of all groups, or only these. What is 0 out of 0 has no cell; a place without figures has none.
    """
    codes, names = _keys(indicators, groups)
    asked = _CELLS(list(places), codes, names, day or date.max)
    return Question.of(asked, partial(_by_place, list(places)))


def cells_inside(
    places: Sequence[str], indicators: Iterable[Indicator], *, day: date | None, groups: Collection[str]
) -> Question[dict[str, Cells]]:
    """The same for the places inside of one, of which news mostly changes a few: read are only those (`queries.known`)."""
    codes, names = _keys(indicators, groups)
    return known_or_asked(_CELLS_OF_OTHERS, places, (" ".join(codes), " ".join(names), day or date.max), _cells)


def _keys(indicators: Iterable[Indicator], groups: Collection[str]) -> tuple[list[str], list[str]]:
    """The indicators and the groups, pair by pair."""
    wanted = tuple(group for group in Group if group in groups)
    return _keys_of(indicators, wanted) if isinstance(indicators, Catalogue) else _pairs(indicators, wanted)


def _pairs(indicators: Iterable[Indicator], groups: Sequence[Group]) -> tuple[list[str], list[str]]:
    pairs = [(one.code, str(group)) for one in indicators for group in groups if group in one.groups]
    return [code for code, _group in pairs], [group for _code, group in pairs]


_keys_of = lru_cache(maxsize=100)(_pairs)


def _cells(_place: str, rows: Rows) -> Cells:
    return {(indicator, group): (counted, out_of) for indicator, group, counted, out_of in rows}


def _by_place(places: Sequence[str], rows: Rows) -> dict[str, Cells]:
    found: dict[str, Cells] = {place: {} for place in places}
    for place, indicator, group, counted, out_of in rows:
        found[place][indicator, group] = (counted, out_of)
    return found


Pair = tuple[str, str]
"""A place and an indicator, by code."""


def courses_of(pairs: Iterable[Pair], first: date, last: date, group: str = Group.ALL) -> Question[dict[Pair, Trend]]:
    """Of each pair what it was at the end of `first` and every change until the end of `last`.

    A trend begins with `first` itself if anything had been counted by then, else with the day of the first count.
    """
    wanted = list(dict.fromkeys(pairs))
    places, indicators = [place for place, _code in wanted], [code for _place, code in wanted]
    return Question.of(_TRENDS(places, indicators, str(group), first, last), partial(_by_pair, wanted))


def _by_pair(pairs: Sequence[Pair], rows: Rows) -> dict[Pair, Trend]:
    trends: dict[Pair, Trend] = {pair: [] for pair in pairs}
    for place, indicator, day, counted, out_of in rows:
        trends[place, indicator].append((day, counted, out_of))
    return trends


def values_at(
    pairs: Collection[Pair], days: Collection[date], group: str = Group.ALL
) -> Question[dict[tuple[str, str, date], Counts]]:
    """What each pair was for a group at the end of each of the days; what is out of nothing is left out."""
    places, indicators = [place for place, _code in pairs], [code for _place, code in pairs]
    asked = _VALUES(places, indicators, list(days), str(group))
    return Question.of(asked, lambda rows: {(place, code, day): tuple(counts) for place, code, day, *counts in rows})


def heads_of(place: str, day: date | None = None) -> Question[dict[tuple[str, str], int]]:
    """The plain numbers of a place by kind, and of ethnic groups by name, at the end of the day (none: the latest counted)."""
    kinds = [str(kind) for kind in Head if kind is not Head.ETHNIC_GROUP]
    asked = _HEADS(place, kinds, str(Head.ETHNIC_GROUP), day or date.max)
    return Question.of(asked, lambda rows: {(kind, name): number for kind, name, number in rows})


_HEADS_IN = Statement(
    """
    SELECT asked.place, head.kind, latest.number
    FROM unnest($1) AS asked (place)
    CROSS JOIN unnest($2) AS head (kind)
    CROSS JOIN LATERAL (
        SELECT h.number FROM indicators_headcount h
        WHERE h.place = asked.place AND h.kind = head.kind AND h.detail = '' ORDER BY h.day DESC LIMIT 1
    ) latest
    """,
    "indicators_heads_in",
    "text[], text[]",
)


def heads_in(places: Collection[str], kinds: Collection[str]) -> dict[str, dict[str, int]]:
    """Of each place (code) the plain numbers of these kinds, as they were last counted; none is 0. One query."""
    found = {place: dict.fromkeys(kinds, 0) for place in places}
    [rows] = ask(_HEADS_IN(list(places), [str(kind) for kind in kinds]))
    for place, kind, number in rows:
        found[place][kind] = number
    return found
