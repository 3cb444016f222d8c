"""What was seen of people and households, as phones tell it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sessions.drafts import Observation
from sessions.enums import Mode, Subject
from sessions.wire.fields import Part, RefusedError

MOST_OBSERVATIONS = 500
_MODES = frozenset({"", *Mode.values})
_PERSON = Subject.PERSON.value


@dataclass(frozen=True, slots=True)
class Rung:
    """What a reader must know of a skill: of whom it is, and its highest level."""

    subject: str
    top: int


Skills = Mapping[str, Rung]
"""The skills that can be told, by code."""


def read_observations(part: Part, skills: Skills, *, of: UUID | None = None, of_one: bool = False) -> tuple[Observation, ...]:
    """The observations of a part. With `of_one` they name nobody: all are of the person `of`."""
    seen: dict[tuple[UUID | None, str], Observation] = {}
    for path, said in part.listed("observations", MOST_OBSERVATIONS):
        one = _read(said, path, skills, of=of, of_one=of_one)
        if seen.setdefault((one.resident, one.skill), one) is not one:
            raise RefusedError(path, _("This was told twice of the same person."))
    return tuple(seen.values())


def _read(said: Any, path: str, skills: Skills, *, of: UUID | None, of_one: bool) -> Observation:
    part = Part(said, path)
    code = part.choice("skill", skills)
    rung = skills[code]
    level = part.number("level", 0, rung.top) or 0
    resident = of if of_one else part.key("resident", optional=True)
    mode = part.choice("mode", _MODES, usual="")
    part.done()
    is_personal = of_one or resident is not None
    if is_personal != (rung.subject == _PERSON):
        raise part.wrong("skill", _("This is said of a person, or of a household; not of the other."))
    return Observation(code, level, resident, mode)
