"""What is stored beside what is counted anew: every figure in which the two differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from indicators.statement.ledgers import LEDGERS, Ledger
from indicators.statement.recount import Statement


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of one place, as stored and as recounted; a missing row is 0 out of 0."""

    ledger: Ledger
    place: str
    figure: tuple[str, ...]
    stored: tuple[int, ...]
    recounted: tuple[int, ...]

    def __str__(self) -> str:
        stored, recounted = ("/".join(map(str, counts)) for counts in (self.stored, self.recounted))
        return f"{self.place} {' '.join(filter(None, self.figure))}: stored {stored}, recounted {recounted}"


def in_villages(villages: Sequence[str], day: date) -> Iterator[Difference]:
    """Differences of villages, recounted from the base tables. Those that wait for their recount are late, not wrong."""
    for ledger in LEDGERS:
        yield from _differences(ledger, ledger.villages(villages, day), villages)


def in_sums(places: Sequence[str], villages: Sequence[Difference] = ()) -> Iterator[Difference]:
    """Differences of places above the village to the sums of their villages, where `villages` are already known to differ."""
    for ledger in LEDGERS:
        corrections = [_correction(one) for one in villages if one.ledger is ledger]
        yield from _differences(ledger, ledger.sums(places, corrections), places)


def _correction(difference: Difference) -> tuple[str | int, ...]:
    added = (recounted - stored for stored, recounted in zip(difference.stored, difference.recounted, strict=True))
    return (difference.place, *difference.figure, *added)


def _differences(ledger: Ledger, counted: Statement, places: Sequence[str]) -> Iterator[Difference]:
    keys, values = len(ledger.keys), len(ledger.values)
    with connection.cursor() as cursor:
        cursor.execute(_sql(ledger, counted.sql), {**counted.values, "beside": list(places)})
        for place, *row in cursor.fetchall():
            figure, stored, recounted = row[:keys], row[keys : keys + values], row[keys + values :]
            yield Difference(ledger, place, tuple(figure), tuple(stored), tuple(recounted))


def _sql(ledger: Ledger, counted: str) -> str:
    keys = ", ".join(("place", *ledger.keys))
    stored_values = ", ".join(f"COALESCE(s.{value}, 0)" for value in ledger.values)
    counted_values = ", ".join(f"COALESCE(c.{value}, 0)" for value in ledger.values)
    return f"""
        WITH counted AS MATERIALIZED ({counted}),
        stored AS (SELECT * FROM {ledger.table} WHERE place = ANY(%(beside)s))
        SELECT {keys}, {stored_values}, {counted_values}
        FROM counted c FULL JOIN stored s USING ({keys})
        WHERE ({stored_values}) IS DISTINCT FROM ({counted_values})
            AND NOT EXISTS (SELECT 1 FROM indicators_stale WHERE village_id = place)
        ORDER BY {keys}
    """  # noqa: S608 -- names of our own tables and columns only
