"""Forms around a round on paper: what to print, and the number of a sheet that came back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from literacy_portal.kit.codes import read_code
from literacy_portal.kit.widgets import Segmented
from sessions.models import Skill
from sessions.models.paper import SHEET_LETTERS

MOST_SKILLS = 6
"""Columns that fit on a sheet across, with room for a hand."""


class CodeForm(forms.Form):
    """The number of a sheet, typed from paper."""

    code = forms.CharField(
        label=_("Number of the sheet"),
        max_length=40,
        help_text=_("Eight signs, at the top right of the sheet."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Type the number of the sheet.")},
    )

    def clean_code(self) -> str:
        code = read_code(self.cleaned_data["code"])
        if len(code) != SHEET_LETTERS:
            raise ValidationError(_("The number of a sheet has eight letters and digits. Check it against the paper."))
        return code


class RoundForm(forms.Form):
    """Which households and skills go on paper."""

    which = forms.ChoiceField(
        label=_("Which households"),
        choices=[("all", pgettext_lazy("households", "All")), ("tonight", _("Due, or not met yet"))],
        initial="all",
        widget=Segmented,
        error_messages={"required": _("Say which households.")},
    )
    skills = forms.MultipleChoiceField(
        label=_("Skills on the sheet"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Six at most."),
        error_messages={"required": _("Choose one skill at least.")},
    )

    def __init__(self, *args: Any, skills: Sequence[Skill], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["skills"].choices = [(skill.code, skill.name) for skill in skills]  # type: ignore[attr-defined]

    def clean_skills(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["skills"]
        if len(chosen) > MOST_SKILLS:
            raise ValidationError(_("Six skills at most fit on the sheet. Take some away."))
        return chosen
