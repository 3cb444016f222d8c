"""Forms of a roster on its way in: the file, the choices about it, the decision."""

from datetime import date
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from communes.models import Commune, RosterImport, Village
from communes.queries import open_villages
from communes.roster_import.bounds import bounds
from communes.roster_import.columns import COLUMNS
from communes.roster_import.container import kind_of
from communes.roster_import.decoding import AS_IT_STANDS, WHOLE_FILE, column_key
from communes.roster_import.refusals import RefusalError
from communes.roster_import.sandbox.fonts import TCVN3, VNI
from literacy_portal.kit.periods import today
from literacy_portal.kit.throwaway import MIB
from literacy_portal.kit.widgets import Cards, DayInput

EXTENSIONS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv")
_SHEETS_SHOWN = 20
_EARLIEST = date(2000, 1, 1)
_WRITINGS = [
    (TCVN3, _("Convert it from TCVN3 (fonts such as .VnTime)")),
    (VNI, _("Convert it from VNI (fonts such as VNI-Times)")),
    (AS_IT_STANDS, _("It is right as it stands: convert nothing")),
]


class FileForm(forms.Form):
    """A roster file."""

    file = forms.FileField(
        label=_("Roster file"),
        help_text=_("An Excel workbook (.xlsx) or a CSV file, of up to 10 MB. Drop it here or choose it."),
        widget=forms.FileInput(attrs={"accept": ",".join(EXTENSIONS)}),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("The file is empty. Choose the workbook that holds the roster."),
            "max_length": _("The name of the file is too long. Give it a shorter one."),
        },
        max_length=200,
    )

    def clean_file(self) -> tuple[str, bytes]:
        """The file's name and its bytes, once its size, ending and first bytes are those of a spreadsheet."""
        file: UploadedFile = self.cleaned_data["file"]
        try:
            return file.name or "", _content_of(file)
        except RefusalError as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from refusal


class CorrectedFileForm(FileForm):
    """The file of an import once more, corrected."""

    prefix = "corrected"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("The corrected file")
        self.fields["file"].help_text = _("What you have decided so far is kept; only what changed is asked again.")


class UploadForm(FileForm):
    """A roster file, and the village it is of where one village is meant."""

    village = forms.ModelChoiceField(
        Village.objects.none(),
        label=_("Village"),
        required=False,
        empty_label=_("As the file says"),
        help_text=_("Choose one if every row of the file belongs to it."),
    )

    def __init__(self, *args: Any, commune: Commune, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].queryset = open_villages(commune)  # type: ignore[attr-defined]


