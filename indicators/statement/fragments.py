"""Conditions of the catalogue as pieces of SQL, each a boolean that is never null.

Of a person they read the columns of `communes_resident` (as `resident`), of `levels` and of `home`; of a
household those of `levels` and of `home`, where `home` says `is_poor` and, of a household, `is_minority`.
"""

from functools import singledispatch

from indicators.catalogue.conditions import (
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
    Visited,
)
from indicators.enums import Unit
from indicators.statement.days import latest_birth
from indicators.statement.levels import kept_days_of, level_of
from indicators.statement.parameters import Parameters


@singledispatch
def sql(condition: Condition, unit: Unit, parameters: Parameters) -> str:
    """The piece for a condition on a unit. Raises TypeError for what has none."""
    raise TypeError(f"{condition!r} cannot be counted")


@sql.register
def _(condition: Level, unit: Unit, parameters: Parameters) -> str:
    sign, level = (">=", condition.at_least) if condition.exactly is None else ("=", condition.exactly)
    return f"COALESCE({level_of(condition.skill)}, 0) {sign} {parameters.hold(level)}"


@sql.register
def _(condition: Several, unit: Unit, parameters: Parameters) -> str:
    met = [_one(sql(Level(skill, at_least=condition.at_least), unit, parameters)) for skill in condition.skills]
    return f"{' + '.join(met)} >= {parameters.hold(condition.how_many)}"


@sql.register
def _(condition: Kept, unit: Unit, parameters: Parameters) -> str:
    days = parameters.hold(condition.days)
    met = [_one(f"COALESCE({kept_days_of(skill)} >= {days}, false)") for skill in condition.skills]
    return f"{' + '.join(met)} >= {parameters.hold(condition.how_many)}"


def _one(truth: str) -> str:
    return f"({truth})::int"


@sql.register
def _(condition: Aged, unit: Unit, parameters: Parameters) -> str:
    latest = latest_birth(parameters.day, condition.years)
    # Only the year known is born on its 1 January, so the year alone decides; neither known is no age at all.
    by_date, by_year = parameters.hold(latest), parameters.hold(latest.year)
    return f"COALESCE(resident.birth_date <= {by_date}, resident.birth_year <= {by_year}, false)"


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


@sql.register
def _(condition: Every, unit: Unit, parameters: Parameters) -> str:
    return " AND ".join(f"({sql(one, unit, parameters)})" for one in condition.conditions) or "true"
