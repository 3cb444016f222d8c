"""Persons: the days on which one may enter or leave a count, and what is so from each of them on."""

from collections.abc import Sequence

from indicators.enums import Unit
from indicators.statement.days import birthday_sql, samples_sql
from indicators.statement.levels import Needed, levels_sql, seen_sql, turns
from indicators.statement.parameters import Parameters


def persons_sql(columns: Sequence[str], needed: Needed, parameters: Parameters) -> dict[str, str]:
    """The parts of the statement, in order, up to `person`: a row per village, person and day, with the columns asked for."""
    return {
        "resident": _residents(needed),
        "person_seen": seen_sql(Unit.PERSONS, needed, parameters),
        "person_sample": samples_sql("village_id, resident_id", _days(needed)),
        "person_levels": levels_sql(Unit.PERSONS, "person_seen", needed, parameters),
        "person": _states(columns, needed),
    }


def _residents(needed: Needed) -> str:
    """The people of `stay`, each with the days on which they reach the ages that matter."""
    birthdays = "".join(f", {_reached(years)} AS {turns(years)}" for years in sorted(needed.ages))
    return f"""
        SELECT id, sex, ethnic_group_id{birthdays}
        FROM (
            SELECT *, COALESCE(birth_date, make_date(birth_year, 1, 1)) AS born FROM communes_resident
            WHERE id = ANY(ARRAY(SELECT resident_id FROM stay))
        ) resident
    """  # noqa: S608 -- names of columns only


def _reached(years: int) -> str:
    """The birthday where it is one of the days counted; the years of a calendar are only counted out for those few."""
    return f"""CASE
        WHEN born <= (%(first)s::date - interval '{int(years)} years')::date THEN '-infinity'
        WHEN born > (%(until)s::date - interval '{int(years)} years')::date THEN 'infinity'
        ELSE {birthday_sql(years)}
    END"""


def _days(needed: Needed) -> str:
    """Moving in or out, an outcome, a birthday, the 1 January of a poverty class of the household, the day it was first met."""
    ages = sorted(needed.ages)
    met = "UNION ALL TABLE met" if needed.visited else ""
    birthdays = "".join(f" UNION ALL SELECT id, {turns(age)} FROM resident WHERE {turns(age)} > %(first)s" for age in ages)  # noqa: S608 -- names of columns only
    return f"""
        SELECT village_id, resident_id, from_day AS day FROM stay
        UNION
        SELECT village_id, resident_id, to_day FROM stay WHERE to_day <= %(until)s
        UNION
        SELECT stay.village_id, stay.resident_id, change.day
        FROM stay
        JOIN (
            SELECT resident_id, from_day FROM person_seen WHERE from_day > %(first)s{birthdays}
        ) AS change (resident_id, day) USING (resident_id)
        WHERE change.day > stay.from_day AND change.day < stay.to_day AND change.day <= %(until)s
        UNION
        SELECT stay.village_id, stay.resident_id, change.day
        FROM stay
        JOIN (
            SELECT * FROM (SELECT household_id, from_day FROM poverty {met}) AS either WHERE from_day > %(first)s
        ) AS change (household_id, day) USING (household_id)
        WHERE change.day > stay.from_day AND change.day < stay.to_day
    """  # noqa: S608 -- names of columns and placeholders only


def _states(columns: Sequence[str], needed: Needed) -> str:
    """Where one does not live in the village on a day, there is no row: the one before ended."""
    is_visited = ", bool_or(COALESCE(met.day <= sample.day, false)) AS is_visited" if needed.visited else ""
    met = "LEFT JOIN met ON met.household_id = stay.household_id" if needed.visited else ""
    return f"""
        SELECT home.village_id, home.resident_id, home.day, home.next_day{"".join(f", {column}" for column in columns)}
        FROM (
            SELECT sample.village_id, sample.resident_id, sample.day, sample.next_day,
                bool_or(COALESCE(poverty.is_poor, false)) AS is_poor{is_visited}
            FROM person_sample sample
            JOIN stay ON stay.village_id = sample.village_id AND stay.resident_id = sample.resident_id
                AND stay.from_day <= sample.day AND sample.day < stay.to_day
            LEFT JOIN poverty ON poverty.household_id = stay.household_id
                AND poverty.from_day <= sample.day AND sample.day < poverty.to_day
            {met}
            GROUP BY sample.village_id, sample.resident_id, sample.day, sample.next_day
        ) home
        JOIN resident ON resident.id = home.resident_id
        LEFT JOIN person_levels levels ON levels.resident_id = home.resident_id
            AND levels.day <= home.day AND home.day < levels.next_day
    """  # noqa: S608 -- names of columns and placeholders only
