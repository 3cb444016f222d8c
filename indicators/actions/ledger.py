"""Writing what was recounted: only what differs, and the difference to the levels above, in the same transaction.

Both tables of figures, and all levels, speak in steps: by how much a count changes on a day. What a village's recount gives
less what was stored is again steps, and those of a place above are the sums of those of its villages. So news of one
day touches one row per figure and level, news of the past the rows from its day on, and a row is stored exactly where
a count changes (docs/decisions/0008-how-figures-are-kept.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from indicators.catalogue import Indicator
from indicators.queries.planning import planned_for_counting
from indicators.statement.ledgers import Ledger
from indicators.statement.parameters import Statement
from indicators.statement.sums import LEVELS, Change, arrays, sums, unnested_sql

SUMS_LOCK = 0x66_16_00
"""The advisory lock of all levels above the village: taken last, held to the end of the transaction, a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What a rewriting changed: the steps of each commune, and by place (code) the first day that is another."""

    steps: list[Change]
    first_days: dict[str, date]


def rewrite_villages(ledger: Ledger, since: Mapping[str, date], until: date, catalogue: Sequence[Indicator]) -> Rewritten:
    """Recounts the villages (code: earliest day touched) and stores what differs.

    The caller holds the villages: the difference is to what is stored, and must not change meanwhile.
    """
    return _rewrite(ledger, ledger.villages(since, until, catalogue), since, catalogue)


def rewrite_sums(ledger: Ledger, places: Sequence[str], catalogue: Sequence[Indicator]) -> Rewritten:
    """Sets places above the village to the sums of their villages, on every day. The caller holds the sums."""
    return _rewrite(ledger, sums(ledger, places, (date.min, date.max), catalogue), dict.fromkeys(places, date.min), catalogue)


def _rewrite(ledger: Ledger, counted: Statement, since: Mapping[str, date], catalogue: Sequence[Indicator]) -> Rewritten:
    known = ledger.known(catalogue)
    asked: dict[str, Any] = {"places": list(since), "places_since": list(since.values())}
    with planned_for_counting(), connection.cursor() as cursor:
        cursor.execute(_rewrite_sql(ledger, counted.sql, known.sql), {**counted.values, **known.values, **asked})
        rows = cursor.fetchall()
    first_days = {place: day for place, *keys, day in (row[: 2 + len(ledger.keys)] for row in rows) if keys[0] is None}
    return Rewritten([row for row in rows if row[1] is not None], first_days)


def _rewrite_sql(ledger: Ledger, counted: str, known: str) -> str:
    """Steps from nothing, less the count in force before, are steps from it; their sums are the rows wanted.

    Rows are deleted by where they lie, which no other transaction changes, so that no plan reads the table to find them.
    """
    table, figure, values = ledger.table, ledger.figure, ledger.values
    names = ", ".join(values)
    return f"""
        WITH known AS MATERIALIZED ({known}),
        counted AS MATERIALIZED ({counted}),
        touched AS (SELECT * FROM unnest(%(places)s::text[], %(places_since)s::date[]) AS t (place, since)),
        stored AS MATERIALIZED ({ledger.rows_sql("touched")}),
        wanted AS MATERIALIZED ({_wanted_sql(ledger)}),
        difference AS MATERIALIZED (
            SELECT {figure}, day, w.place IS NULL AS is_over, s.at, {", ".join(f"w.{v}" for v in values)}
            FROM wanted w FULL JOIN (SELECT * FROM stored WHERE day >= since) s USING ({figure}, day)
            WHERE {ledger.differs("w", "s")}
        ),
        ended AS (DELETE FROM {table} WHERE ctid = ANY(ARRAY(SELECT at FROM difference WHERE is_over))),
        begun AS (
            INSERT INTO {table} ({figure}, day, {names})
            SELECT {figure}, day, {names} FROM difference WHERE NOT is_over
            ON CONFLICT ({figure}, day) DO UPDATE SET {", ".join(f"{v} = EXCLUDED.{v}" for v in values)}
        )
        {_changed_sql(ledger)}
    """  # noqa: S608 -- names of our own tables and columns only


def _wanted_sql(ledger: Ledger) -> str:
    """From the first day asked for on, the rows that there should be, and by how much each is another than the one before."""
    figure, values = ledger.figure, ledger.values
    return f"""
        SELECT {figure}, step.day, {", ".join(f"step.{v} AS step_{v}" for v in values)},
            {", ".join(f"(COALESCE(b.{v}, 0) + sum(step.{v}) OVER so_far)::int AS {v}" for v in values)}
        FROM (
            SELECT {figure}, day, {", ".join(f"sum({v})::int AS {v}" for v in values)}
            FROM (
                SELECT {figure}, day, {", ".join(values)} FROM counted
                UNION ALL
                SELECT {figure}, since, {", ".join(f"-{v}" for v in values)} FROM stored WHERE day < since
            ) steps
            GROUP BY {figure}, day HAVING {ledger.matters()}
        ) step LEFT JOIN (SELECT * FROM stored WHERE day < since) b USING ({figure})
        WINDOW so_far AS (PARTITION BY {figure} ORDER BY step.day)
    """  # noqa: S608 -- names of our own tables and columns only


def _changed_sql(ledger: Ledger) -> str:
    """By how much the steps of each commune changed; and of each place, its keys null, the first day that is another."""
    figure, values = ledger.figure, ledger.values
    return f"""
        SELECT left(place, 5), {", ".join(ledger.keys)}, day, {", ".join(f"sum({v})::int" for v in values)}
        FROM (
            SELECT {figure}, day, {", ".join(f"step_{v} AS {v}" for v in values)} FROM wanted
            UNION ALL
            SELECT {figure}, day, {", ".join(f"-{v}" for v in values)}
            FROM (
                SELECT {figure}, day, since, {", ".join(f"{v} - COALESCE(lag({v}) OVER figure, 0) AS {v}" for v in values)}
                FROM stored WINDOW figure AS (PARTITION BY {figure} ORDER BY day)
            ) before WHERE day >= since
        ) steps
        GROUP BY left(place, 5), {", ".join(ledger.keys)}, day
        HAVING {ledger.matters()}
        UNION ALL
        SELECT place, {", ".join("NULL" for _name in ledger.keys)}, min(day), {", ".join("NULL" for _name in values)}
        FROM difference GROUP BY place
    """  # noqa: S608 -- names of our own tables and columns only


def hold_sums() -> None:
    """Waits until no other transaction is adding to the levels above, and keeps them out until the end of this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SUMS_LOCK])


