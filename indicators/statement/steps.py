"""From one row per person, household or village and day to the steps of each village's counts, by indicator and group."""

from collections.abc import Sequence

from indicators.catalogue.indicator import Indicator
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
    """Steps by village, day and combination of groups: whoever enters a cell on a day adds one, and takes it back on leaving.

    A few dozen rows per village and day on which anything changed, whatever the size of the village.
    """
    flags = "".join(f", {group_column(group)}" for group in GROUPS[unit] if group is not Group.ALL)
    conditions = {f'"of {one.code}"': f'"of {one.code}"' for one in _populations(unit, catalogue)}
    conditions |= {f'"is {one.code}"': f'"of {one.population.code}" AND "is {one.code}"' for one in catalogue if one.unit is unit}
    sums = "".join(
        f", COALESCE(sum(sign) FILTER (WHERE {condition}), 0)::int AS {name}" for name, condition in conditions.items()
    )
    columns = f"{flags}{''.join(f', {name}' for name in conditions)}"
    return f"""
        SELECT village_id, day{flags}{sums}
        FROM (
            SELECT village_id, day, 1 AS sign{columns} FROM {table}
            UNION ALL
            SELECT village_id, next_day, -1{columns} FROM {table} WHERE next_day <= %(until)s
        ) edges
        GROUP BY village_id, day{flags}
    """  # noqa: S608 -- names of columns only


def steps_sql(cells: str, unit: Unit, catalogue: Sequence[Indicator]) -> str:
    """The steps: cells added up for each group, then one row per indicator and day, but none where nothing changed."""
    indicators = [one for one in catalogue if one.unit is unit]
    groups = ", ".join(f"('{group}', {'true' if group is Group.ALL else group_column(group)})" for group in GROUPS[unit])
    names = [f'"of {population.code}"' for population in _populations(unit, catalogue)]
    names += [f'"is {one.code}"' for one in indicators]
    sums = ", ".join(f"sum({name})::int AS {name}" for name in names)
    figures = ", ".join(f"""('{one.code}', "is {one.code}", "of {one.population.code}")""" for one in indicators)
    return f"""
        SELECT village_id AS place, figure.indicator, "group", day, figure.counted, figure.out_of
        FROM (
            SELECT village_id, day, groups.name AS "group", {sums}
            FROM {cells} CROSS JOIN LATERAL (VALUES {groups}) AS groups (name, inside)
            WHERE inside
            GROUP BY village_id, day, groups.name
        ) added
        CROSS JOIN LATERAL (VALUES {figures}) AS figure (indicator, counted, out_of)
        WHERE figure.counted <> 0 OR figure.out_of <> 0
    """  # noqa: S608 -- codes of the catalogue and names of columns only


def _populations(unit: Unit, catalogue: Sequence[Indicator]) -> list[Population]:
    return list({one.population.code: one.population for one in catalogue if one.unit is unit}.values())
