"""What an officer says to the teams along with a request to visit."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from literacy_portal.kit.periods import today
from literacy_portal.kit.widgets import DayInput
from sessions.models.request import MOST_REMARK

MOST_DAYS = 180


class AskForm(forms.Form):
    """A remark, and the last day on which the request holds; both may stay empty."""

    remark = forms.CharField(
        label=_("Remark for the team"),
        max_length=MOST_REMARK,
        required=False,
        help_text=_("The team reads it at the door. No numbers of identity cards, no passwords."),
        error_messages={"max_length": _("A remark has 200 letters at most.")},
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DayInput,
        help_text=_("After this day the request is over. Empty: it holds until somebody was met."),
        error_messages={"invalid": _("This is not a day.")},
    )

    def clean_until(self) -> date | None:
        """Today or a day to come, within half a year."""
        until: date | None = self.cleaned_data["until"]
        if until and not today() <= until <= today() + timedelta(days=MOST_DAYS):
            raise forms.ValidationError(_("Give today, or a day of the next six months."))
        return until
