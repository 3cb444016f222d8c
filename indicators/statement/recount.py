"""The recount: every figure of some villages at the end of a day, counted from the base tables by one statement.

Who lives there → what each can do → one row per person, one per household → cells (village × groups) → one row
per village, indicator and group. People are added up once, into cells; groups are sums of cells. No row stands
for 0 out of 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from communes.enums import PovertyClass, Relation, ResidenceStatus
from indicators.catalogue import CATALOGUE, Indicator
from indicators.catalogue.conditions import Condition
from indicators.enums import Unit
from indicators.statement.cells import cells_sql, columns_sql, group_column, rows_sql
from indicators.statement.fragments import sql
from indicators.statement.levels import columns_needed, levels_sql
from indicators.statement.parameters import Parameters
from sessions.enums import Result

LIVES_THERE = [ResidenceStatus.LIVING.value, ResidenceStatus.TEMPORARY.value]
IS_POOR = [PovertyClass.POOR.value, PovertyClass.NEAR_POOR.value]


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL and its named values."""

    sql: str
    values: dict[str, Any]


def recount(villages: Sequence[str], day: date, catalogue: Sequence[Indicator] = CATALOGUE) -> Statement:
    """The statement for these villages and this day; its columns: place, indicator, group, counted, out_of."""
    parameters = Parameters(day=day, villages=list(villages))
    # Households come first: what they ask of some member becomes a column of persons.
    parts = {**_of_households(catalogue, parameters), **_of_persons(catalogue, parameters)}
    order = ["living", "poverty", "person_levels", "person", "person_cells"]
    order += ["household_levels", "household_home", "household", "household_cells"]
    parts |= {"living": living_sql(parameters), "poverty": poverty_sql(parameters), "household_home": _household_home(parameters)}
    with_parts = ",\n".join(f"{name} AS MATERIALIZED ({parts[name]})" for name in order)
    rows = [rows_sql("person_cells", Unit.PERSONS, catalogue), rows_sql("household_cells", Unit.HOUSEHOLDS, catalogue)]
    return Statement(f"WITH {with_parts}\n{' UNION ALL '.join(rows)}", parameters.values)


def _of_persons(catalogue: Sequence[Indicator], parameters: Parameters) -> dict[str, str]:
    members = {name: one.condition for one, name in parameters.members.items()}
    of_members = [f"({sql(one, Unit.PERSONS, parameters)}) AS {name}" for name, one in members.items()]
    columns = [*columns_sql(Unit.PERSONS, catalogue, parameters), *of_members]
    needed = columns_needed([*_conditions(catalogue, Unit.PERSONS), *members.values()])
    return {
        "person_levels": levels_sql("resident_id", needed, parameters),
        "person": _person(columns),
        "person_cells": cells_sql("person", Unit.PERSONS, catalogue),
    }


def _of_households(catalogue: Sequence[Indicator], parameters: Parameters) -> dict[str, str]:
    columns = columns_sql(Unit.HOUSEHOLDS, catalogue, parameters)
    needed = columns_needed(_conditions(catalogue, Unit.HOUSEHOLDS))
    return {
        "household_levels": levels_sql("household_id", needed, parameters),
        "household": _household(columns),
        "household_cells": cells_sql("household", Unit.HOUSEHOLDS, catalogue),
    }


def _conditions(catalogue: Sequence[Indicator], unit: Unit) -> list[Condition]:
    chosen = [one for one in catalogue if one.unit is unit]
    return [condition for one in chosen for condition in (one.condition, one.population.condition)]


def living_sql(parameters: Parameters) -> str:
    """Who lives where on the day: one row per village, household and person, however many residence rows say so."""
    return f"""
        SELECT village_id, household_id, resident_id, bool_or(relation = {parameters.hold(Relation.HEAD.value)}) AS is_head
        FROM communes_residence
        WHERE village_id = ANY(%(villages)s)
            AND status = ANY({parameters.hold(LIVES_THERE)})
            AND started_on <= %(day)s
            AND (ended_on IS NULL OR ended_on > %(day)s)
        GROUP BY village_id, household_id, resident_id
    """  # noqa: S608 -- placeholders only


def poverty_sql(parameters: Parameters) -> str:
    """The class in force of each household of `living`: that of the latest year not after the day's."""
    return f"""
        SELECT DISTINCT ON (household_id) household_id, poverty_class,
            poverty_class = ANY({parameters.hold(IS_POOR)}) AS is_poor
        FROM communes_povertystatus
        WHERE household_id IN (SELECT household_id FROM living)
            AND year <= {parameters.hold(parameters.day.year)}
        ORDER BY household_id, year DESC
    """  # noqa: S608 -- placeholders only


def _person(columns: list[str]) -> str:
    """One row per village and person, with what populations, groups and indicators ask."""
    return f"""
        SELECT home.village_id, home.resident_id, {", ".join(columns)}
        FROM (
            SELECT village_id, resident_id, bool_or(COALESCE(is_poor, false)) AS is_poor
            FROM living LEFT JOIN poverty USING (household_id)
            GROUP BY village_id, resident_id
        ) home
        JOIN communes_resident resident ON resident.id = home.resident_id
        LEFT JOIN person_levels levels ON levels.resident_id = home.resident_id
    """  # noqa: S608 -- names of columns and placeholders only


def _household_home(parameters: Parameters) -> str:
    """One row per village and open household: poor, of a minority (its one head's), visited, and what it asks of members."""
    asked = "".join(f", bool_or({name}) AS {name}" for name in parameters.members.values())
    minority = group_column("minority")
    return f"""
        SELECT living.village_id, living.household_id,
            bool_or(COALESCE(is_poor, false)) AS is_poor,
            count(*) FILTER (WHERE is_head) = 1 AND count(*) FILTER (WHERE is_head AND {minority}) = 1 AS is_minority,
            bool_or(met.household_id IS NOT NULL) AS is_visited{asked}
        FROM living
        JOIN person USING (village_id, resident_id)
        LEFT JOIN poverty USING (household_id)
        LEFT JOIN (
            SELECT DISTINCT v.household_id
            FROM coaching_visit v
            WHERE v.household_id IN (SELECT household_id FROM living)
                AND v.result = {parameters.hold(Result.MET.value)}
                AND v.visited_on <= %(day)s
                AND NOT EXISTS (SELECT 1 FROM coaching_visit later WHERE later.replaces_id = v.id)
        ) met USING (household_id)
        GROUP BY living.village_id, living.household_id
    """  # noqa: S608 -- names of columns and placeholders only


def _household(columns: list[str]) -> str:
    """One row per village and open household, with what populations, groups and indicators ask."""
    return f"""
        SELECT home.village_id, {", ".join(columns)}
        FROM household_home home
        LEFT JOIN household_levels levels USING (household_id)
    """  # noqa: S608 -- names of columns and placeholders only
