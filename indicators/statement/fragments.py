"""Conditions of the catalogue as pieces of SQL, each a boolean that is never null.

Each is asked of one row: a person, household or village on a day. Of a person they read the columns of `resident`, of
`levels` and of `home`; of a household those of `levels` and of `home`, where `home` says the `day`, `is_poor` and, of a
household, `is_minority`; of a village those of `sample` (its `day`), `ground` and `call`.
"""

from functools import singledispatch

from indicators.catalogue.conditions import (
    ActiveTeam,
    Aged,
    Condition,
    Every,
    Kept,
    Level,
    Minority,
    Poor,
    Several,
    Sexed,
    SomeMember,
    VillageHas,
    Visited,
)
from indicators.enums import Ground, Unit
from indicators.statement.lanes import kept_sql, level_is_sql, levels_met_sql
from indicators.statement.levels import turns
from indicators.statement.parameters import Parameters


@singledispatch
def sql(condition: Condition, unit: Unit, parameters: Parameters) -> str:
    """The piece for a condition on a unit. Raises TypeError for what has none."""
    raise TypeError(f"{condition!r} cannot be counted")


@sql.register
def _(condition: Level, unit: Unit, parameters: Parameters) -> str:
    number = parameters.number(unit, condition.skill)
    if condition.exactly is not None:
        return level_is_sql(number, condition.exactly)
    return levels_met_sql([number], at_least=condition.at_least or 0, how_many=1)


@sql.register
def _(condition: Several, unit: Unit, parameters: Parameters) -> str:
    numbers = [parameters.number(unit, skill) for skill in condition.skills]
    return levels_met_sql(numbers, at_least=condition.at_least, how_many=condition.how_many)


@sql.register
def _(condition: Kept, unit: Unit, parameters: Parameters) -> str:
    numbers = [parameters.number(unit, skill) for skill in condition.skills]
    return kept_sql(numbers, days=condition.days, how_many=condition.how_many)


@sql.register
def _(condition: Aged, unit: Unit, parameters: Parameters) -> str:
    return f"COALESCE(home.day >= resident.{turns(condition.years)}, false)"


@sql.register
def _(condition: Sexed, unit: Unit, parameters: Parameters) -> str:
    return f"resident.sex = {parameters.hold(condition.sex)}"


@sql.register
def _(condition: Minority, unit: Unit, parameters: Parameters) -> str:
    if unit is Unit.HOUSEHOLDS:
        return "home.is_minority"
    return f"COALESCE(resident.ethnic_group_id <> {parameters.hold('kinh')}, false)"


@sql.register
def _(condition: Poor, unit: Unit, parameters: Parameters) -> str:
    return "home.is_poor"


@sql.register
def _(condition: Visited, unit: Unit, parameters: Parameters) -> str:
    return "home.is_visited"


@sql.register
def _(condition: SomeMember, unit: Unit, parameters: Parameters) -> str:
    return f"home.{parameters.member(condition)}"


GROUND_COLUMNS = {Ground.MOBILE: "has_4g", Ground.TELECOM: "has_telecom", Ground.POWER: "has_power"}


@sql.register
def _(condition: VillageHas, unit: Unit, parameters: Parameters) -> str:
    return f"COALESCE(ground.{GROUND_COLUMNS[Ground(condition.ground)]}, false)"


@sql.register
def _(condition: ActiveTeam, unit: Unit, parameters: Parameters) -> str:
    return f"COALESCE(sample.day < call.from_day + {int(condition.days)}, false)"


@sql.register
def _(condition: Every, unit: Unit, parameters: Parameters) -> str:
    return " AND ".join(f"({sql(one, unit, parameters)})" for one in condition.conditions) or "true"
