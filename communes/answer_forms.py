"""What the user answers about single rows of a plan: corrected cells, who is one with whom, how someone left."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communes.enums import ResidenceEnd, Verdict
from communes.models import PlannedRow, RosterImport
from communes.queries import Place
from communes.roster_import.columns import BY_KEY
from communes.roster_import.doubles import DIFFERENT, SAME
from communes.roster_import.fixes import address
from communes.roster_import.leaving import EVERYONE
from literacy_portal.kit.periods import today
from literacy_portal.kit.widgets import DayInput

_LONGEST_CELL = 200
_EARLIEST = date(2000, 1, 1)
_CELL = re.compile(r"cell-(?P<sheet>\d{1,3})-(?P<row>\d{1,7})-(?P<column>\d{1,3})")
_SAME = re.compile(r"same-(?P<sheet>\d{1,3})-(?P<row>\d{1,7})")
_END = re.compile(r"(?:end|on)-(?P<about>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_STAYS = ("", _("stays in the roster"))
_LEAVES = ((ResidenceEnd.MOVED, _("moved away")), (ResidenceEnd.DIED, _("died")))


def places_in(sent: Mapping[str, Any], understood: list[dict[str, Any]]) -> tuple[set[Place], set[UUID]]:
    """The rows of the file, and the people and households, that the names of sent fields speak of."""
    places: set[Place] = set()
    abouts: set[UUID] = set()
    for name in sent:
        if found := _CELL.fullmatch(name) or _SAME.fullmatch(name):
            if int(found["sheet"]) < len(understood):
                places.add((understood[int(found["sheet"])]["name"], int(found["row"])))
        elif found := _END.fullmatch(name):
            abouts.add(UUID(found["about"]))
    return places, abouts


def is_answer(name: str) -> bool:
    """Whether a sent field is one of these forms."""
    return any(pattern.fullmatch(name) for pattern in (_CELL, _SAME, _END))


def leaving_day(value: date | None) -> date | None:
    """A day on which someone may have left: none said, or one that is over or is today.

    Raises:
        ValidationError: it lies ahead, or before the year 2000.
    """
    if value and not _EARLIEST <= value <= today():
        raise ValidationError(_("The day must not lie in the future, nor before the year 2000."), code="day")
    return value


class AnswersForm(forms.Form):
    """One form for the rows that a page shows. Each row gets `cell_fields`, and `same_field` or `end_field` and `on_field`."""

    def __init__(self, data: Any = None, *, roster_import: RosterImport, rows: Iterable[PlannedRow]) -> None:
        super().__init__(data)
        self.roster_import = roster_import
        self.rows = list(rows)
        self._sheets = {sheet["name"]: (number, sheet) for number, sheet in enumerate(roster_import.understood)}
        self._cells: dict[str, str] = {}
        self._pairs: dict[str, str] = {}
        self._ends: dict[str, UUID] = {}
        for row in self.rows:
            row.cell_fields = self._cell_fields(row)  # type: ignore[attr-defined]
            row.same_field = self._same_field(row)  # type: ignore[attr-defined]
            row.end_field, row.on_field = self._end_fields(row)  # type: ignore[attr-defined]

    @property
    def asks(self) -> bool:
        """Whether there is anything to fill in."""
        return bool(self.fields)

    def _cell_fields(self, row: PlannedRow) -> list[dict[str, Any]]:
        number, sheet = self._sheets.get(row.sheet, (0, None))
        if sheet is None or row.row is None:
            return []
        titles = {column["index"]: column["title"] for column in sheet["columns"]}
        fixed = self.roster_import.choices.get("cells", {})
        return [
            {**self._cell(f"cell-{number}-{row.row}-{index}", row, cell, titles), "is_fixed": where in fixed}
            for cell in row.cells
            if (where := address(row.sheet, row.row, index := cell[0]))
        ]

    def _cell(self, name: str, row: PlannedRow, cell: list[Any], titles: dict[int, str]) -> dict[str, Any]:
        """A field with the cell as it stands; one with a personal number starts empty, for only its end is known."""
        index, key, text, is_wrong = cell
        column = BY_KEY.get(key)
        is_personal = bool(column and column.is_personal)
        title = titles.get(index) or (str(column.name) if column else "")
        if name not in self.fields:
            self.fields[name] = forms.CharField(
                required=False,
                max_length=_LONGEST_CELL,
                label=title,
                initial="" if is_personal else " ".join(text.split()),
                widget=forms.TextInput(
                    attrs={"data-cell": "error" if is_wrong else "remark", "autocomplete": "off", "spellcheck": "false"}
                ),
            )
            self._cells[name] = address(row.sheet, row.row or 0, index)
        return {"field": self[name], "told": _("in the file: %(text)s") % {"text": text} if is_personal and text else ""}

    def _same_field(self, row: PlannedRow) -> Any:
        number, sheet = self._sheets.get(row.sheet, (0, None))
        if not row.doubt or sheet is None:
            return None
        name = f"same-{number}-{row.row}"
        is_household = row.doubt["kind"] == "household"
        label = _("Is this one household?") if is_household else _("Is this the same person?")
        choices = [("", _("not decided")), (SAME, _("yes, one and the same")), (DIFFERENT, _("no, two different ones"))]
        self.fields[name] = forms.ChoiceField(choices=choices, required=False, label=label, initial=row.doubt["answer"])
        self._pairs[name] = row.doubt["key"]
        return self[name]

    def _end_fields(self, row: PlannedRow) -> tuple[Any, Any]:
        if row.verdict != Verdict.MISSING or row.about is None:
            return None, None
        end, on = self._left(row)
        names = f"end-{row.about}", f"on-{row.about}"
        self.fields[names[0]] = forms.ChoiceField(
            choices=[_STAYS, *_LEAVES], required=False, label=_("What became of them?"), initial=end
        )
        self.fields[names[1]] = forms.DateField(required=False, label=_("since"), widget=DayInput, initial=on)
        self._ends[names[0]] = row.about
        return self[names[0]], self[names[1]]

    def _left(self, row: PlannedRow) -> tuple[str, Any]:
        """How and when the plan has them leave, by their own answer or by one that holds for many."""
        planned = {field: new for field, _old, new in row.changes}
        if "end_reason" in planned:
            return planned["end_reason"], date.fromisoformat(planned["ended_on"])
        said = self.roster_import.choices.get("missing", {}).get(str(row.about), {})
        day = date.fromisoformat(said["on"]) if said.get("on") else self.roster_import.day
        return said.get("end", ""), day

    def clean(self) -> None:
        """Every day of leaving must be one that has been."""
        for name in self._ends:
            on = name.replace("end-", "on-", 1)
            try:
                leaving_day(self.cleaned_data.get(on))
            except ValidationError as error:
                self.add_error(on, error)

    @property
    def _changed(self) -> list[str]:
        """Fields that were sent with another value than they had; one that was not sent says nothing."""
        return [name for name in self.changed_data if name in self.data]

    def cells(self) -> dict[str, str]:
        """The corrected cells, by address."""
        return {self._cells[name]: self.cleaned_data[name] for name in self._changed if name in self._cells}

    def same(self) -> dict[str, str | None]:
        """The pairs that were answered otherwise than before; None for one that is open again."""
        return {self._pairs[name]: self.cleaned_data[name] or None for name in self._changed if name in self._pairs}

    def missing(self) -> dict[str, dict[str, str]]:
        """How people and households left, where that is said otherwise than before."""
        said = {}
        for name, about in self._ends.items():
            on = name.replace("end-", "on-", 1)
            end, day = self.cleaned_data[name], self.cleaned_data[on]
            if name in self._changed or (end and on in self._changed):
                said[str(about)] = {"end": end, "on": day.isoformat()} if end and day else {"end": end}
        return said


class EveryoneForm(forms.Form):
    """One answer for all whom the file does not name, asked with care: they may be hundreds."""

    everyone = forms.ChoiceField(
        label=_("All of them"),
        choices=[("", _("stay in the roster")), (ResidenceEnd.MOVED, _("have moved away"))],
        required=False,
    )
    since = forms.DateField(label=_("Moved away on"), widget=DayInput, required=False)
    checked = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, roster_import: RosterImport, people: int) -> None:
        self.roster_import = roster_import
        said = roster_import.choices.get("missing", {}).get(EVERYONE, {})
        super().__init__(data, initial={"everyone": said.get("end", ""), "since": said.get("on") or roster_import.day})
        self.fields["checked"].label = _("I have looked at these %(count)s people: this holds for all of them.") % {
            "count": people
        }

    def clean_since(self) -> date | None:
        """A day that has been."""
        return leaving_day(self.cleaned_data["since"])

    def clean(self) -> None:
        """That so many leave must be said twice."""
        if self.cleaned_data.get("everyone") and not self.cleaned_data.get("checked"):
            self.add_error("checked", _("Say that you have looked at them, or answer for each one in the list."))

    def missing(self) -> dict[str, dict[str, str] | None]:
        """The answer for everyone, in place of all earlier ones."""
        earlier: dict[str, dict[str, str] | None] = dict.fromkeys(self.roster_import.choices.get("missing", {}))
        end, since = self.cleaned_data["everyone"], self.cleaned_data["since"]
        if not end:
            return earlier
        return {**earlier, EVERYONE: {"end": end, "on": since.isoformat()} if since else {"end": end}}
