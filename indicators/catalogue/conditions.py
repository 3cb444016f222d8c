"""What can be asked of a person, a household or a village on a day: small values that are put together, and know no SQL.

`indicators.statement.fragments` turns each into a piece of the recount; a new kind of condition is a class
here, a function there, and a word in `telling`. One that makes no sense cannot be made: it raises ValueError.
"""

import re
from dataclasses import dataclass

from indicators.enums import Ground, Unit

SKILL = re.compile(r"[-a-zA-Z0-9_]{1,40}")
HIGHEST_LEVEL, OLDEST, LONGEST = 3, 120, 366


def _check(is_so: bool, complaint: str) -> None:  # noqa: FBT001 -- an assertion that stays in optimised code
    if not is_so:
        raise ValueError(complaint)


def _check_skills(skills: tuple[str, ...], how_many: int) -> None:
    _check(all(SKILL.fullmatch(skill) for skill in skills), f"not the codes of skills: {skills}")
    _check(len(set(skills)) == len(skills), f"the same skill twice: {skills}")
    _check(1 <= how_many <= len(skills), f"{how_many} of {len(skills)} skills")


@dataclass(frozen=True, slots=True)
class Level:
    """The level in a skill or fact on the day: at least `at_least`, or exactly `exactly`. Never seen is 0."""

    skill: str
    at_least: int | None = None
    exactly: int | None = None

    def __post_init__(self) -> None:
        _check_skills((self.skill,), 1)
        _check((self.at_least is None) != (self.exactly is None), f"{self.skill}: say at_least or exactly")
        level = self.at_least if self.exactly is None else self.exactly
        _check(level is not None and 0 <= level <= HIGHEST_LEVEL, f"{self.skill}: no level {level}")


@dataclass(frozen=True, slots=True)
class Several:
    """At least `how_many` of the skills, each at level `at_least` or higher."""

    skills: tuple[str, ...]
    at_least: int
    how_many: int

    def __post_init__(self) -> None:
        _check_skills(self.skills, self.how_many)
        _check(1 <= self.at_least <= HIGHEST_LEVEL, f"no level {self.at_least}")


@dataclass(frozen=True, slots=True)
class Kept:
    """At least `how_many` of the skills are *kept*: the unbroken run of level ≥ 3 spans `days` days or more."""

    skills: tuple[str, ...]
    days: int = 30
    how_many: int = 1

    def __post_init__(self) -> None:
        _check_skills(self.skills, self.how_many)
        _check(1 <= self.days <= LONGEST, f"{self.days} days")


@dataclass(frozen=True, slots=True)
class Aged:
    """`years` old or older on the day. An unknown birth year never is."""

    years: int

    def __post_init__(self) -> None:
        _check(1 <= self.years <= OLDEST, f"{self.years} years")


@dataclass(frozen=True, slots=True)
class Sexed:
    """Of this sex."""

    sex: str


@dataclass(frozen=True, slots=True)
class Minority:
    """A person: ethnic group known and not Kinh. A household: so is its head, and one head only lives there."""


@dataclass(frozen=True, slots=True)
class Poor:
    """The household's class in force is poor or near-poor: the latest yearly class of a year not after the day's."""


@dataclass(frozen=True, slots=True)
class SomeMember:
    """A household: some one person who lives in it meets the condition."""

    condition: "Condition"

    def __post_init__(self) -> None:
        _check(fits(self.condition, Unit.PERSONS), f"cannot be asked of a person: {self.condition}")


@dataclass(frozen=True, slots=True)
class Visited:
    """A household: a standing visit with result *met*, on or before the day, whoever lives there now. A person: lives in one."""


@dataclass(frozen=True, slots=True)
class VillageHas:
    """A village: it has what `ground` names (of `Ground`) by its latest condition with `since` ≤ day. Unknown: it has not."""

    ground: str

    def __post_init__(self) -> None:
        _check(self.ground in Ground.values, f"no such ground: {self.ground}")


@dataclass(frozen=True, slots=True)
class ActiveTeam:
    """A village: a standing visit there, whatever its result, by a team covering it, on one of the last `days` days.

    The day itself is the last of them.
    """

    days: int = 30

    def __post_init__(self) -> None:
        _check(1 <= self.days <= LONGEST, f"{self.days} days")


@dataclass(frozen=True, slots=True)
class Every:
    """All of the conditions. None at all: always met."""

    conditions: tuple["Condition", ...] = ()


Condition = Level | Several | Kept | Aged | Sexed | Minority | Poor | SomeMember | Visited | VillageHas | ActiveTeam | Every

ANYONE = Every()

ASKED_OF: dict[Unit, tuple[type, ...]] = {
    Unit.PERSONS: (Level, Several, Kept, Aged, Sexed, Minority, Poor, Visited),
    Unit.HOUSEHOLDS: (Level, Several, Kept, Minority, Poor, SomeMember, Visited),
    Unit.VILLAGES: (VillageHas, ActiveTeam),
}
"""By unit, what can be asked of one; and of each, `Every` of these."""


def fits(condition: Condition, unit: Unit) -> bool:
    """Whether the condition can be asked of the unit."""
    if isinstance(condition, Every):
        return all(fits(one, unit) for one in condition.conditions)
    return isinstance(condition, ASKED_OF[unit])


def alone(skill: str) -> Level:
    """Alone: level ≥ 3 on a competence ladder."""
    return Level(skill, at_least=3)


def has(fact: str) -> Level:
    """A fact that is so: 1."""
    return Level(fact, exactly=1)


def every(*conditions: Condition) -> Every:
    """All of them."""
    return Every(conditions)
