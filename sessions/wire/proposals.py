"""What a team proposes to change on the roster, as phones tell it (docs/sync.md)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from communes.enums import Language, Relation, Sex
from sessions.drafts import EARLIEST, Observation
from sessions.enums import ProposalKind
from sessions.wire.fields import Part
from sessions.wire.observations import Skills, read_observations
from sessions.wire.visits import LONGEST_NOTE, read_village

LONGEST_NAME = 120
LONGEST_NUMBER = 20
LONGEST_ADDRESS = 200
MOST_PEOPLE = 40
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True)
class ProposalItem:
    """A proposal that was understood. `words` is what was said, cleaned."""

    id: UUID
    kind: str
    village: str
    household: UUID | None
    resident: UUID | None
    visit: UUID | None
    day: date
    words: dict[str, Any]
    observations: tuple[Observation, ...]
    note: str
    said: dict[str, Any]
    schema: int

    @property
    def seen(self) -> list[dict[str, Any]]:
        """What was seen of the person, as it is kept."""
        return [{"skill": one.skill, "level": one.level, "mode": one.mode} for one in self.observations]

    @cached_property
    def content_hash(self) -> str:
        """Equal for two items that say the same."""
        parts = (self.kind, self.village, self.household, self.resident, self.visit, self.day, self.words, self.note)
        seen = sorted([one.skill, one.level, one.mode] for one in self.observations)
        return sha256(json.dumps([*parts, seen], sort_keys=True, default=str).encode()).hexdigest()


def read_proposal(part: Part, skills: Skills, said: dict[str, Any], schema: int) -> ProposalItem:
    """The proposal of an item. Raises RefusedError for the first field that is wrong."""
    kind = ProposalKind(part.choice("proposal", ProposalKind.values))
    village, day = read_village(part), part.day("observed_on")
    if not village:
        raise part.wrong("village", _("This key is missing or damaged."))
    if day < EARLIEST:
        raise part.wrong("observed_on", _("This day is too long ago. Check the year."))
    is_of_household = kind == ProposalKind.NEW_HOUSEHOLD
    resident = part.key("resident", optional=is_of_household)
    read = ProposalItem(
        id=part.key("id"),
        kind=kind.value,
        village=village,
        household=part.key("household", optional=kind in _OF_KNOWN),
        resident=None if is_of_household else resident,
        visit=part.key("visit", optional=True),
        day=day,
        words=_WORDS[kind](part.part("said")),
        observations=read_observations(part, skills, of=resident, of_one=True),
        note=part.lines("note", LONGEST_NOTE),
        said=said,
        schema=schema,
    )
    part.moment("written_at")
    part.done()
    if read.observations and kind != ProposalKind.NEW_PERSON:
        raise part.wrong("observations", _("Levels are kept with the visit, or with a new person."))
    return read


_OF_KNOWN = (ProposalKind.MOVED_AWAY, ProposalKind.DIED)


def _person(part: Part) -> dict[str, Any]:
    person = _who(part)
    born = part.day("birth_date", optional=True)
    part.done()
    if born and person["birth_year"] not in (None, born.year):
        raise part.wrong("birth_year", _("This is not the year of the birth date."))
    return person | {"birth_date": born.isoformat() if born else None}


def _birth(part: Part) -> dict[str, Any]:
    person = _person(part)
    if person["birth_date"] is None:
        raise part.wrong("birth_date", _("Give a day of the calendar."))
    return person


def _who(part: Part) -> dict[str, Any]:
    name = part.line("full_name", LONGEST_NAME)
    if not name:
        raise part.wrong("full_name", _("Give the name."))
    return {
        "full_name": name,
        "sex": part.choice("sex", {"", *Sex.values}, usual=""),
        "birth_year": part.number("birth_year", FIRST_YEAR, LAST_YEAR, optional=True),
        "relation": part.choice("relation", {"", *Relation.values}, usual=""),
    }


def _household(part: Part) -> dict[str, Any]:
    people = {}
    for path, said in part.listed("people", MOST_PEOPLE):
        one = Part(said, path)
        resident = str(one.key("resident"))
        if resident in people:
            raise one.wrong("resident", _("This was told twice of the same person."))
        people[resident] = {"resident": resident, **_who(one)}
        one.done()
    if not people:
        raise part.wrong("people", _("Name at least one person."))
    household = {
        "number": part.line("number", LONGEST_NUMBER),
        "address": part.line("address", LONGEST_ADDRESS),
        "language": part.choice("language", {"", *Language.values}, usual=""),
        "people": list(people.values()),
    }
    part.done()
    return household


def _nothing(part: Part) -> dict[str, Any]:
    part.done()
    return {}


_WORDS: dict[ProposalKind, Callable[[Part], dict[str, Any]]] = {
    ProposalKind.NEW_PERSON: _person,
    ProposalKind.BIRTH: _birth,
    ProposalKind.NEW_HOUSEHOLD: _household,
    ProposalKind.MOVED_AWAY: _nothing,
    ProposalKind.DIED: _nothing,
}
