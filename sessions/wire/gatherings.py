"""A class, a stall, a desk of walk-ins, as phones tell it (docs/sync.md)."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from communes.enums import Sex
from sessions.drafts import EARLIEST, Attending, GatheringDraft, Observation
from sessions.enums import AgeGroup, GatheringKind, Language, Setting
from sessions.wire.fields import Part, RefusedError
from sessions.wire.observations import Skills, read_observations
from sessions.wire.visits import LONGEST_NOTE, LONGEST_VISIT, read_village

MOST_ATTENDANCES = 500
MOST_TOPICS = 60
LONGEST_TITLE = 120


@dataclass(frozen=True)
class GatheringItem:
    """A gathering that was understood; it is of no household."""

    draft: GatheringDraft
    village: str
    said: dict[str, Any]
    schema: int
    household: None = None

    @property
    def id(self) -> UUID:
        """The key that the phone made."""
        return self.draft.id

    @property
    def day(self) -> date:
        """The day on which it was held."""
        return self.draft.held_on

    @cached_property
    def content_hash(self) -> str:
        """Equal for two items that say the same."""
        return self.draft.content_hash(self.village)

    @property
    def named(self) -> frozenset[UUID]:
        """Residents who attended."""
        return self.draft.people


def read_gathering(part: Part, skills: Skills, said: dict[str, Any], schema: int) -> GatheringItem:
    """The gathering of an item. Raises RefusedError for the first field that is wrong."""
    village = read_village(part)
    if not village:
        raise part.wrong("village", _("This key is missing or damaged."))
    draft = _draft(part, skills)
    part.moment("written_at")
    part.done()
    if draft.held_on < EARLIEST:
        raise part.wrong("held_on", _("This day is too long ago. Check the year."))
    return GatheringItem(draft, village, said, schema)


def _draft(part: Part, skills: Skills) -> GatheringDraft:
    attendances, observations = _attendances(part, skills)
    return GatheringDraft(
        id=part.key("id"),
        kind=part.choice("gathering", GatheringKind.values),
        held_on=part.day("held_on"),
        setting=part.choice("setting", Setting.values, usual=Setting.CULTURAL_HOUSE.value),
        language=part.choice("language", Language.values, usual=Language.VIETNAMESE.value),
        title=part.line("title", LONGEST_TITLE),
        attendances=attendances,
        observations=observations,
        minutes=part.number("minutes", 1, LONGEST_VISIT, optional=True),
        note=part.lines("note", LONGEST_NOTE),
    )


def _attendances(part: Part, skills: Skills) -> tuple[tuple[Attending, ...], tuple[Observation, ...]]:
    attending: dict[UUID, Attending] = {}
    seen: list[Observation] = []
    met: set[UUID] = set()
    for path, said in part.listed("attendances", MOST_ATTENDANCES):
        one = Part(said, path)
        who, observations = _attendance(one, skills)
        if who.id in attending or who.resident in met:
            raise RefusedError(path, _("This was told twice of the same person."))
        attending[who.id] = who
        met |= {who.resident} - {None}  # type: ignore[arg-type]  # what is left are keys
        seen += observations
    return tuple(attending.values()), tuple(seen)


def _attendance(part: Part, skills: Skills) -> tuple[Attending, tuple[Observation, ...]]:
    resident = part.key("resident", optional=True)
    observations = read_observations(part, skills, of=resident, of_one=True)
    if observations and resident is None:
        raise part.wrong("observations", _("Levels are kept of people on the roster only. Tick what was practised instead."))
    sex, age = part.choice("sex", {"", *Sex.values}, usual=""), part.choice("age_group", {"", *AgeGroup.values}, usual="")
    minority = part.flag("minority")
    who = Attending(
        id=part.key("id"),
        resident=resident,
        sex="" if resident else sex,
        age_group="" if resident else age,
        minority=None if resident else minority,
        topics=_topics(part, skills),
    )
    part.done()
    return who, observations


def _topics(part: Part, skills: Skills) -> frozenset[str]:
    return frozenset(Part({"topic": code}, path).choice("topic", skills) for path, code in part.listed("topics", MOST_TOPICS))
