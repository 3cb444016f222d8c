"""Writing what was recounted: only what differs, and the difference to the levels above, in the same transaction.

The two ledgers, figures and headcounts, differ in their columns only. A row says what every count since its `day`
has given; where a change reached back behind today, the row is written anew as of today, so that no row speaks
for a past day on which it was never counted (docs/decisions/0008-how-figures-are-kept.md). A row that comes to
nothing is deleted.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from indicators.statement.ledgers import Ledger
from indicators.statement.recount import Statement

SUMS_LOCK = 0x66_16_00
"""The advisory lock of all levels above the village: taken last, held to the end of the transaction, a few milliseconds."""


Change = tuple[Any, ...]
"""A commune's code, the keys, and what was added to each value."""


def rewrite_villages(ledger: Ledger, since: Mapping[str, date], day: date) -> list[Change]:
    """Recounts the villages (code: earliest day touched) and stores what differs. Returns the changes by commune.

    The caller holds the villages: the difference is to what is stored, and must not change meanwhile.
    """
    return _rewrite(ledger, ledger.villages(list(since), day), since, day)


def rewrite_sums(ledger: Ledger, places: Sequence[str], day: date) -> None:
    """Sets places above the village to the sums of their villages. The caller holds the sums."""
    _rewrite(ledger, ledger.sums(places), dict.fromkeys(places, day), day)


def _rewrite(ledger: Ledger, counted: Statement, since: Mapping[str, date], day: date) -> list[Change]:
    touched: dict[str, Any] = {"day": day, "touched": list(since), "touched_since": list(since.values())}
    with connection.cursor() as cursor:
        cursor.execute(_rewrite_sql(ledger, counted.sql), {**counted.values, **touched})
        return list(cursor.fetchall())


def _rewrite_sql(ledger: Ledger, counted: str) -> str:
    keys, values, table, rest = ledger.keys, ledger.values, ledger.table, ledger.rest
    differs = " OR ".join(f"COALESCE(c.{v}, 0) <> COALESCE(s.{v}, 0)" for v in values)
    added = ", ".join(f"sum(new_{v} - old_{v})::int" for v in values)
    return f"""
        WITH counted AS MATERIALIZED ({counted}),
        touched AS (SELECT * FROM unnest(%(touched)s::text[], %(touched_since)s::date[]) AS t (place, since)),
        stored AS (SELECT * FROM {table} WHERE place = ANY(%(touched)s)),
        difference AS MATERIALIZED (
            SELECT s.id, place, {", ".join(keys)},
                {", ".join(f"COALESCE(c.{v}, 0) AS new_{v}, COALESCE(s.{v}, 0) AS old_{v}" for v in values)}
            FROM counted c
            FULL JOIN stored s USING (place, {", ".join(keys)})
            JOIN touched USING (place)
            WHERE {differs} OR (s.day < %(day)s AND touched.since < %(day)s)
        ),
        changed AS (
            UPDATE {table} m SET day = %(day)s, {", ".join(f"{v} = new_{v}" for v in values)}
            FROM difference d WHERE m.id = d.id AND new_{rest} > 0
        ),
        ended AS (DELETE FROM {table} m USING difference d WHERE m.id = d.id AND new_{rest} = 0),
        begun AS (
            INSERT INTO {table} (place, {", ".join(keys)}, day, {", ".join(values)})
            SELECT place, {", ".join(keys)}, %(day)s, {", ".join(f"new_{v}" for v in values)}
            FROM difference WHERE id IS NULL
        )
        SELECT left(place, 5), {", ".join(keys)}, {added} FROM difference GROUP BY 1, {", ".join(keys)}
    """  # noqa: S608 -- names of our own tables and columns only


def hold_sums() -> None:
    """Waits until no other transaction is adding to the levels above, and keeps them out until the end of this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SUMS_LOCK])


def add_to_levels_above(ledger: Ledger, changes: Sequence[Change], day: date) -> None:
    """Adds the changes to commune, province and country. The caller holds the sums."""
    if not changes:
        return
    columns = [list(column) for column in zip(*changes, strict=True)]
    arrays = {f"column{number}": column for number, column in enumerate(columns)}
    with connection.cursor() as cursor:
        cursor.execute(_add_sql(ledger), {"day": day, **arrays})


def _add_sql(ledger: Ledger) -> str:
    keys, values, table, rest = ledger.keys, ledger.values, ledger.table, ledger.rest
    kinds = ["text"] * (1 + len(keys)) + ["int"] * len(values)
    arrays = ", ".join(f"%(column{number})s::{kind}[]" for number, kind in enumerate(kinds))
    same = " AND ".join(f"m.{key} = d.{key}" for key in ("place", *keys))
    changed_keys = ", ".join(f"change.{key}" for key in keys)
    added = ", ".join(f"sum(change.{value})::int AS {value}" for value in values)
    return f"""
        WITH change AS (SELECT * FROM unnest({arrays}) AS c (commune, {", ".join(keys)}, {", ".join(values)})),
        difference AS MATERIALIZED (
            SELECT level.place, {changed_keys}, {added}
            FROM change
            JOIN communes_commune c ON c.code = change.commune
            CROSS JOIN LATERAL (VALUES (c.code), (c.province_id), ('vn')) AS level (place)
            GROUP BY level.place, {changed_keys}
        ),
        existing AS MATERIALIZED (
            SELECT m.id, d.*, m.{rest} + d.{rest} AS new_rest
            FROM difference d JOIN {table} m ON {same}
        ),
        changed AS (
            UPDATE {table} m SET day = %(day)s, {", ".join(f"{v} = m.{v} + e.{v}" for v in values)}
            FROM existing e WHERE m.id = e.id AND new_rest <> 0
        ),
        ended AS (DELETE FROM {table} m USING existing e WHERE m.id = e.id AND new_rest = 0)
        INSERT INTO {table} (place, {", ".join(keys)}, day, {", ".join(values)})
        SELECT place, {", ".join(keys)}, %(day)s, {", ".join(values)}
        FROM difference d
        WHERE {rest} <> 0 AND NOT EXISTS (SELECT 1 FROM existing m WHERE {same})
    """  # noqa: S608 -- names of our own tables and columns only
