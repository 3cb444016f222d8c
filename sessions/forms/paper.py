"""Forms of paper: which round to print, the evening of a sheet, and a row of it."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from literacy_portal.kit.codes import read_code
from literacy_portal.kit.periods import today
from literacy_portal.kit.widgets import Segmented
from sessions.actions.paper import Evening
from sessions.drafts import EARLIEST, Observation, VisitDraft
from sessions.enums import Result
from sessions.forms.marks import read_again, read_levels, read_result, read_who
from sessions.forms.visit import VisitForm
from sessions.models import Skill
from sessions.models.paper import SHEET_LETTERS
from sessions.queries.paper import Lived, Row
from teams.models import Membership, Team

MOST_SKILLS = 6
"""Columns that fit on a sheet across, with room for a hand."""


class CodeForm(forms.Form):
    """The number of a sheet, typed from paper."""

    code = forms.CharField(
        label=_("Number of the sheet"),
        max_length=40,
        help_text=_("Eight signs, at the top right of the sheet."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Type the number of the sheet.")},
    )

    def clean_code(self) -> str:
        code = read_code(self.cleaned_data["code"])
        if len(code) != SHEET_LETTERS:
            raise ValidationError(_("The number of a sheet has eight letters and digits. Check it against the paper."))
        return code


class RoundForm(forms.Form):
    """Which households and skills go on paper."""

    which = forms.ChoiceField(
        label=_("Which households"),
        choices=[("all", pgettext_lazy("households", "All")), ("tonight", _("Due, or not met yet"))],
        initial="all",
        widget=Segmented,
        error_messages={"required": _("Say which households.")},
    )
    skills = forms.MultipleChoiceField(
        label=_("Skills on the sheet"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Six at most."),
        error_messages={"required": _("Choose one skill at least.")},
    )

    def __init__(self, *args: Any, skills: Sequence[Skill], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["skills"].choices = [(skill.code, skill.name) for skill in skills]  # type: ignore[attr-defined]

    def clean_skills(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["skills"]
        if len(chosen) > MOST_SKILLS:
            raise ValidationError(_("Six skills at most fit on the sheet. Take some away."))
        return chosen


class EveningForm(forms.Form):
    """What holds for all rows of a sheet."""

    visited_on = VisitForm.base_fields["visited_on"]
    team = forms.ChoiceField(label=_("Team"), required=False)
    members = forms.MultipleChoiceField(label=_("Members present"), required=False, widget=forms.CheckboxSelectMultiple)
    mode = VisitForm.base_fields["mode"]
    setting = VisitForm.base_fields["setting"]
    language = VisitForm.base_fields["language"]

    def __init__(self, *args: Any, teams: Collection[Team], crew: Sequence[Membership], **more: Any) -> None:
        super().__init__(*args, **more)
        self.teams, self.crew = {str(team.pk): team for team in teams}, crew
        names = {str(one.user_id): str(one.user) for one in crew}
        self.fields["team"].choices = [("", _("no team")), *((key, team.name) for key, team in self.teams.items())]  # type: ignore[attr-defined]
        self.fields["members"].choices = list(names.items())  # type: ignore[attr-defined]
        if not crew:
            del self.fields["members"]
        if not teams:
            del self.fields["team"]
        self.fields["visited_on"].label = _("Day of the visits")
        self.fields["visited_on"].widget.attrs.update(min=EARLIEST.isoformat(), max=today().isoformat())

    clean_visited_on = VisitForm.clean_visited_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("visited_on"):
            absent = self._not_in_team(cleaned)
            if absent:
                said = _("%(name)s was not in the team on that day. Take the tick away, or choose another team.")
                self.add_error("members", said % {"name": absent})
        return cleaned

    def _not_in_team(self, cleaned: dict[str, Any]) -> str:
        day, team = cleaned["visited_on"], cleaned.get("team", "")
        then = {
            str(one.user_id)
            for one in self.crew
            if str(one.team_id) == team and one.started_on <= day and (one.ended_on is None or one.ended_on > day)
        }
        return next((str(one.user) for one in self.crew if str(one.user_id) in {*cleaned.get("members", [])} - then), "")

    def evening(self) -> Evening:
        """What a valid form says."""
        said = self.cleaned_data
        present = {str(one.user_id): one.user for one in self.crew if str(one.user_id) in said.get("members", [])}
        return Evening(said["visited_on"], self.teams.get(said.get("team", "")), tuple(present.values()))


def _short(part: str, **attributes: str) -> forms.TextInput:
    """A field of the row by the name under which the script finds it."""
    return forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-part": part, **attributes})


class RowForm(forms.Form):
    """One household of a sheet, as it is typed. `evening` is a valid form; without it only what was typed is kept."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    result = forms.CharField(label=_("Result"), required=False, max_length=8, widget=_short("result", maxlength="1"))
    who = forms.CharField(label=_("Who was met"), required=False, max_length=80, widget=_short("who", inputmode="numeric"))
    again = forms.CharField(label=_("Come again"), required=False, max_length=20, widget=_short("again"))
    note = forms.CharField(label=_("Note"), required=False, max_length=1000, widget=_short("note"))
    anyway = forms.BooleanField(label=_("It is another visit of that day: record it too"), required=False)

    def __init__(
        self, *args: Any, row: Row, skills: Sequence[Skill], evening: EveningForm, lived: Lived | None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.row, self.skills, self.evening, self.lived = row, skills, evening, lived
        self.seen: dict[int, dict[str, int]] = {}
        for person in row.people:
            self.fields[f"p{person.number}"] = forms.CharField(
                label=f"{person.number}. {person.name}",
                required=False,
                max_length=20,
                strip=False,
                widget=_short("levels", inputmode="numeric"),
            )

    def persons(self) -> Iterator[tuple[Any, Any]]:
        """The people of the row, each with the field of its levels."""
        return ((person, self[f"p{person.number}"]) for person in self.row.people)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed: such a row waits."""
        if not self.is_bound:
            return True
        names = ["result", "who", "again", "note", *(f"p{person.number}" for person in self.row.people)]
        return not any(self.data.get(self.add_prefix(name), "").strip() for name in names)

    def complaints(self) -> list[str]:
        """All that is wrong, in the order of the fields."""
        return [str(error) for errors in self.errors.values() for error in errors]

    def clean_note(self) -> str:
        return VisitForm.clean_note(self)  # type: ignore[arg-type]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.evening.is_valid():
            self.add_error(None, _("First say above on which day this was, and who was there."))
            return cleaned
        day = self.evening.cleaned_data["visited_on"]
        self._read("result", read_result)
        self._read("who", read_who, len(self.row.people))
        self._read("again", read_again, day)
        for person in self.row.people:
            name = f"p{person.number}"
            if self._read(name, read_levels, self.skills):
                self.seen[person.number] = cleaned[name]
        if not self.errors:
            self._agree(cleaned)
        return cleaned

    def _read(self, name: str, reader: Any, *more: Any) -> Any:
        """Replaces what was typed by what it means, or says at the field why it means nothing."""
        try:
            self.cleaned_data[name] = reader(self.cleaned_data.get(name, ""), *more)
        except ValidationError as error:
            self.add_error(name, error)
            return None
        return self.cleaned_data[name]

    def met(self) -> set[int]:
        """Numbers of those met: the named, and everyone whose levels were typed."""
        return {*self.cleaned_data["who"], *self.seen}

    def _agree(self, cleaned: dict[str, Any]) -> None:
        met = self.met()
        if cleaned["result"] == Result.MET:
            if not met and not cleaned["note"]:
                self.add_error("who", _("Type the numbers of those met, or write in the note whom you met."))
        elif met:
            self.add_error("result", _("People are typed beside. Choose “met”, or take them away."))
        if self.lived is None:
            nobody = _(
                "On that day nobody of this household lived in your villages. Check the day, or ask the commune’s officer."
            )
            self.add_error(None, nobody)
        elif gone := [str(one.number) for one in self.row.people if one.number in met and one.key not in self.lived.people]:
            said = _("Number %(number)s did not live here on that day. Take the number away, or have the roster put right first.")
            self.add_error("who", said % {"number": ", ".join(gone)})

    def draft(self) -> VisitDraft:
        """What a valid row says, with what its evening says."""
        said, about = self.cleaned_data, self.evening.cleaned_data
        keys = {person.number: person.key for person in self.row.people}
        seen = [
            Observation(skill, level, keys[number], about["mode"])
            for number, levels in self.seen.items()
            for skill, level in levels.items()
        ]
        return VisitDraft(
            id=said["id"],
            visited_on=about["visited_on"],
            result=said["result"],
            setting=about["setting"],
            language=about["language"],
            people=frozenset(keys[number] for number in self.met()),
            observations=tuple(seen),
            note=said["note"],
            next_on=said["again"],
            next_reason=Result(said["result"]).why_again if said["again"] else "",
        )
