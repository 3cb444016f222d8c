"""A gathering itself: what, when, where, who coached, and which skills were practised."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from literacy_portal.kit.periods import today
from literacy_portal.kit.vietnamese import clean
from literacy_portal.kit.widgets import DayInput, Segmented
from sessions.drafts import EARLIEST
from sessions.enums import GatheringKind, Language, Mode, Setting
from sessions.models import Gathering, Skill

DAMAGED = {
    "required": _("The form was incomplete. Nothing was saved: look it over and save again."),
    "invalid": _("The form was damaged on its way. Nothing was saved: look it over and save again."),
}


_ASKS = {"data-hx-post": "", "data-hx-trigger": "change"}
"""A skill that is ticked is asked of everyone in the register at once."""


class GatheringForm(forms.Form):
    """All but who came. `id` was made when the form opened, so that sending twice records once."""

    id = forms.UUIDField(widget=forms.HiddenInput, error_messages=DAMAGED)
    kind = forms.ChoiceField(
        label=_("What was it?"), choices=GatheringKind.choices, error_messages={"required": _("Say what it was.")}
    )
    held_on = forms.DateField(label=_("Day"), widget=DayInput, error_messages={"required": _("Give the day.")})
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    minutes = forms.IntegerField(
        label=_("Minutes in all"),
        min_value=1,
        max_value=900,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    setting = forms.ChoiceField(label=_("Where"), choices=Setting.choices)
    language = forms.ChoiceField(label=_("Language spoken"), choices=Language.choices)
    members = forms.MultipleChoiceField(label=_("Who coached"), required=False, widget=forms.CheckboxSelectMultiple)
    skills = forms.MultipleChoiceField(label=_("What was practised"), required=False, widget=forms.CheckboxSelectMultiple(_ASKS))
    mode = forms.ChoiceField(
        label=_("How they showed it"), choices=Mode.choices, widget=Segmented, required=False, initial=Mode.OWN_PHONE
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No passwords, codes or card numbers."),
    )

    def __init__(self, *args: Any, team: Iterable[User], skills: Iterable[Skill], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["held_on"].widget.attrs.update(min=EARLIEST.isoformat(), max=today().isoformat())
        self.fields["members"].choices = [(str(user.pk), str(user)) for user in team]  # type: ignore[attr-defined]
        self.fields["skills"].choices = [(skill.code, skill.name) for skill in skills]  # type: ignore[attr-defined]

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > today():
            raise forms.ValidationError(_("This day has not come yet. Give today or a day before."))
        if day < EARLIEST:
            raise forms.ValidationError(_("This day is too long ago. Check the year."))
        return day

    def clean_title(self) -> str:
        return clean(self.cleaned_data["title"])

    def clean_note(self) -> str:
        return "\n".join(map(clean, self.cleaned_data["note"].splitlines())).strip()


def told_by(gathering: Gathering) -> dict[str, Any]:
    """What the form opens with to correct a gathering; `skills` and `mode` are the register's."""
    names = ("kind", "held_on", "title", "minutes", "setting", "language", "note")
    return {name: getattr(gathering, name) for name in names} | {"members": [str(one.pk) for one in gathering.members.all()]}
