"""Visits by weekday and hour, as stored: what each day added between two days, at any level, by index."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

_ADDED = """
    WITH hours AS (SELECT to_char(n, 'FM00') AS hour FROM generate_series(0, 23) n UNION ALL SELECT '')
    SELECT hour, extract(isodow FROM day)::int, sum(visits)::int, sum(met)::int
    FROM (
        SELECT hour, day,
            visits - COALESCE(lag(visits) OVER of_hour, 0) AS visits,
            met - COALESCE(lag(met) OVER of_hour, 0) AS met
        FROM hours CROSS JOIN LATERAL (
            (
                SELECT day, visits, met FROM indicators_visithour h
                WHERE h.place = %(place)s AND h.hour = hours.hour AND h.day < %(first)s ORDER BY h.day DESC LIMIT 1
            )
            UNION ALL
            SELECT day, visits, met FROM indicators_visithour h
            WHERE h.place = %(place)s AND h.hour = hours.hour AND h.day BETWEEN %(first)s AND %(last)s
        ) stored
        WINDOW of_hour AS (PARTITION BY hour ORDER BY day)
    ) added
    WHERE day >= %(first)s
    GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Knocks:
    """Visits at an hour ("" for unknown) of a weekday (1 is Monday), and how many of them met someone."""

    hour: str
    weekday: int
    visits: int
    met: int


def knocks_of(place: str, first: date, last: date) -> list[Knocks]:
    """The visits of a place by hour and weekday, from the first day to the last, both included. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ADDED, {"place": place, "first": first, "last": last})
        rows: Iterable[tuple[str, int, int, int]] = cursor.fetchall()
        return [Knocks(*row) for row in rows]
