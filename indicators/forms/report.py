"""The forms of reports."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.actions.report_schedules import Plan
from indicators.actions.reports import WORDS
from indicators.enums import ReportKind
from indicators.models import Report, ReportSchedule
from indicators.report.periods import Period, period_of
from literacy_portal.kit.periods import today
from literacy_portal.kit.widgets import DayInput, Segmented

EARLIEST = date(2024, 1, 1)
_NO_NAMES = gettext_lazy("No names of people.")


def _words(label: Any, rows: int, most: int, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), help_text=hint
    )


class WordsForm(forms.Form):
    """What the officer writes: difficulties and requests, and what stands around the figures on paper."""

    difficulties = _words(gettext_lazy("Difficulties"), 6, 4000, _NO_NAMES)
    requests = _words(gettext_lazy("Requests"), 5, 4000, _NO_NAMES)
    number = forms.CharField(
        label=gettext_lazy("Number and symbol"), required=False, max_length=40, help_text=gettext_lazy("Such as 12/BC-UBND.")
    )
    recipients = _words(
        gettext_lazy("Recipients"), 3, 1000, gettext_lazy("One a line. Empty: the province’s department, and the archive.")
    )
    signer_title = forms.CharField(
        label=gettext_lazy("Signed as"), required=False, max_length=120, help_text=gettext_lazy("Empty: CHỦ TỊCH.")
    )
    signer_name = forms.CharField(label=gettext_lazy("Signed by"), required=False, max_length=120)
    revision = forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, report: Report) -> None:
        super().__init__(data, initial={name: getattr(report, name) for name in (*WORDS, "revision")})


class StepForm(forms.Form):
    """The revision that was looked at."""

    revision = forms.IntegerField(min_value=0, max_value=2_000_000_000)


class RemarkForm(StepForm):
    """Why a report goes back."""

    remark = forms.CharField(
        label=gettext_lazy("Remark"), min_length=5, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_NO_NAMES
    )


class PeriodChoiceForm(forms.Form):
    """Which report to open by hand: the day, month or quarter of a day."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        widget=Segmented,
        choices=[(kind.value, kind.label) for kind in ReportKind if kind is not ReportKind.CAMPAIGN],
    )
    day = forms.DateField(label=gettext_lazy("A day of the period"), widget=DayInput)

    def clean_day(self) -> date:
        """A day that is over or is today."""
        day: date = self.cleaned_data["day"]
        if not EARLIEST <= day <= today():
            raise ValidationError(_("The day must not lie in the future, nor before the year 2024."), code="day")
        return day

    @property
    def period(self) -> tuple[ReportKind, Period]:
        """What is asked for; of a valid form only."""
        kind = ReportKind(self.cleaned_data["kind"])
        return kind, period_of(kind, self.cleaned_data["day"])


class ScheduleForm(forms.Form):
    """What is due when. `line`: what is changed."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), widget=Segmented, choices=ReportKind.choices)
    title = forms.CharField(
        label=gettext_lazy("Name of the campaign"), required=False, max_length=120, help_text=gettext_lazy("Of a campaign only.")
    )
    starts_on = forms.DateField(label=gettext_lazy("From"), widget=DayInput)
    ends_on = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=DayInput, help_text=gettext_lazy("Empty: without an end.")
    )
    due_days = forms.IntegerField(
        label=gettext_lazy("Days after the period"),
        min_value=0,
        max_value=60,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("A monthly report with 5 is due on the 5th of the next month. A daily one is due on its day."),
    )
    due_at = forms.TimeField(
        label=gettext_lazy("Until what time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, data: Any = None, *, line: ReportSchedule | None = None) -> None:
        names = ("kind", "title", "starts_on", "ends_on", "due_days", "due_at")
        initial: dict[str, Any] = {
            "kind": ReportKind.MONTHLY,
            "starts_on": today().replace(day=1),
            "due_days": 5,
            "due_at": "17:00",
        }
        super().__init__(data, initial={name: getattr(line, name) for name in names} if line else initial)

    def clean_starts_on(self) -> date:
        """Not long ago, not in years."""
        day: date = self.cleaned_data["starts_on"]
        if not EARLIEST <= day <= date(today().year + 5, 12, 31):
            raise ValidationError(_("This day is too long ago, or too far away."), code="day")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The end lies before the beginning."))
        if data.get("kind") == ReportKind.CAMPAIGN and not ends_on and "ends_on" not in self.errors:
            self.add_error("ends_on", _("A campaign has a last day."))
        return data

    @property
    def plan(self) -> Plan:
        """What is planned; of a valid form only."""
        return Plan(**self.cleaned_data)
