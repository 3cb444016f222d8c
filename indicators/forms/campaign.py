"""The form of a campaign."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.actions.campaigns import Plan
from indicators.campaigns.places import Places, UnknownPlaceError
from indicators.catalogue import Catalogue
from indicators.enums import CampaignKind
from indicators.models import Campaign
from indicators.queries.levels import COMMUNE_DIGITS
from literacy_portal.kit.vietnamese import clean
from literacy_portal.kit.widgets import DayInput, Segmented

MOST_INDICATORS = 6
LONGEST_DAYS = 6 * 366
_EARLIEST = date(2000, 1, 1)
_LATEST = date(2100, 1, 1)


class CampaignForm(forms.Form):
    """What it is called, when, where, and what it moves, in order. `places` are those that may take part."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=CampaignKind.choices, widget=Segmented)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, min_length=3)
    first_day = forms.DateField(label=gettext_lazy("First day"), widget=DayInput)
    last_day = forms.DateField(
        label=gettext_lazy("Last day"), widget=DayInput, help_text=gettext_lazy("It belongs to the campaign.")
    )
    places = forms.CharField(
        label=gettext_lazy("Where"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Codes or names of communes or villages, each on its own line. Nothing: everywhere."),
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None, *, catalogue: Catalogue, places: Places, campaign: Campaign | None = None) -> None:
        initial: dict[str, Any] = {"kind": CampaignKind.PEAK}
        if campaign:
            initial = {name: getattr(campaign, name) for name in ("kind", "name", "first_day", "last_day", "note")}
            initial["places"] = "\n".join(campaign.places)
            initial |= {f"indicator_{number}": code for number, code in enumerate(campaign.indicators, 1)}
        super().__init__(data, initial=initial)
        self.known = places
        choices = _by_family(catalogue)
        numbers = range(1, MOST_INDICATORS + 1)
        for number in numbers:
            self.fields[f"indicator_{number}"] = forms.ChoiceField(
                label=_("Figure %(number)s") % {"number": number}, choices=choices, required=number == 1
            )
        self.order_fields(["kind", "name", "first_day", "last_day", *(f"indicator_{number}" for number in numbers)])

    def clean_places(self) -> list[str]:
        """Codes, each once; what is not known is named."""
        codes, unknown = [], []
        for line in filter(None, map(clean, self.cleaned_data["places"].splitlines())):
            try:
                codes.append(self.known.find(line))
            except UnknownPlaceError:
                unknown.append(line)
        if unknown:
            raise ValidationError(
                _("Not known, or the name of several places (then write the code): %(names)s"),
                params={"names": ", ".join(unknown[:10])},
            )
        inside = [code for code in codes if len(code) > COMMUNE_DIGITS and code[:COMMUNE_DIGITS] in codes]
        return [code for code in dict.fromkeys(codes) if code not in inside]

    def clean(self) -> dict[str, Any]:
        """A stretch of time that can be; each figure once."""
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and not _EARLIEST <= first < _LATEST:
            self.add_error("first_day", _("A campaign begins after the year 2000 and before 2100."))
        elif first and last and last < first:
            self.add_error("last_day", _("The last day must not lie before the first."))
        elif first and last and (last - first).days >= LONGEST_DAYS:
            self.add_error("last_day", _("A campaign lasts at most six years."))
        elif first and last and data.get("kind") == CampaignKind.YEAR and not _is_whole_years(first, last):
            self.add_error("last_day", _("Goals of a year run from 1 January to 31 December."))
        return data

    @property
    def plan(self) -> Plan:
        """The campaign; of a valid form only."""
        said = self.cleaned_data
        chosen = [said[f"indicator_{number}"] for number in range(1, MOST_INDICATORS + 1)]
        return Plan(
            kind=said["kind"],
            name=clean(said["name"]),
            first_day=said["first_day"],
            last_day=said["last_day"],
            places=said["places"],
            indicators=list(dict.fromkeys(filter(None, chosen))),
            note=said["note"].strip(),
        )


def _is_whole_years(first: date, last: date) -> bool:
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)


def _by_family(catalogue: Catalogue) -> list[Any]:
    families: dict[str, list[tuple[str, str]]] = {}
    for one in catalogue:
        families.setdefault(str(one.family.label), []).append((one.code, one.name))
    return [("", "–"), *families.items()]
