"""What is observed of one person, or of the household: a field per skill."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from literacy_portal.kit.widgets import Segmented
from sessions.drafts import Observation
from sessions.enums import Competence, Ladder, Mode
from sessions.models import Skill
from sessions.queries.levels import Levels
from sessions.queries.people import Member

NOT_TODAY = ""

# One short word each: five stand side by side on a phone.
STEPS = [
    (NOT_TODAY, _("not today")),
    (str(Competence.NOT_YET), pgettext_lazy("level", "not yet")),
    (str(Competence.SHOWN), pgettext_lazy("level", "shown")),
    (str(Competence.WITH_HELP), pgettext_lazy("level", "with help")),
    (str(Competence.ALONE), pgettext_lazy("level", "alone")),
]
VNEID = [("0", _("none")), ("1", _("level 1")), ("2", _("level 2"))]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as the page shows it. `was` is what the user saw when the page opened, "" when unknown to the page.

    Only a difference between the two is an observation: what someone else records meanwhile is not undone.
    """

    field: BoundField
    was: str
    was_name: str

    @property
    def is_stepped(self) -> bool:
        """Whether it has more than yes and no (VNeID)."""
        return not isinstance(self.field.field, forms.BooleanField)

    @property
    def has_changed(self) -> bool:
        """Whether the page shows another level than it opened with."""
        shown = self.field.value()
        return (shown if self.is_stepped else str(int(bool(shown)))) != self.was


@dataclass(frozen=True, slots=True)
class Practice:
    """A competence as the page shows it: its field, and in words the level known before, "" when never seen."""

    field: BoundField
    before: str


class SubjectForm(forms.Form):
    """A field for each skill, named by its code: `said` are levels chosen before, `before` those known without this visit."""

    def __init__(self, *args: Any, skills: Sequence[Skill], before: Levels, said: Levels, **more: Any) -> None:
        super().__init__(*args, **more)
        self.skills = {skill.code: skill for skill in skills}
        self.before = before
        for skill in skills:
            self.fields[skill.code] = _field_for(skill)
            self.initial[skill.code] = _initial(skill, before, said)

    def facts(self) -> Iterator[Fact]:
        """The facts, each with what it was."""
        for skill in self.skills.values():
            if skill.ladder != Ladder.COMPETENCE:
                was_name = self.add_prefix(f"was-{skill.code}")
                yield Fact(self[skill.code], self._was(skill, was_name), was_name)

    @property
    def opens_facts(self) -> bool:
        """Whether a fact differs from what it was, or is wrong."""
        return any(fact.has_changed or fact.field.errors for fact in self.facts())

    def _was(self, skill: Skill, was_name: str) -> str:
        if not self.is_bound:
            return str(self.before.get(skill.code, 0))
        posted = self.data.get(was_name, "")
        return posted if posted in _levels_of(skill) else ""

    def observations(self, resident: UUID | None, mode: str) -> Iterator[Observation]:
        """What a valid form says: every level chosen, and every fact that changed."""
        chosen = self.cleaned_data.get("mode") or mode
        for code, level in self._said():
            yield Observation(code, level, resident, chosen)

    def says_something(self) -> bool:
        """Whether a level was chosen or a fact changed."""
        return any(True for _said in self._said())

    def _said(self) -> Iterator[tuple[str, int]]:
        for skill in self.skills.values():
            value = self.cleaned_data.get(skill.code, NOT_TODAY)
            if skill.ladder == Ladder.COMPETENCE:
                if value != NOT_TODAY:
                    yield skill.code, int(value)
            elif (was := self._was(skill, self.add_prefix(f"was-{skill.code}"))) and int(value or 0) != int(was):
                yield skill.code, int(value or 0)


class PersonForm(SubjectForm):
    """One person of the household: met or not, and what was seen."""

    met = forms.BooleanField(required=False)
    mode = forms.ChoiceField(
        required=False, label=_("How it was seen"), choices=[("", _("as for the whole visit")), *Mode.choices]
    )

    def __init__(self, *args: Any, member: Member, offered: Iterable[Skill], **more: Any) -> None:
        super().__init__(*args, **more)
        self.member = member
        self.offered = [skill.code for skill in offered]
        self.fields["met"].label = member.resident.full_name

    def suggestions(self) -> list[Practice]:
        """The competence to go on with, and the next one."""
        return [self._practice(code) for code in self.offered[:2]]

    def more_skills(self) -> list[Practice]:
        """The other competences, in their order."""
        return [self._practice(code) for code in self.offered[2:]]

    def _practice(self, code: str) -> Practice:
        known = self.before.get(code)
        return Practice(self[code], "" if known is None else str(Competence(known).label))

    @property
    def opens_more(self) -> bool:
        """Whether something is chosen, or wrong, among the other competences."""
        return any(row.field.value() not in (None, NOT_TODAY) or row.field.errors for row in self.more_skills())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.says_something() and not cleaned.get("met"):
            self.add_error(
                "met",
                _("You chose a level for %(name)s. Tick that you met them, or take the level away.")
                % {"name": self.member.resident.full_name},
            )
        return cleaned


def _field_for(skill: Skill) -> forms.Field:
    if skill.ladder == Ladder.FACT:
        return forms.BooleanField(required=False, label=skill.name)
    if skill.ladder == Ladder.VNEID:
        return forms.ChoiceField(required=False, label=skill.name, choices=VNEID, widget=Segmented)
    return forms.ChoiceField(required=False, label=skill.name, choices=STEPS, widget=Segmented)


def _initial(skill: Skill, before: Levels, said: Levels) -> Any:
    if skill.ladder == Ladder.COMPETENCE:
        return str(said[skill.code]) if skill.code in said else NOT_TODAY
    level = said.get(skill.code, before.get(skill.code, 0))
    return bool(level) if skill.ladder == Ladder.FACT else str(level)


def _levels_of(skill: Skill) -> set[str]:
    return {str(level) for level in range(skill.top + 1)}
