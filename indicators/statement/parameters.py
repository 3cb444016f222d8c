from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from indicators.catalogue.conditions import SomeMember
from indicators.enums import Unit


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL and its named values."""

    sql: str
    values: dict[str, Any]


class Parameters:
    """What a statement under way has gathered: its values, each with a name, and what it asks of household members.

    `since` says from which day on each village (code) is counted, `until` is the last day counted.
    """

    def __init__(self, *, since: Mapping[str, date], until: date) -> None:
        self.values: dict[str, Any] = {
            "villages": list(since),
            "since": list(since.values()),
            "first": min(since.values(), default=until),
            "until": until,
        }
        self.members: dict[SomeMember, str] = {}
        self._skills: dict[Unit, dict[str, int]] = {unit: {} for unit in Unit}
        self._names: dict[tuple[type, Any], str] = {}

    def hold(self, value: Any) -> str:
        """The placeholder of a value; equal values share one."""
        key = (type(value), tuple(value) if isinstance(value, list) else value)
        name = self._names.setdefault(key, f"v{len(self._names)}")
        self.values[name] = value
        return f"%({name})s"

    def number(self, unit: Unit, skill: str) -> int:
        """The number under which a skill of this unit is known in the statement, from 0 on."""
        return self._skills[unit].setdefault(skill, len(self._skills[unit]))

    def member(self, condition: SomeMember) -> str:
        """The column in which persons carry what a household asks of some member."""
        return self.members.setdefault(condition, f"member_{len(self.members)}")
