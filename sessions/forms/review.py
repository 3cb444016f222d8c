"""What an officer says when deciding about something held."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.models import Commune, Household, Village
from communes.models.roster import number_key
from communes.scope import Scope
from literacy_portal.kit.periods import today
from literacy_portal.kit.widgets import DayInput
from sessions.drafts import EARLIEST


class RemarkForm(forms.Form):
    """Why something is declined, for whoever sent it."""

    remark = forms.CharField(
        label=_("Remark"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why, so that whoever sent it can learn from it.")},
    )


class MendForm(forms.Form):
    """Where and when a held visit took place, by the number of the household in the village's list."""

    village = forms.ModelChoiceField(Village.objects.none(), label=_("Village"), empty_label=None)
    number = forms.CharField(label=_("Number of the household"), max_length=20, help_text=_("In the village’s list."))
    day = forms.DateField(label=_("Day of the visit"), widget=DayInput)
    leave_out = forms.BooleanField(label=_("Leave out people who are not on the roster"), required=False)

    def __init__(self, *args: Any, commune: Commune, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        villages = Village.objects.within(scope).filter(commune=commune).order_by("sort_key", "pk")
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]

    def clean_day(self) -> date:
        """A day on which there were teams."""
        day: date = self.cleaned_data["day"]
        if not EARLIEST <= day <= today():
            raise forms.ValidationError(_("Give a day that is over, or today."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        village, number = cleaned.get("village"), cleaned.get("number")
        if village and number:
            homes = Household.objects.within(self.scope).filter(village=village, number_key=number_key(number))
            cleaned["household"] = homes.order_by("pk").first()
            if cleaned["household"] is None:
                self.add_error("number", _("The village has no household of this number."))
        return cleaned
