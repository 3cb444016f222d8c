"""From one row per person or household to one row per village, indicator and group."""

from collections.abc import Sequence

from indicators.catalogue import Indicator
from indicators.catalogue.populations import GROUPS, Population
from indicators.enums import Group, Unit
from indicators.statement.fragments import sql
from indicators.statement.parameters import Parameters


def group_column(group: str) -> str:
    """The column that says whether one belongs to the group."""
    return f'"in {group}"'


def columns_sql(unit: Unit, catalogue: Sequence[Indicator], parameters: Parameters) -> list[str]:
    """The yes-or-no columns of a unit: its groups, the populations used, the conditions of the indicators."""
    indicators = [one for one in catalogue if one.unit is unit]
    asked = {group_column(group): condition for group, condition in GROUPS[unit].items() if group is not Group.ALL}
    asked |= {f'"of {one.population.code}"': one.population.condition for one in indicators}
    asked |= {f'"is {one.code}"': one.condition for one in indicators}
    return [f"({sql(condition, unit, parameters)}) AS {name}" for name, condition in asked.items()]


def cells_sql(table: str, unit: Unit, catalogue: Sequence[Indicator]) -> str:
    """Counts by village and combination of groups: a few dozen rows per village, whatever its size."""
    flags = ", ".join(group_column(group) for group in GROUPS[unit] if group is not Group.ALL)
    counts = [
        f'count(*) FILTER (WHERE "of {population.code}")::int AS "of {population.code}"'
        for population in _populations(unit, catalogue)
    ]
    counts += [
        f'count(*) FILTER (WHERE "of {one.population.code}" AND "is {one.code}")::int AS "is {one.code}"'
        for one in catalogue
        if one.unit is unit
    ]
    return f"SELECT {', '.join(['village_id', flags, *counts])} FROM {table} GROUP BY village_id, {flags}"  # noqa: S608 -- names of columns only


def rows_sql(cells: str, unit: Unit, catalogue: Sequence[Indicator]) -> str:
    """The figures: cells added up for each group, then one row per indicator, but none for 0 out of 0."""
    indicators = [one for one in catalogue if one.unit is unit]
    groups = ", ".join(f"('{group}', {'true' if group is Group.ALL else group_column(group)})" for group in GROUPS[unit])
    names = [f'"of {population.code}"' for population in _populations(unit, catalogue)] + [
        f'"is {one.code}"' for one in indicators
    ]
    sums = ", ".join(f"sum({name})::int AS {name}" for name in names)
    figures = ", ".join(f"""('{one.code}', "is {one.code}", "of {one.population.code}")""" for one in indicators)
    return f"""
        SELECT village_id AS place, figure.indicator, "group", figure.counted, figure.out_of
        FROM (
            SELECT village_id, groups.name AS "group", {sums}
            FROM {cells} CROSS JOIN LATERAL (VALUES {groups}) AS groups (name, inside)
            WHERE inside
            GROUP BY village_id, groups.name
        ) added
        CROSS JOIN LATERAL (VALUES {figures}) AS figure (indicator, counted, out_of)
        WHERE figure.out_of > 0
    """  # noqa: S608 -- codes of the catalogue and names of columns only


def _populations(unit: Unit, catalogue: Sequence[Indicator]) -> list[Population]:
    return list({one.population.code: one.population for one in catalogue if one.unit is unit}.values())
