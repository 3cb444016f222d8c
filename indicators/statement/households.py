"""Open households: the days on which one may enter or leave a count, and what is so from each of them on."""

from collections.abc import Sequence

from indicators.enums import Unit
from indicators.statement.days import samples_sql
from indicators.statement.levels import Needed, levels_sql, seen_sql
from indicators.statement.parameters import Parameters
from indicators.statement.standing import standing_sql
from indicators.statement.steps import group_column
from sessions.enums import Result


def households_sql(columns: Sequence[str], needed: Needed, parameters: Parameters) -> dict[str, str]:
    """The parts of the statement, in order, up to `household`: a row per village, household and day; after those of persons."""
    return {
        "member": _members(parameters),
        "household_seen": seen_sql(Unit.HOUSEHOLDS, needed, parameters),
        "household_sample": samples_sql("village_id, household_id", _DAYS),
        "household_levels": levels_sql(Unit.HOUSEHOLDS, "household_seen", needed, parameters),
        "household_home": _homes(parameters),
        "household": _states(columns),
    }


def _members(parameters: Parameters) -> str:
    """Spans in which a person lives in a household and nothing changes for that person."""
    asked = "".join(f", person.{name}" for name in parameters.members.values())
    return f"""
        SELECT stay.village_id, stay.household_id, CASE WHEN stay.is_head THEN stay.resident_id::text END AS head,
            stay.is_head AND person.{group_column("minority")} AS is_minority_head{asked},
            GREATEST(stay.from_day, person.day) AS from_day, LEAST(stay.to_day, person.next_day) AS to_day
        FROM stay JOIN person USING (village_id, resident_id)
        WHERE person.day < stay.to_day AND stay.from_day < person.next_day
    """  # noqa: S608 -- names of columns only


def met_sql(parameters: Parameters) -> str:
    """The day of the first standing visit at which someone of the household was met."""
    visits = f"""
        SELECT id, household_id, visited_on FROM coaching_visit
        WHERE household_id = ANY(ARRAY(SELECT household_id FROM stay))
            AND result = {parameters.hold(Result.MET.value)}
            AND visited_on <= %(until)s
    """  # noqa: S608 -- placeholders only
    return f"""
        SELECT household_id, min(visited_on) AS day
        FROM ({standing_sql("coaching_visit", visits)}) standing GROUP BY household_id
    """  # noqa: S608 -- pieces of this package only


_DAYS = """
    SELECT village_id, household_id, from_day AS day FROM member
    UNION
    SELECT village_id, household_id, to_day FROM member WHERE to_day <= %(until)s
    UNION
    SELECT stay.village_id, stay.household_id, change.day
    FROM stay
    JOIN (
        SELECT * FROM (SELECT household_id, from_day FROM household_seen UNION ALL TABLE met) AS either WHERE from_day > %(first)s
    ) AS change (household_id, day) USING (household_id)
    WHERE change.day > stay.from_day AND change.day < stay.to_day
"""
"""Whatever changes for a member, and what is known of the household itself."""


def _homes(parameters: Parameters) -> str:
    """Poor, of a minority (its one head's), visited, and what is asked of members; no row while nobody lives there."""
    asked = "".join(f", bool_or(member.{name}) AS {name}" for name in parameters.members.values())
    return f"""
        SELECT sample.village_id, sample.household_id, sample.day, sample.next_day,
            bool_or(COALESCE(poverty.is_poor, false)) AS is_poor,
            bool_or(member.is_minority_head) AND min(member.head) = max(member.head) AS is_minority,
            bool_or(COALESCE(met.day <= sample.day, false)) AS is_visited{asked}
        FROM household_sample sample
        JOIN member ON member.village_id = sample.village_id AND member.household_id = sample.household_id
            AND member.from_day <= sample.day AND sample.day < member.to_day
        LEFT JOIN poverty ON poverty.household_id = sample.household_id
            AND poverty.from_day <= sample.day AND sample.day < poverty.to_day
        LEFT JOIN met ON met.household_id = sample.household_id
        GROUP BY sample.village_id, sample.household_id, sample.day, sample.next_day
    """  # noqa: S608 -- names of columns only


def _states(columns: Sequence[str]) -> str:
    return f"""
        SELECT home.village_id, home.household_id, home.day, home.next_day{"".join(f", {column}" for column in columns)}
        FROM household_home home
        LEFT JOIN household_levels levels ON levels.household_id = home.household_id
            AND levels.day <= home.day AND home.day < levels.next_day
    """  # noqa: S608 -- names of columns and placeholders only
