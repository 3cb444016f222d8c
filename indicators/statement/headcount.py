"""Who lives there, as plain numbers: what a place is, beside what it can do (R12, R18, R19)."""

from collections.abc import Mapping
from datetime import date

from communes.enums import PovertyClass, ResidenceStatus
from indicators.enums import Head
from indicators.statement.parameters import Parameters, Statement
from indicators.statement.stays import ASKED, poverty_sql, stay_sql
from indicators.statement.waiting import WAITING, waiting_sql


def headcount(since: Mapping[str, date], until: date) -> Statement:
    """The numbers of these villages (code: first day) up to a day; columns: place, kind, detail, day, number.

    A row says by how much a number changed on the day; on the first day, from nothing to what it is.
    """
    parameters = Parameters(since=since, until=until)
    kinds = {
        Head.RESIDENTS: "SELECT village_id, '', resident_id, from_day, to_day FROM stay",
        Head.HOUSEHOLDS: "SELECT village_id, '', household_id, from_day, to_day FROM stay",
        Head.POOR: _in_class(PovertyClass.POOR, parameters),
        Head.NEAR_POOR: _in_class(PovertyClass.NEAR_POOR, parameters),
        Head.ETHNIC_GROUP: _people("resident.ethnic_group_id", "resident.ethnic_group_id IS NOT NULL"),
        Head.AGE_UNKNOWN: _people("''", "resident.birth_date IS NULL AND resident.birth_year IS NULL"),
        Head.AWAY: "SELECT village_id, '', resident_id, from_day, to_day FROM away",
        **{kind: _while_there(subject, table) for kind, (table, subject) in WAITING.items()},
    }
    spans = " UNION ALL ".join(f"SELECT '{kind}', span.* FROM ({text}) AS span" for kind, text in kinds.items())  # noqa: S608 -- words of enums and placeholders only
    parts = {
        "asked": ASKED,
        "stay": stay_sql(parameters),
        "away": stay_sql(parameters, [ResidenceStatus.AWAY]),
        "poverty": poverty_sql(parameters),
        "resident": "SELECT * FROM communes_resident WHERE id = ANY(ARRAY(SELECT resident_id FROM stay))",
        **waiting_sql(parameters),
        "span": f"SELECT DISTINCT * FROM ({spans}) AS span (kind, village_id, detail, one, from_day, to_day)",  # noqa: S608 -- as above
    }
    with_parts = ", ".join(f"{name} AS MATERIALIZED ({text})" for name, text in parts.items())
    return Statement(f"WITH {with_parts} {_STEPS}", parameters.values)


def _people(detail: str, condition: str) -> str:
    return f"""
        SELECT village_id, {detail}, resident_id, from_day, to_day
        FROM stay JOIN resident ON resident.id = stay.resident_id
        WHERE {condition}
    """  # noqa: S608 -- constants of this module only


def _while_there(subject: str, table: str) -> str:
    """Spans of a work list, as far as its people live in the village."""
    return f"""
        SELECT village_id, '', {subject}, GREATEST(stay.from_day, one.from_day), LEAST(stay.to_day, one.to_day)
        FROM stay JOIN {table} one USING ({subject})
        WHERE stay.from_day < one.to_day AND one.from_day < stay.to_day
    """  # noqa: S608 -- names of tables and columns only


def _in_class(poverty_class: PovertyClass, parameters: Parameters) -> str:
    return f"""
        SELECT village_id, '', household_id, GREATEST(stay.from_day, poverty.from_day), LEAST(stay.to_day, poverty.to_day)
        FROM stay JOIN poverty USING (household_id)
        WHERE poverty_class = {parameters.hold(poverty_class.value)}
            AND stay.from_day < poverty.to_day AND poverty.from_day < stay.to_day
    """  # noqa: S608 -- placeholders only


_STEPS = """
    SELECT village_id AS place, kind, detail, day, sum(sign)::int AS number
    FROM (
        SELECT village_id, kind, detail, min(from_day) AS from_day, max(to_day) AS to_day
        FROM (
            SELECT *, count(*) FILTER (WHERE from_day > reached) OVER same AS part
            FROM (
                SELECT *, max(to_day) OVER (
                    same ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ) AS reached
                FROM span
                WINDOW same AS (PARTITION BY village_id, kind, detail, one ORDER BY from_day, to_day)
            ) spans
            WINDOW same AS (PARTITION BY village_id, kind, detail, one ORDER BY from_day, to_day ROWS UNBOUNDED PRECEDING)
        ) parts
        GROUP BY village_id, kind, detail, one, part
    ) whole
    CROSS JOIN LATERAL (VALUES (from_day, 1), (to_day, -1)) AS edge (day, sign)
    WHERE day <= %(until)s
    GROUP BY village_id, kind, detail, day
    HAVING sum(sign) <> 0
"""
"""Spans of one person or household that touch or overlap become one: a number grows where it begins and shrinks where it ends."""
