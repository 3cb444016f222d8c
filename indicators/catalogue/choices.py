"""A definition as a handful of plain choices, as a form asks them; and a definition taken apart into them again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from indicators.catalogue.conditions import (
    ActiveTeam,
    Aged,
    Condition,
    Every,
    Kept,
    Level,
    Several,
    SomeMember,
    VillageHas,
    Visited,
    every,
)
from indicators.catalogue.populations import Population, population_of

LEVEL, KEPT, VISITED, GROUND, TEAM = "level", "kept", "visited", "ground", "team"
"""What can be asked: a level in one or several skills, skills kept, a visit, the ground, an active team."""

ALONE = 3
MONTH = 30


@dataclass(frozen=True, slots=True)
class Choices:
    """Whom it counts over (`base`, `age`), and when one of them is counted.

    `also`, another skill, must be at `also_level` or more as well. With `by_member`, some one member of the household
    meets it all, from `member_age` on. `exactly`: at this level and no higher.
    """

    base: str
    kind: str
    age: int | None = None
    skills: tuple[str, ...] = ()
    how_many: int = 1
    level: int = ALONE
    exactly: bool = False
    days: int = MONTH
    also: str = ""
    also_level: int = ALONE
    by_member: bool = False
    member_age: int | None = None
    ground: str = ""

    def population(self) -> Population:
        """The population chosen. Raises ValueError for one that there is not."""
        return population_of(self.base, self.age)

    def condition(self) -> Condition:
        """The condition chosen. Raises ValueError for one that makes no sense."""
        parts: list[Condition] = [self._asked()]
        if self.also:
            parts.insert(0, Level(self.also, at_least=self.also_level))
        if not self.by_member:
            return _together(parts)
        if self.member_age is not None:
            parts.insert(0, Aged(self.member_age))
        return SomeMember(_together(parts))

    def _asked(self) -> Condition:
        if self.kind == VISITED:
            return Visited()
        if self.kind == GROUND:
            return VillageHas(self.ground)
        if self.kind == TEAM:
            return ActiveTeam(self.days)
        if self.kind == KEPT:
            return Kept(self.skills, self.days, self.how_many)
        if len(self.skills) == 1:
            (skill,) = self.skills
            return Level(skill, exactly=self.level) if self.exactly else Level(skill, at_least=self.level)
        return Several(self.skills, self.level, self.how_many)


def _together(parts: Sequence[Condition]) -> Condition:
    return parts[0] if len(parts) == 1 else every(*parts)


def choices_of(population: Population, condition: Condition) -> Choices:
    """The choices that make this definition. Raises ValueError for one that no choices make."""
    # What no choice says is left a level of no skill, which is no condition at all.
    chosen = _with(Choices(population.base, LEVEL, population.age), condition)
    if (chosen.population(), chosen.condition()) != (population, condition):
        raise ValueError(f"not made of choices: {condition!r}")
    return chosen


def _with(chosen: Choices, condition: Condition) -> Choices:
    match condition:
        case SomeMember(condition=inner):
            return _with(replace(chosen, by_member=True), inner)
        case Every(conditions=(Aged(years=years), *rest)) if rest:
            return _with(replace(chosen, member_age=years), _together(rest))
        case Every(conditions=(Level(skill=also, at_least=int(level)), last)):
            return _with(replace(chosen, also=also, also_level=level), last)
    return replace(chosen, **_single(condition))


def _single(condition: Condition) -> dict[str, Any]:
    said: dict[str, Any] = {}
    match condition:
        case Level(skill=skill, at_least=at_least, exactly=exactly):
            said = {"kind": LEVEL, "skills": (skill,), "level": at_least if exactly is None else exactly}
            said["exactly"] = exactly is not None
        case Several(skills=skills, at_least=level, how_many=how_many):
            said = {"kind": LEVEL, "skills": skills, "level": level, "how_many": how_many}
        case Kept(skills=skills, days=days, how_many=how_many):
            said = {"kind": KEPT, "skills": skills, "days": days, "how_many": how_many}
        case Visited():
            said = {"kind": VISITED}
        case VillageHas(ground=ground):
            said = {"kind": GROUND, "ground": ground}
        case ActiveTeam(days=days):
            said = {"kind": TEAM, "days": days}
    return said