def add_to_levels_above(ledger: Ledger, changes: Sequence[Change]) -> None:
    """Adds the changes (of communes) to commune, province and country. The caller holds the sums.

    Raises IntegrityError when what stands there is so wrong that a sum would be none.
    """
    if changes:
        with connection.cursor() as cursor:
            cursor.execute(_add_sql(ledger), arrays(ledger, changes))


def _add_sql(ledger: Ledger) -> str:
    """Each step begins a row where none is, lifts the rows up to the next step, and ends a row that then says nothing new."""
    table, figure, values = ledger.table, ledger.figure, ledger.values
    names = ", ".join(values)
    keys = ", ".join(f"m.{key}" for key in ledger.keys)
    same = " AND ".join(f"m.{key} = d.{key}" for key in ("place", *ledger.keys))
    return f"""
        WITH step AS (
            SELECT {figure}, day, lead(day, 1, 'infinity') OVER so_far AS next_day,
                {", ".join(f"{v} AS step_{v}, (sum({v}) OVER so_far)::int AS rise_{v}" for v in values)}
            FROM (
                SELECT level.place, {keys}, m.day, {", ".join(f"sum(m.{v})::int AS {v}" for v in values)}
                FROM (SELECT * FROM {unnested_sql(ledger)}) m {LEVELS}
                GROUP BY level.place, {keys}, m.day
                HAVING {ledger.matters("sum(m.{})")}
            ) added
            WINDOW so_far AS (PARTITION BY {figure} ORDER BY day)
        ),
        met AS MATERIALIZED (
            SELECT d.*, here.day IS NULL AS is_new,
                {" AND ".join(f"here.{v} - COALESCE(before.{v}, 0) + d.step_{v} = 0" for v in values)} AS is_over,
                {", ".join(f"COALESCE(before.{v}, 0) + d.rise_{v} AS {v}" for v in values)}
            FROM step d
            LEFT JOIN LATERAL (SELECT day, {names} FROM {table} m WHERE {same} AND m.day = d.day) here ON true
            LEFT JOIN LATERAL (
                SELECT {names} FROM {table} m WHERE {same} AND m.day < d.day ORDER BY m.day DESC LIMIT 1
            ) before ON true
        ),
        begun AS (INSERT INTO {table} ({figure}, day, {names}) SELECT {figure}, day, {names} FROM met WHERE is_new),
        ended AS (DELETE FROM {table} m USING met d WHERE {same} AND m.day = d.day AND is_over)
        UPDATE {table} m SET {", ".join(f"{v} = m.{v} + d.rise_{v}" for v in values)}
        FROM met d
        WHERE {same} AND m.day >= d.day AND m.day < d.next_day AND ({ledger.matters("d.rise_{}")})
            AND NOT (m.day = d.day AND d.is_over)
    """  # noqa: S608 -- names of our own tables and columns only
