"""Forms of teams and of access to personal data."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communes.enums import Language
from communes.models import Commune
from communes.scope import Scope
from literacy_portal.kit.vietnamese import search_key
from literacy_portal.kit.widgets import Cards

FOUND_AT_MOST = 20
SHORTEST_SEARCH = 2
CODE_DIGITS = 5


def communes_found(scope: Scope, text: str) -> QuerySet[Commune]:
    """Communes of the scope by name without accents, or by code; none for less than two characters."""
    wanted = search_key(text)
    if len(wanted) < SHORTEST_SEARCH:
        return Commune.objects.none()
    communes = Commune.objects.within(scope).filter(closed_on__isnull=True).select_related("province")
    by = {"code": wanted} if wanted.isdigit() and len(wanted) == CODE_DIGITS else {"search_key__contains": wanted}
    return communes.filter(**by)[:FOUND_AT_MOST]


class PersonalAccessForm(forms.Form):
    """Why an administrator needs to see the people of a commune. `found` are the communes to choose from on the page."""

    commune = forms.ModelChoiceField(Commune.objects.none(), label=_("Commune"), widget=Cards, empty_label=None)
    reason = forms.CharField(
        label=_("Reason"),
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In your own words, without names. It is kept for ever, with your name and the time."),
        error_messages={"min_length": _("Say in a few words why you need to see these people.")},
    )

    def __init__(self, *args: Any, scope: Scope, found: list[Commune], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        commune = self.fields["commune"]
        commune.queryset = Commune.objects.within(scope)  # type: ignore[attr-defined]
        commune.widget.choices = [(one.code, f"{one}, {one.province}") for one in found]


class SpeaksField(forms.MultipleChoiceField):
    """Languages by name; the value is their codes in the order of the list, so that the same choice is the same value."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [choice for choice in Language.choices if choice[0] != Language.OTHER]
        super().__init__(choices=choices, widget=forms.CheckboxSelectMultiple, required=False, **kwargs)

    def clean(self, value: Any) -> list[str]:
        """The codes that were ticked."""
        ticked = set(super().clean(value))
        return [code for code in Language.values if code in ticked]


class LanguagesForm(forms.Form):
    """What somebody speaks at the doors."""

    speaks = SpeaksField(label=_("I can explain things in"), help_text=_("Tick all in which you can coach somebody."))
