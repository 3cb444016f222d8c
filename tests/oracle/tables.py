"""The rows that the oracle counts from: what the tables hold, as plain values, without a rule in them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Id = Any
"""A key: a UUID in the database, a small number in a world written by hand. Comparable within a table."""


@dataclass(frozen=True)
class Person:
    id: Id
    sex: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    ethnic_group: str | None = None


@dataclass(frozen=True)
class Stay:
    """A residence row."""

    person: Id
    household: Id
    village: str
    started_on: date
    ended_on: date | None = None
    status: str = "living"
    relation: str = ""


@dataclass(frozen=True)
class Poverty:
    household: Id
    year: int
    poverty_class: str


@dataclass(frozen=True)
class Seen:
    """An outcome row; `subject` is the person, or the household when it is about no person."""

    id: Id
    subject: Id
    skill: str
    level: int | None
    observed_on: date
    received_at: datetime
    replaces: Id | None = None
    visit: Id | None = None
    gathering: Id | None = None


@dataclass(frozen=True)
class Call:
    """A visit row; `village` is where it took place, `members` who came."""

    id: Id
    household: Id
    visited_on: date
    result: str
    replaces: Id | None = None
    village: str = ""
    team: Id | None = None
    minutes: int | None = None
    written_at: datetime | None = None
    members: frozenset[Id] = frozenset()


@dataclass(frozen=True)
class Gathering:
    """A gathering row; `village` is where it was held, `members` who coached there."""

    id: Id
    kind: str
    held_on: date
    replaces: Id | None = None
    village: str = ""
    team: Id | None = None
    minutes: int | None = None
    members: frozenset[Id] = frozenset()


@dataclass(frozen=True)
class Came:
    """An attendance row: `person` of the roster, or what was noted of somebody else."""

    gathering: Id
    person: Id | None = None
    sex: str = ""
    age_group: str = ""
    is_minority: bool | None = None


@dataclass(frozen=True)
class Covered:
    """A village on a team's list."""

    team: Id
    village: str


@dataclass(frozen=True)
class Declared:
    """A declaration row, of the commune or province with the code `place`."""

    id: Id
    indicator: str
    place: str
    day: date
    counted: int | None
    out_of: int | None
    declared_at: datetime
    replaces: Id | None = None


@dataclass(frozen=True)
class Ground:
    """The condition of a village from a day on."""

    village: str
    since: date
    has_4g: bool | None = None
    has_telecom: bool | None = None
    has_power: bool | None = None


@dataclass(frozen=True)
class Place:
    """A village, with the commune and province that contain it."""

    village: str
    commune: str
    province: str
    opened_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True)
class Tables:
    """Everything that a figure may depend on."""

    places: list[Place] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    poverty: list[Poverty] = field(default_factory=list)
    outcomes: list[Seen] = field(default_factory=list)
    visits: list[Call] = field(default_factory=list)
    ground: list[Ground] = field(default_factory=list)
    covered: list[Covered] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    gatherings: list[Gathering] = field(default_factory=list)
    attendances: list[Came] = field(default_factory=list)
