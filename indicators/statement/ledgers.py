"""The two tables of figures by place, and what each is counted from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from indicators.statement.headcount import headcount
from indicators.statement.recount import Statement, recount


@dataclass(frozen=True)
class Ledger:
    """A table of figures by place and day: `keys` name a figure, `values` are its counts; where `rest` is 0 there is no row."""

    table: str
    keys: tuple[str, ...]
    values: tuple[str, ...]
    rest: str

    def villages(self, villages: Sequence[str], day: date) -> Statement:
        """The recount of villages from the base tables; columns: place, the keys, the values."""
        return headcount(villages, day) if self is HEADCOUNTS else recount(villages, day)

    def sums(self, places: Sequence[str], corrections: Sequence[Sequence[Any]] = ()) -> Statement:
        """Places above the village as the sums of what is stored of their villages; the same columns.

        `corrections` (village, keys, what is to be added to each value) count as if they were stored.
        """
        names = ["place", *self.keys, *self.values]
        kinds = ["text"] * (1 + len(self.keys)) + ["int"] * len(self.values)
        columns = list(zip(*corrections, strict=True)) or [()] * len(names)
        arrays = {f"correction{number}": list(column) for number, column in enumerate(columns)}
        unnested = ", ".join(f"%(correction{number})s::{kind}[]" for number, kind in enumerate(kinds))
        keys = ", ".join(f"m.{key}" for key in self.keys)
        sums = ", ".join(f"sum(m.{value})::int AS {value}" for value in self.values)
        return Statement(
            f"""
            SELECT level.place, {keys}, {sums}
            FROM (
                SELECT {", ".join(names)} FROM {self.table} WHERE length(place) = 8
                UNION ALL
                SELECT * FROM unnest({unnested})
            ) m
            JOIN communes_commune c ON c.code = left(m.place, 5)
            CROSS JOIN LATERAL (VALUES (c.code), (c.province_id), ('vn')) AS level (place)
            WHERE level.place = ANY(%(places)s)
            GROUP BY level.place, {keys}
            HAVING sum(m.{self.rest}) <> 0
            """,  # noqa: S608 -- names of our own tables and columns only
            {"places": list(places), **arrays},
        )


FIGURES = Ledger("indicators_measurement", ("indicator", '"group"'), ("counted", "out_of"), "out_of")
HEADCOUNTS = Ledger("indicators_headcount", ("kind", "detail"), ("number",), "number")
LEDGERS = (FIGURES, HEADCOUNTS)