def _content_of(file: UploadedFile) -> bytes:
    limits = bounds()
    if (file.size or 0) > limits.file_bytes:
        raise RefusalError("too_large", megabytes=limits.file_bytes // MIB)
    content = file.read()
    kind_of(content, limits)
    if PurePath(file.name or "").suffix.lower() not in EXTENSIONS:
        raise RefusalError("not_a_spreadsheet")
    return content


class ChoicesForm(forms.Form):
    """What the user decides about a file: its day, its village or villages, its old fonts, and what each column is.

    `writing` is the answer for the whole file where text of an old font was found, a field of each such column one for it alone.
    """

    village = forms.ModelChoiceField(
        Village.objects.none(),
        label=_("Village of the whole file"),
        required=False,
        empty_label=_("As the rows or the title say"),
    )
    day = forms.DateField(label=_("Roster's day"), widget=DayInput, help_text=_("The roster says how it was on this day."))
    writing = forms.ChoiceField(label=_("How is the text to be read?"), choices=_WRITINGS, required=False, widget=Cards)
    year = forms.IntegerField(
        label=_("Year of the poverty list"),
        min_value=2015,
        max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, data: Any = None, *, roster_import: RosterImport) -> None:
        self.decided = roster_import.choices.get("decoding", {})
        kept = {"village": roster_import.village_id, "day": roster_import.day, "year": roster_import.year}
        super().__init__(data, initial={**kept, "writing": self.decided.get(WHOLE_FILE, "")})
        self.villages = open_villages(roster_import.commune)
        self.fields["village"].queryset = self.villages  # type: ignore[attr-defined]
        self.sheets = [self._sheet(number, sheet) for number, sheet in enumerate(roster_import.understood[:_SHEETS_SHOWN])]
        self.labels = self._labels(roster_import.counts.get("labels", {}))
        self.offers = [column for sheet in self.sheets for column in sheet["rows"] if column["decoding"]]
        self.fields["writing"].required = bool(self.offers)
        if not self.offers:
            del self.fields["writing"]

    def _sheet(self, number: int, sheet: dict[str, Any]) -> dict[str, Any]:
        kinds = [("", _("not read")), *((column.key, column.name) for column in COLUMNS)]
        rows = []
        for column in sheet["columns"]:
            name = f"column-{number}-{column['index']}"
            label = column["title"] or _("(no title)")
            self.fields[name] = forms.ChoiceField(choices=kinds, required=False, initial=column["key"], label=label)
            rows.append({**column, "sheet": sheet["name"], "field": self[name], "writing": self._writing(name, sheet, column)})
        return {**sheet, "rows": rows}

    def _writing(self, name: str, sheet: dict[str, Any], column: dict[str, Any]) -> Any:
        """How one column is read, where that may differ from the file's other columns."""
        if not column["decoding"]:
            return None
        name = name.replace("column-", "writing-", 1)
        label = column["title"] or _("(no title)")
        initial = self.decided.get(column_key(sheet["name"], column["index"]), "")
        choices = [("", _("as the whole file")), *_WRITINGS]
        self.fields[name] = forms.ChoiceField(choices=choices, required=False, initial=initial, label=label)
        return self[name]

    def _labels(self, labels: dict[str, str]) -> list[dict[str, Any]]:
        """One question for each village named in the file."""
        choices = [("", _("choose…")), *((village.pk, village.full_name) for village in self.villages)]
        asked = []
        for number, (label, code) in enumerate(labels.items()):
            if label:
                name = f"place-{number}"
                self.fields[name] = forms.ChoiceField(choices=choices, required=False, initial=code, label=label)
                asked.append({"label": label, "code": code, "field": self[name], "name": name})
        return asked

    def clean_day(self) -> date:
        """A day that is over or is today."""
        day: date = self.cleaned_data["day"]
        if not _EARLIEST <= day <= today():
            raise ValidationError(_("The roster's day must not lie in the future, nor before the year 2000."), code="day")
        return day

    def column_choices(self) -> dict[str, dict[str, str]]:
        """The columns that the user changed: sheet -> index -> key."""
        changed: dict[str, dict[str, str]] = {}
        for sheet in self.sheets:
            for column in sheet["rows"]:
                name = column["field"].name
                if name in self.changed_data:
                    changed.setdefault(sheet["name"], {})[str(column["index"])] = self.cleaned_data[name]
        return changed

    def decoding_choices(self) -> dict[str, str]:
        """How old fonts are read, as far as the user said: for the whole file, and for columns that differ from it."""
        if not self.offers:
            return {}
        of_file = self.cleaned_data["writing"]
        chosen = {WHOLE_FILE: of_file} if of_file else {}
        for column in self.offers:
            key, name = column_key(column["sheet"], column["index"]), column["writing"].name
            if self.cleaned_data[name]:
                chosen[key] = self.cleaned_data[name]
            elif key in self.decided and of_file:
                chosen[key] = of_file
        return chosen

    def village_choices(self) -> dict[str, str]:
        """The villages that the user chose: label -> code."""
        return {asked["label"]: self.cleaned_data[asked["name"]] for asked in self.labels if self.cleaned_data.get(asked["name"])}


class ConfirmForm(forms.Form):
    """The decision on the plan that was shown."""

    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    leave_out_errors = forms.BooleanField(required=False)

    def __init__(self, *args: Any, errors: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if errors:
            field = self.fields["leave_out_errors"]
            field.required = True
            field.label = _("Import the good rows and leave these %(count)s out") % {"count": errors}
            field.error_messages["required"] = _(
                "Say that the rows in error stay out, or correct them in the file and send it again."
            )
        else:
            del self.fields["leave_out_errors"]
