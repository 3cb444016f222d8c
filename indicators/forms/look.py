"""What a reader may ask of a page of figures: another day, another group, another time. All stands in the address."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.enums import Group
from literacy_portal.kit.periods import today
from literacy_portal.kit.widgets import DayInput

EARLIEST = date(2000, 1, 1)
"""Before the movement and its rosters there is nothing to look at; and a year of two digits is a slip."""


class LookForm(forms.Form):
    """A day and a group. What is missing is now, and everyone. `offered` are the groups, in one word for all of them."""

    day = forms.DateField(
        label=_("At the end of the day"),
        required=False,
        widget=DayInput,
        error_messages={"invalid": _("This is not a day. Shown are the figures of now.")},
    )
    group = forms.ChoiceField(label=_("For whom"), required=False)

    def __init__(self, *args: Any, groups: Iterable[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(groups)
        self.offered = " ".join(offered)
        self.fields["group"].choices = [(str(group), str(group.label).capitalize()) for group in offered]  # type: ignore[attr-defined]
        self.fields["day"].widget.attrs |= {"max": today().isoformat(), "min": EARLIEST.isoformat()}

    def clean_day(self) -> date | None:
        """Any day on which figures can have been counted."""
        day: date | None = self.cleaned_data["day"]
        if day and day > today():
            raise forms.ValidationError(_("This day is still to come. Shown are the figures of now."))
        if day and day < EARLIEST:
            raise forms.ValidationError(_("Nothing was counted so early. Shown are the figures of now."))
        return day


class CourseForm(LookForm):
    """And the first day of the stretch that is drawn."""

    since = forms.DateField(
        label=_("Drawn from"),
        required=False,
        widget=DayInput,
        error_messages={"invalid": _("This is not a day. Drawn are the last three months.")},
    )

    field_order = ["since", "day", "group"]

    def clean_since(self) -> date | None:
        """A day before the last one drawn; that is known only in `clean`."""
        since: date | None = self.cleaned_data["since"]
        if since and since < EARLIEST:
            raise forms.ValidationError(_("Nothing was counted so early. Drawn are the last three months."))
        return since

    def clean(self) -> dict[str, Any]:
        """The stretch must not be empty."""
        cleaned = super().clean() or self.cleaned_data
        since, last = cleaned.get("since"), cleaned.get("day") or today()
        if since and since >= last:
            self.add_error("since", _("This is not before the last day. Drawn are the last three months."))
        return cleaned


class PeriodForm(forms.Form):
    """Two days, both included. What is missing is the last thirty days."""

    first = forms.DateField(
        label=_("From"),
        required=False,
        widget=DayInput,
        error_messages={"invalid": _("This is not a day. Shown are the last thirty days.")},
    )
    last = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DayInput,
        error_messages={"invalid": _("This is not a day. Shown are the last thirty days.")},
    )

    def clean(self) -> dict[str, Any]:
        """A period that has begun, and ends after it began."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and (first > (last or today()) or first < EARLIEST):
            self.add_error("first", _("The period must begin before it ends. Shown are the last thirty days."))
        if last and not EARLIEST < last <= today():
            self.add_error("last", _("This day is still to come, or too long ago. Shown are the last thirty days."))
        return cleaned
