"""Who lives there, as plain numbers: what a place is, beside what it can do (R12, R18, R19)."""

from collections.abc import Sequence
from datetime import date

from communes.enums import PovertyClass, ResidenceStatus
from indicators.enums import Head
from indicators.statement.parameters import Parameters
from indicators.statement.recount import Statement, living_sql, poverty_sql


def headcount(villages: Sequence[str], day: date) -> Statement:
    """The numbers of these villages at the end of the day; columns: place, kind, detail, number. No row stands for 0."""
    parameters = Parameters(day=day, villages=list(villages))
    kinds = {
        Head.RESIDENTS: _people("''", "true"),
        Head.HOUSEHOLDS: "SELECT village_id, '', count(DISTINCT household_id) FROM living GROUP BY 1",
        Head.POOR: _in_class(PovertyClass.POOR, parameters),
        Head.NEAR_POOR: _in_class(PovertyClass.NEAR_POOR, parameters),
        Head.ETHNIC_GROUP: _people("ethnic_group_id", "ethnic_group_id IS NOT NULL"),
        Head.AGE_UNKNOWN: _people("''", "is_age_unknown"),
        Head.AWAY: _away(parameters),
    }
    parts = {"living": living_sql(parameters), "poverty": poverty_sql(parameters), "people": PEOPLE}
    with_parts = ", ".join(f"{name} AS MATERIALIZED ({text})" for name, text in parts.items())
    rows = " UNION ALL ".join(_rows(kind, text) for kind, text in kinds.items())
    return Statement(f"WITH {with_parts} {rows}", parameters.values)


def _rows(kind: Head, text: str) -> str:
    return f"""SELECT k.village AS place, '{kind}' AS kind, k.detail, k.number::int AS number
        FROM ({text}) AS k (village, detail, number) WHERE k.number > 0"""  # noqa: S608 -- words of enums and placeholders only


PEOPLE = """
    SELECT DISTINCT living.village_id, resident.id, resident.ethnic_group_id,
        resident.birth_date IS NULL AND resident.birth_year IS NULL AS is_age_unknown
    FROM living JOIN communes_resident resident ON resident.id = living.resident_id
"""


def _people(detail: str, condition: str) -> str:
    return f"SELECT village_id, {detail}, count(*) FROM people WHERE {condition} GROUP BY 1, 2"  # noqa: S608 -- constants of this module only


def _in_class(poverty_class: PovertyClass, parameters: Parameters) -> str:
    return f"""SELECT village_id, '', count(DISTINCT household_id) FROM living JOIN poverty USING (household_id)
        WHERE poverty_class = {parameters.hold(poverty_class.value)} GROUP BY 1"""  # noqa: S608 -- placeholders only


def _away(parameters: Parameters) -> str:
    return f"""SELECT village_id, '', count(DISTINCT resident_id) FROM communes_residence
        WHERE village_id = ANY(%(villages)s) AND status = {parameters.hold(ResidenceStatus.AWAY.value)}
            AND started_on <= %(day)s AND (ended_on IS NULL OR ended_on > %(day)s) GROUP BY 1"""  # noqa: S608 -- placeholders only
