from datetime import date
from typing import Any

from indicators.catalogue.conditions import SomeMember


class Parameters:
    """What a statement under way has gathered: its values, each with a name, and what it asks of household members."""

    def __init__(self, *, day: date, villages: list[str]) -> None:
        self.day = day
        self.values: dict[str, Any] = {"day": day, "villages": villages}
        self.members: dict[SomeMember, str] = {}
        self._names: dict[tuple[type, Any], str] = {}

    def hold(self, value: Any) -> str:
        """The placeholder of a value; equal values share one."""
        key = (type(value), tuple(value) if isinstance(value, list) else value)
        name = self._names.setdefault(key, f"v{len(self._names)}")
        self.values[name] = value
        return f"%({name})s"

    def member(self, condition: SomeMember) -> str:
        """The column in which persons carry what a household asks of some member."""
        return self.members.setdefault(condition, f"member_{len(self.members)}")
