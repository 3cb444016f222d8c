"""A visit, or a gathering, as someone told it, before it is stored: what a form, or any other door, hands to the actions."""

import json
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from literacy_portal.kit.ids import new_id
from sessions.enums import Language, Setting

EARLIEST = date(2020, 1, 1)
"""The first teams began in 2022; a day before this one is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Observation:
    """The level seen on a skill, of a resident, or of the household when `resident` is None."""

    skill: str
    level: int
    resident: UUID | None = None
    mode: str = ""


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """Everything about one visit but who records it and where. `next_on` opens a follow-up; None promises nothing."""

    id: UUID
    visited_on: date
    result: str
    setting: str = Setting.HOME
    language: str = Language.VIETNAMESE
    people: frozenset[UUID] = frozenset()
    observations: tuple[Observation, ...] = ()
    minutes: int | None = None
    note: str = ""
    next_on: date | None = None
    next_reason: str = ""

    def content_hash(self, household: UUID) -> str:
        """Equal for two drafts that say the same of the household, whatever their id and the order of their parts."""
        said = _all_but(self, "id")
        said["household"] = household
        said["people"] = sorted(map(str, self.people))
        said["observations"] = _in_order(self.observations)
        return _hash(said)


@dataclass(frozen=True, slots=True)
class Attending:
    """One person at a gathering: a resident of the roster, or, without one, what was noted of somebody else (R44).

    `minority` is None when unknown. `topics` are codes of skills that were practised; a level seen is an observation.
    """

    resident: UUID | None = None
    sex: str = ""
    age_group: str = ""
    minority: bool | None = None
    topics: frozenset[str] = frozenset()
    id: UUID = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if self.resident and (self.sex or self.age_group or self.minority is not None):
            raise ValueError("The roster says who a resident is.")

    def said(self) -> list[str]:
        """What it says, whatever its id, in an order of its own."""
        return [str(self.resident or ""), self.sex, self.age_group, str(self.minority), *sorted(self.topics)]


@dataclass(frozen=True, slots=True)
class GatheringDraft:
    """Everything about one gathering but who records it and in which village.

    Observations are of residents who attend; each person attends once. `members` are the users who coached; None: whoever
    records it, if of a team there. Raises ValueError for a draft that cannot be.
    """

    id: UUID
    kind: str
    held_on: date
    setting: str = Setting.CULTURAL_HOUSE
    language: str = Language.VIETNAMESE
    title: str = ""
    attendances: tuple[Attending, ...] = ()
    observations: tuple[Observation, ...] = ()
    members: frozenset[int] | None = None
    minutes: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        people = [attending.resident for attending in self.attendances if attending.resident]
        about = [(seen.resident, seen.skill) for seen in self.observations]
        if len(set(people)) < len(people) or len(set(about)) < len(about):
            raise ValueError("Somebody attends twice, or shows two levels of one skill.")
        if not {who for who, _skill in about} <= set(people):
            raise ValueError("A level was seen of somebody who does not attend.")

    @property
    def people(self) -> frozenset[UUID]:
        """The residents who attend."""
        return frozenset(attending.resident for attending in self.attendances if attending.resident)

    def content_hash(self, village: str) -> str:
        """Equal for two drafts that say the same of the village, whatever their ids and the order of their parts."""
        said = _all_but(self, "id")
        said["village"] = village
        said["members"] = None if self.members is None else sorted(self.members)
        said["attendances"] = sorted(attending.said() for attending in self.attendances)
        said["observations"] = _in_order(self.observations)
        return _hash(said)


def _all_but(draft: Any, without: str) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in draft.__slots__ if name != without}


def _in_order(observations: tuple[Observation, ...]) -> list[list[Any]]:
    return sorted([seen.skill, str(seen.resident or ""), seen.level, seen.mode] for seen in observations)


def _hash(said: dict[str, Any]) -> str:
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
