"""What is stored beside what is counted anew: every figure in which the two differ, and since when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from indicators.catalogue import Indicator
from indicators.queries.planning import planned_for_counting
from indicators.statement.ledgers import LEDGERS, Ledger
from indicators.statement.parameters import Statement
from indicators.statement.sums import Change, sums


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of one place on the first day on which it is not what a recount gives; no row is 0 out of 0."""

    ledger: Ledger
    place: str
    figure: tuple[str, ...]
    day: date
    stored: tuple[int, ...]
    recounted: tuple[int, ...]

    def __str__(self) -> str:
        stored, recounted = ("/".join(map(str, counts)) for counts in (self.stored, self.recounted))
        return f"{self.place} {' '.join(filter(None, self.figure))} {self.day}: stored {stored}, recounted {recounted}"


@dataclass
class Comparison:
    """The differences found, and the steps by which what is stored of villages would have to change, by table."""

    differences: list[Difference] = field(default_factory=list)
    steps: dict[str, list[Change]] = field(default_factory=dict)

    def villages(self, since: Mapping[str, date], until: date, catalogue: Sequence[Indicator]) -> None:
        """Adds the differences of villages (code: first day) to their recount from the base tables.

        Those that wait for their recount are late, not wrong.
        """
        for ledger in LEDGERS:
            self.steps[ledger.table] = self.steps.get(ledger.table, [])
            self.steps[ledger.table] += self._compare(ledger, ledger.villages(since, until, catalogue), since, until, catalogue)

    def sums(self, places: Sequence[str], since: date, until: date, catalogue: Sequence[Indicator]) -> None:
        """Adds the differences of places above the village to the sums of their villages, as those should be."""
        for ledger in LEDGERS:
            counted = sums(ledger, places, (since, until), catalogue, self.steps.get(ledger.table, []))
            self._compare(ledger, counted, dict.fromkeys(places, since), until, catalogue)

    def _compare(
        self, ledger: Ledger, counted: Statement, since: Mapping[str, date], until: date, catalogue: Sequence[Indicator]
    ) -> Iterable[Change]:
        known = ledger.known(catalogue)
        asked: dict[str, Any] = {"places": list(since), "places_since": list(since.values()), "until": until}
        with planned_for_counting(), connection.cursor() as cursor:
            cursor.execute(_sql(ledger, counted.sql, known.sql), {**counted.values, **known.values, **asked})
            rows = cursor.fetchall()
        told: set[tuple[Any, ...]] = set()
        keys, values = 1 + len(ledger.keys), len(ledger.values)
        for row in rows:
            (place, *figure), day, counts = row[:keys], row[keys], row[keys + 1 :]
            if (place, *figure) not in told:
                told.add((place, *figure))
                stored, recounted = counts[values : 2 * values], counts[2 * values :]
                self.differences.append(Difference(ledger, place, tuple(figure), day, tuple(stored), tuple(recounted)))
        return [row[: keys + 1 + values] for row in rows]


def _sql(ledger: Ledger, counted: str, known: str) -> str:
    """For each day on which the steps are not the same: by how much, what is stored, and what a recount gives."""
    figure, values = ledger.figure, ledger.values
    so_far = [f"(sum({side}_{v}) OVER so_far)::int AS {side}_{v}_so_far" for side in ("stored", "counted") for v in values]
    less = [f"counted_{v} - stored_{v} AS {v}" for v in values]
    sums_of_steps = ", ".join(f"sum(s_{v})::int AS stored_{v}, sum(c_{v})::int AS counted_{v}" for v in values)
    shown = [*values, *(f"{side}_{v}_so_far" for side in ("stored", "counted") for v in values)]
    return f"""
        WITH known AS MATERIALIZED ({known}),
        counted AS MATERIALIZED ({counted}),
        touched AS (SELECT * FROM unnest(%(places)s::text[], %(places_since)s::date[]) AS t (place, since)),
        stored AS MATERIALIZED ({ledger.rows_sql("touched", "%(until)s")})
        SELECT {figure}, day, {", ".join(shown)}
        FROM (
            SELECT {figure}, day, {", ".join(less)}, {", ".join(so_far)}
            FROM (
                SELECT {figure}, day, {sums_of_steps}
                FROM (
                    SELECT {figure}, day, {", ".join(f"0 AS s_{v}, {v} AS c_{v}" for v in values)} FROM counted
                    UNION ALL
                    SELECT {figure}, day, {", ".join(f"{v}, 0" for v in values)} FROM ({ledger.steps_sql("stored")}) s
                ) sides
                GROUP BY {figure}, day
            ) steps
            WINDOW so_far AS (PARTITION BY {figure} ORDER BY day)
        ) compared
        WHERE ({ledger.matters("{}")}) AND NOT EXISTS (SELECT 1 FROM indicators_stale WHERE village_id = place)
        ORDER BY {figure}, day
    """  # noqa: S608 -- names of our own tables and columns only
