"""Places above the village: the steps of their figures are the sums of those of their villages."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from indicators.catalogue import Indicator
from indicators.statement.ledgers import Ledger
from indicators.statement.parameters import Statement

Change = tuple[Any, ...]
"""A place, the keys, a day, and by how much each value's step on that day changed."""

LEVELS = """
    JOIN communes_commune c ON c.code = left(m.place, 5)
    CROSS JOIN LATERAL (VALUES (c.code), (c.province_id), ('vn')) AS level (place)
"""
"""Joins to rows `m` of villages or communes the places above the village that contain them."""


def sums(
    ledger: Ledger,
    places: Sequence[str],
    days: tuple[date, date],
    catalogue: Sequence[Indicator],
    corrections: Sequence[Change] = (),
) -> Statement:
    """The steps of places above the village from what is stored of their villages; columns as of `Ledger.villages`.

    `days` are the first and the last asked for. `corrections` (steps of villages) count as if they were stored.
    """
    known = ledger.known(catalogue)
    names = f"{ledger.figure}, day, {', '.join(ledger.values)}"
    totals = ", ".join(f"sum(m.{value})::int AS {value}" for value in ledger.values)
    keys = ", ".join(f"m.{key}" for key in ledger.keys)
    return Statement(
        f"""
        WITH known AS ({known.sql}),
        village AS (
            SELECT v.code AS place, %(first)s::date AS since
            FROM communes_village v JOIN communes_commune c ON c.code = v.commune_id
            WHERE ARRAY[c.code, c.province_id, 'vn'] && %(above)s::varchar[]
        ),
        stored AS ({ledger.rows_sql("village", "%(until)s")})
        SELECT level.place, {keys}, m.day, {totals}
        FROM ({ledger.steps_sql("stored")} UNION ALL SELECT {names} FROM {unnested_sql(ledger)}) m {LEVELS}
        WHERE level.place = ANY(%(above)s)
        GROUP BY level.place, {keys}, m.day
        HAVING {ledger.matters("sum(m.{})")}
        """,  # noqa: S608 -- names of our own tables and columns only
        {**known.values, **arrays(ledger, corrections), "above": list(places), "first": days[0], "until": days[1]},
    )


def arrays(ledger: Ledger, changes: Sequence[Change]) -> dict[str, list[Any]]:
    """Changes column by column, to be sent as arrays."""
    width = 2 + len(ledger.keys) + len(ledger.values)
    columns: Iterable[Sequence[Any]] = zip(*changes, strict=True) if changes else [()] * width
    return {f"column{number}": list(column) for number, column in enumerate(columns)}


def unnested_sql(ledger: Ledger) -> str:
    """The table of the changes sent as `_arrays`."""
    kinds = ["text"] * (1 + len(ledger.keys)) + ["date"] + ["int"] * len(ledger.values)
    arrays = ", ".join(f"%(column{number})s::{kind}[]" for number, kind in enumerate(kinds))
    return f"unnest({arrays}) AS change ({ledger.figure}, day, {', '.join(ledger.values)})"
