"""A row of a sheet: one household, as it is typed from paper."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sessions.drafts import Observation, VisitDraft
from sessions.enums import Result
from sessions.forms.again import read_again
from sessions.forms.evening import EveningForm
from sessions.forms.marks import read_levels, read_result, read_who
from sessions.forms.visit import VisitForm
from sessions.models import Skill
from sessions.queries.evening import Lived
from sessions.queries.paper import Row


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
