"""Populations and conditions as JSON and back: the one place where a stored definition becomes a value, or is refused.

A condition is an object of its `kind` and its fields, nothing less and nothing more. What cannot be read raises
ValueError: a definition that says something else than was meant must never be counted.
"""

import types
from dataclasses import fields
from typing import Any, get_args, get_origin, get_type_hints

from indicators.catalogue import conditions
from indicators.catalogue.conditions import Condition
from indicators.catalogue.populations import BASES, Population, population_of

KINDS: dict[str, type[Condition]] = {
    "level": conditions.Level,
    "several": conditions.Several,
    "kept": conditions.Kept,
    "aged": conditions.Aged,
    "sexed": conditions.Sexed,
    "minority": conditions.Minority,
    "poor": conditions.Poor,
    "some_member": conditions.SomeMember,
    "visited": conditions.Visited,
    "village_has": conditions.VillageHas,
    "active_team": conditions.ActiveTeam,
    "every": conditions.Every,
}
"""The word that is stored for each class: never renamed."""

_WORDS = {kind: word for word, kind in KINDS.items()}
_DEEPEST = 6

Data = dict[str, Any]


def population_data(population: Population) -> Data:
    """A population as JSON: its base and age."""
    return {"base": population.base, "age": population.age}


def population_from(data: object) -> Population:
    """The population of `population_data`."""
    if not isinstance(data, dict) or data.keys() != {"base", "age"}:
        raise ValueError(f"not a population: {data!r}")
    base, age = data["base"], data["age"]
    if base not in BASES or not (age is None or _is_number(age)):
        raise ValueError(f"not a population: {data!r}")
    return population_of(base, age)


def condition_data(condition: Condition) -> Data:
    """A condition as JSON."""
    return {"kind": _WORDS[type(condition)], **{one.name: _plain(getattr(condition, one.name)) for one in fields(condition)}}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return condition_data(value) if type(value) in _WORDS else value


def condition_from(data: object, *, depth: int = 0) -> Condition:
    """The condition of `condition_data`."""
    if depth > _DEEPEST or not isinstance(data, dict) or not isinstance(data.get("kind"), str) or data["kind"] not in KINDS:
        raise ValueError(f"not a condition: {data!r}")
    kind = KINDS[data["kind"]]
    asked = get_type_hints(kind)
    if data.keys() != {"kind", *asked}:
        raise ValueError(f"{data['kind']} is made of {sorted(asked)}: {data!r}")
    made: Condition = kind(**{name: _valued(data[name], hint, depth) for name, hint in asked.items()})
    return made


def _valued(value: object, hint: Any, depth: int) -> Any:
    if get_origin(hint) is tuple and isinstance(value, list):
        return tuple(_valued(one, get_args(hint)[0], depth) for one in value)
    if hint == Condition:
        return condition_from(value, depth=depth + 1)
    if isinstance(hint, types.UnionType) and value is None and type(None) in get_args(hint):
        return None
    if (hint is str and isinstance(value, str)) or (hint in (int, int | None) and _is_number(value)):
        return value
    raise ValueError(f"not of the kind {hint}: {value!r}")


def _is_number(value: object) -> bool:
    # To Python, true is a number.
    return isinstance(value, int) and not isinstance(value, bool)
