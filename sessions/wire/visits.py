"""A visit, as phones tell it (docs/sync.md)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from literacy_portal.kit.periods import day_of
from sessions.drafts import EARLIEST, VisitDraft
from sessions.enums import FollowUpReason, Language, Result, Setting
from sessions.wire.fields import Part
from sessions.wire.observations import Skills, read_observations
from sessions.wire.sent import sent_hash

MOST_PEOPLE = 100
LONGEST_NOTE = 1000
LONGEST_VISIT = 600
# Read once: an enum makes its list of values anew each time it is asked.
RESULTS, SETTINGS, LANGUAGES = frozenset(Result.values), frozenset(Setting.values), frozenset(Language.values)
_REASONS = frozenset({"", *FollowUpReason.values})
_HOME, _VIETNAMESE = Setting.HOME.value, Language.VIETNAMESE.value


@dataclass(frozen=True)
class VisitItem:
    """A visit that was understood. `village` is where the phone believes the household to be; "" when it does not say.

    `written_at` is when it was written down, by the phone's clock.
    """

    draft: VisitDraft
    household: UUID
    village: str
    said: dict[str, Any]
    schema: int
    written_at: datetime | None = None

    @property
    def id(self) -> UUID:
        """The key that the phone made."""
        return self.draft.id

    @property
    def day(self) -> date:
        """The day of the visit."""
        return self.draft.visited_on

    @cached_property
    def content_hash(self) -> str:
        """Equal for two items that say the same."""
        return self.draft.content_hash(self.household)

    @cached_property
    def sent_hash(self) -> str:
        """Equal for two items that were sent as the same."""
        return sent_hash(self.said, self.schema)

    @property
    def named(self) -> frozenset[UUID]:
        """Everyone of whom something is said."""
        return self.draft.people

    def at_door(self, clock_skew: int | None) -> datetime | None:
        """When it was written down by the portal's clock, if that was on the day of the visit; later says nothing of the door.

        `clock_skew` is by how many seconds the phone's clock was ahead. Unknown, the phone is believed.
        """
        if self.written_at is None:
            return None
        try:
            moment = self.written_at - timedelta(seconds=clock_skew or 0)
            return moment if day_of(moment) == self.day else None
        except OverflowError:  # A clock at the end of time.
            return None


def read_visit(part: Part, skills: Skills, said: dict[str, Any], schema: int) -> VisitItem:
    """The visit of an item. Raises RefusedError for the first field that is wrong."""
    household, village = part.key("household"), read_village(part)
    draft = _draft(part, skills)
    written_at = part.moment("written_at")
    part.done()
    _agree(part, draft)
    return VisitItem(draft, household, village, said, schema, written_at)


def read_village(part: Part) -> str:
    """The code of a village; "" where none is said."""
    code = part.line("village", 8)
    if code and not (code.isascii() and code.isdigit() and len(code) == 8):  # noqa: PLR2004 -- commune and serial
        raise part.wrong("village", _("This key is missing or damaged."))
    return code


def _draft(part: Part, skills: Skills) -> VisitDraft:
    observations = read_observations(part, skills)
    result, following = part.choice("result", RESULTS), part.day("next_on", optional=True)
    reason = part.choice("next_reason", _REASONS, usual="")
    return VisitDraft(
        id=part.key("id"),
        visited_on=part.day("visited_on"),
        result=result,
        setting=part.choice("setting", SETTINGS, usual=_HOME),
        language=part.choice("language", LANGUAGES, usual=_VIETNAMESE),
        people=part.keys("people", MOST_PEOPLE) | {seen.resident for seen in observations if seen.resident},
        observations=observations,
        minutes=part.number("minutes", 1, LONGEST_VISIT, optional=True),
        note=part.lines("note", LONGEST_NOTE),
        next_on=following,
        next_reason=(reason or Result(result).why_again.value) if following else "",
    )


def _agree(part: Part, draft: VisitDraft) -> None:
    if draft.visited_on < EARLIEST:
        raise part.wrong("visited_on", _("This day is too long ago. Check the year."))
    if draft.next_on and draft.next_on <= draft.visited_on:
        raise part.wrong("next_on", _("Come again on a day after the visit."))
    if draft.result != Result.MET and (draft.people or draft.observations):
        raise part.wrong("result", _("It says what people did. Choose “met”, or take the people away."))
