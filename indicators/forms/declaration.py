"""The form of a declared figure."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from indicators.actions.declarations import Statement
from indicators.catalogue import DECLARED
from indicators.models import Declaration
from literacy_portal.kit.periods import today
from literacy_portal.kit.widgets import Cards, DayInput

_EARLIEST = date(2000, 1, 1)
_MOST = 100_000_000


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=_MOST, widget=forms.NumberInput(attrs={"inputmode": "numeric"}))


class DeclarationForm(forms.Form):
    """How many out of how many, on which day, by what evidence. `corrects`: what it puts right, of the same figure."""

    indicator = forms.ChoiceField(label=_("Figure"), widget=Cards)
    counted = _number(_("How many"))
    out_of = _number(_("Out of how many"))
    day = forms.DateField(
        label=_("As of the day"), widget=DayInput, help_text=_("It holds from this day until you declare a later one.")
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=500,
        min_length=5,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Number and day of the list, report or decision, or its address. No names of people."),
    )

    def __init__(self, data: Any = None, *, corrects: Declaration | None = None) -> None:
        initial: dict[str, Any] = {"day": today()}
        if corrects:
            initial = {name: getattr(corrects, name) for name in ("indicator", "counted", "out_of", "day", "evidence")}
        super().__init__(data, initial=initial)
        known = [one for one in DECLARED if corrects is None or one.code == corrects.indicator]
        self.fields["indicator"].choices = [(one.code, one.name) for one in known]  # type: ignore[attr-defined]

    def clean_day(self) -> date:
        """A day that is over or is today."""
        day: date = self.cleaned_data["day"]
        if not _EARLIEST <= day <= today():
            raise ValidationError(_("The day must not lie in the future, nor before the year 2000."), code="day")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"counted", "out_of"} <= data.keys() and data["counted"] > data["out_of"]:
            self.add_error("counted", _("More than there are: this must not be greater than the number below."))
        return data

    @property
    def statement(self) -> Statement:
        """What is declared; of a valid form only."""
        return Statement(**self.cleaned_data)
