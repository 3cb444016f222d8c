"""What can be asked of a person or a household on a day: small values that are put together, and know no SQL.

`indicators.statement.fragments` turns each into a piece of the recount; a new kind of condition is a class
here and a function there.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """The level in a skill or fact on the day: at least `at_least`, or exactly `exactly`. Never seen is 0."""

    skill: str
    at_least: int | None = None
    exactly: int | None = None

    def __post_init__(self) -> None:
        if (self.at_least is None) == (self.exactly is None):
            raise ValueError(f"{self.skill}: say at_least or exactly")


@dataclass(frozen=True, slots=True)
class Several:
    """At least `how_many` of the skills, each at level `at_least` or higher."""

    skills: tuple[str, ...]
    at_least: int
    how_many: int


@dataclass(frozen=True, slots=True)
class Kept:
    """At least `how_many` of the skills are *kept*: the unbroken run of level ≥ 3 spans `days` days or more."""

    skills: tuple[str, ...]
    days: int = 30
    how_many: int = 1


@dataclass(frozen=True, slots=True)
class Aged:
    """`years` old or older on the day. An unknown birth year never is."""

    years: int


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


@dataclass(frozen=True, slots=True)
class Visited:
    """A household: a standing visit with result *met*, on or before the day, whoever lives there now."""


@dataclass(frozen=True, slots=True)
class Every:
    """All of the conditions. None at all: always met."""

    conditions: tuple["Condition", ...] = ()


Condition = Level | Several | Kept | Aged | Sexed | Minority | Poor | SomeMember | Visited | Every

ANYONE = Every()


def alone(skill: str) -> Level:
    """Alone: level ≥ 3 on a competence ladder."""
    return Level(skill, at_least=3)


def has(fact: str) -> Level:
    """A fact that is so: 1."""
    return Level(fact, exactly=1)


def every(*conditions: Condition) -> Every:
    """All of them."""
    return Every(conditions)
