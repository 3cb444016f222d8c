"""The recount: every figure of some villages on every day of a range, counted from the base tables by one statement.

Who lives there, when → what each can do, and when that changes → one row per person, household and village for each day
on which it may enter or leave a count → steps of cells (village × day × groups) → steps of each indicator and group.
People are added up once, into cells; groups are sums of cells. A range of one day costs what one day costs, and a history
what happened in it.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from indicators.catalogue import Indicator
from indicators.catalogue.conditions import Condition
from indicators.catalogue.populations import GROUPS
from indicators.enums import Unit
from indicators.statement.fragments import sql
from indicators.statement.households import households_sql, met_sql
from indicators.statement.levels import Needed
from indicators.statement.parameters import Parameters, Statement
from indicators.statement.persons import persons_sql
from indicators.statement.stays import ASKED, poverty_sql, stay_sql
from indicators.statement.steps import cells_sql, columns_sql, steps_sql
from indicators.statement.villages import villages_sql

TABLES = {Unit.PERSONS: "person", Unit.HOUSEHOLDS: "household", Unit.VILLAGES: "village"}


def recount(since: Mapping[str, date], until: date, catalogue: Sequence[Indicator]) -> Statement:
    """The statement for these villages (code: first day) up to a day; its columns: place, indicator, group, day, counted, out_of.

    A row says by how much the counts changed on the day; on the first day, from nothing to what they are.
    """
    parameters = Parameters(since=since, until=until)
    parts = states_sql(catalogue, parameters)
    units = [unit for unit in TABLES if any(one.unit is unit for one in catalogue)]
    parts |= {f"{TABLES[unit]}_cells": cells_sql(TABLES[unit], unit, catalogue) for unit in units}
    rows = " UNION ALL ".join(steps_sql(f"{TABLES[unit]}_cells", unit, catalogue) for unit in units)
    return Statement(with_sql(parts, rows), parameters.values)


def with_sql(parts: Mapping[str, str], rows: str) -> str:
    """One statement of its parts, each computed once, and what is read from them."""
    with_parts = ",\n".join(f"{name} AS MATERIALIZED ({text})" for name, text in parts.items())
    return f"WITH {with_parts}\n{rows}"


def states_sql(catalogue: Sequence[Indicator], parameters: Parameters) -> dict[str, str]:
    """The parts, in order, up to `person`, `household` and `village`: one row for each state of one of them.

    A state holds from `day` to `next_day` (excluded) and has the yes-or-no columns of `columns_sql`.
    """
    # Households come first: what they ask of some member becomes a column of persons.
    household_columns = columns_sql(Unit.HOUSEHOLDS, catalogue, parameters)
    members = {name: one.condition for one, name in parameters.members.items()}
    person_columns = columns_sql(Unit.PERSONS, catalogue, parameters)
    person_columns += [f"({sql(one, Unit.PERSONS, parameters)}) AS {name}" for name, one in members.items()]
    of_persons = Needed([*_conditions(catalogue, Unit.PERSONS), *members.values()])
    return {
        "asked": ASKED,
        "stay": stay_sql(parameters),
        "poverty": poverty_sql(parameters),
        "met": met_sql(parameters),
        **persons_sql(person_columns, of_persons, parameters),
        **households_sql(household_columns, Needed(_conditions(catalogue, Unit.HOUSEHOLDS)), parameters),
        **villages_sql(columns_sql(Unit.VILLAGES, catalogue, parameters), Needed(_conditions(catalogue, Unit.VILLAGES))),
    }


def _conditions(catalogue: Sequence[Indicator], unit: Unit) -> list[Condition]:
    chosen = [one for one in catalogue if one.unit is unit]
    return [*GROUPS[unit].values(), *(condition for one in chosen for condition in (one.condition, one.population.condition))]
