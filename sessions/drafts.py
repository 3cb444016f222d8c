"""A visit as someone told it, before it is stored: what the web form, and any other door, hands to the actions."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from sessions.enums import Language, Setting


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
        said: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__ if name != "id"}
        said["household"] = household
        said["people"] = sorted(map(str, self.people))
        said["observations"] = sorted([o.skill, str(o.resident or ""), o.level, o.mode] for o in self.observations)
        return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
