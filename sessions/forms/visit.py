"""The visit itself: when, where, how, with what result, and what comes next."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from literacy_portal.kit.periods import today
from literacy_portal.kit.vietnamese import clean
from literacy_portal.kit.widgets import DayInput, Segmented
from sessions.drafts import EARLIEST
from sessions.enums import FollowUpReason, Language, Mode, Result, Setting

ANOTHER_DAY = "day"
NEXT = [
    ("", pgettext_lazy("come again", "no")),
    ("1", pgettext_lazy("come again", "next day")),
    ("7", pgettext_lazy("come again", "1 week")),
    ("14", pgettext_lazy("come again", "2 weeks")),
    (ANOTHER_DAY, pgettext_lazy("come again", "other day")),
]


class VisitForm(forms.Form):
    """All but the people. `id` was made when the form opened, so that sending twice records once."""

    id = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("The form was incomplete. Nothing was saved: look it over and save again."),
            "invalid": _("The form was damaged on its way. Nothing was saved: look it over and save again."),
        },
    )
    result = forms.ChoiceField(
        label=_("Was anyone there?"),
        choices=Result.choices,
        widget=Segmented,
        error_messages={"required": _("Say how the visit went.")},
    )
    mode = forms.ChoiceField(
        label=_("How they showed it"), choices=Mode.choices, widget=Segmented, required=False, initial=Mode.OWN_PHONE
    )
    visited_on = forms.DateField(
        label=_("Day of the visit"),
        widget=DayInput,
        error_messages={"required": _("Give the day of the visit.")},
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=600,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    setting = forms.ChoiceField(label=_("Where you met"), choices=Setting.choices)
    language = forms.ChoiceField(label=_("Language spoken"), choices=Language.choices)
    note = forms.CharField(
        label=_("Note"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No passwords, codes or card numbers."),
    )
    next = forms.ChoiceField(label=_("Come again"), choices=NEXT, required=False, widget=Segmented)
    next_on = forms.DateField(label=_("Which day"), required=False, widget=DayInput)
    next_reason = forms.ChoiceField(
        label=_("Why"), choices=[("", _("by how this visit went")), *FollowUpReason.choices], required=False
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["visited_on"].widget.attrs.update(min=EARLIEST.isoformat(), max=today().isoformat())

    def clean_visited_on(self) -> date:
        day: date = self.cleaned_data["visited_on"]
        if day > today():
            raise forms.ValidationError(_("This day has not come yet. Give today or a day before."))
        if day < EARLIEST:
            raise forms.ValidationError(_("This day is too long ago. Check the year."))
        return day

    def clean_note(self) -> str:
        return "\n".join(map(clean, self.cleaned_data["note"].splitlines())).strip()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        visited, following = cleaned.get("visited_on"), cleaned.get("next_on")
        if cleaned.get("next", "") in ("", ANOTHER_DAY):
            self._check_another_day(visited, following)
        elif visited:
            cleaned["next_on"] = visited + timedelta(days=int(cleaned["next"]))
        return cleaned

    def _check_another_day(self, visited: date | None, following: date | None) -> None:
        if following and visited and following <= visited:
            self.add_error("next_on", _("Come again on a day after the visit."))
        elif following is None and self.cleaned_data.get("next") == ANOTHER_DAY and "next_on" not in self.errors:
            self.add_error("next_on", _("Give the day on which to come again."))
