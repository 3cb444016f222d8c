"""The forms of targets: one by one, of two numbers, and the sheet of many."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.actions.targets import Draft
from indicators.campaigns.places import Places
from indicators.catalogue import Indicator
from indicators.enums import Measure, PlaceKind, Unit
from indicators.queries.levels import VILLAGE_DIGITS
from literacy_portal.kit.vietnamese import clean
from literacy_portal.kit.widgets import Segmented
from sessions.models import Skill

_MOST = Decimal(10_000_000)
HUNDRED = Decimal(100)
SHORTEST_REASON = 5


def _amount(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=_MOST,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
        **more,
    )


class TargetForm(forms.Form):
    """How much of which figure, where. `where` is the code of a place or the word of a kind.

    A province has more villages than a list can be: they are set from their commune, or by a sheet.
    """

    where = forms.ChoiceField(label=gettext_lazy("Where"))
    indicator = forms.ChoiceField(label=gettext_lazy("Figure"))
    measure = forms.ChoiceField(label=gettext_lazy("Told in"), choices=Measure.choices, widget=Segmented, initial=Measure.PERCENT)
    minimum = _amount(gettext_lazy("Minimum"))
    stretch = _amount(gettext_lazy("Stretch"), required=False, help_text=gettext_lazy("What would be better still."))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Of a village always: why its target differs, such as no telecom service or no power."),
    )

    def __init__(self, data: Any = None, *, places: Places, indicators: list[Indicator], lists_villages: bool) -> None:
        super().__init__(data)
        self.indicators = {one.code: one for one in indicators}
        options: list[Any] = [
            (code, spot.name) for code, spot in places.spots.items() if lists_villages or len(code) != VILLAGE_DIGITS
        ]
        self.fields["where"].choices = [*([(_("Kinds of places"), places.kinds)] if places.kinds else []), (_("Places"), options)]  # type: ignore[attr-defined]
        self.fields["indicator"].choices = [(one.code, one.name) for one in indicators]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What can be, of the place and of the figure."""
        data = super().clean() or {}
        if not self.errors:
            for field, fault in faults(self.draft, self.indicators[data["indicator"]]):
                self.add_error(field, fault)
        return data

    @property
    def draft(self) -> Draft:
        """The target; of a form without errors only."""
        said = self.cleaned_data
        return draft_of(said["where"], said, clean(said["reason"]))


def draft_of(where: str, said: dict[str, Any], reason: str) -> Draft:
    """A target of a place or of a kind."""
    is_kind = where in PlaceKind.values
    return Draft(
        indicator=said["indicator"],
        measure=said["measure"],
        minimum=said["minimum"],
        stretch=said["stretch"],
        place="" if is_kind else where,
        kind=where if is_kind else "",
        reason=reason,
    )


def faults(draft: Draft, indicator: Indicator) -> list[tuple[str, str]]:
    """What cannot be about a target: the field, and why."""
    found = []
    is_percent, is_village = draft.measure == Measure.PERCENT, len(draft.place) == VILLAGE_DIGITS
    for field, amount in (("minimum", draft.minimum), ("stretch", draft.stretch)):
        if amount is not None and is_percent and amount > HUNDRED:
            found.append((field, _("A percentage is at most 100.")))
        if amount is not None and not is_percent and amount % 1:
            found.append((field, _("A number of people or households has no decimals.")))
    if draft.stretch is not None and draft.stretch < draft.minimum:
        found.append(("stretch", _("The stretch must not lie below the minimum.")))
    if is_village and indicator.unit is Unit.VILLAGES:
        found.append(("indicator", _("This figure counts villages; it is not shown for a single one.")))
    if is_village and len(draft.reason) < SHORTEST_REASON:
        found.append(("reason", _("Write why this village has a target of its own.")))
    return found


class CourseForm(forms.Form):
    """So many courses, so many participants; of any topic or of one."""

    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    courses = forms.IntegerField(label=gettext_lazy("Courses"), min_value=1, max_value=100_000)
    people = forms.IntegerField(label=gettext_lazy("Participants"), min_value=1, max_value=10_000_000)

    def __init__(self, data: Any = None, *, skills: list[Skill]) -> None:
        super().__init__(data, prefix="courses")
        self.skills = {skill.pk: skill for skill in skills}
        self.fields["topic"].choices = [("", _("any topic")), *((skill.pk, str(skill)) for skill in skills)]  # type: ignore[attr-defined]

    @property
    def skill(self) -> Skill | None:
        """The skill chosen; None for any."""
        return self.skills.get(self.cleaned_data["topic"])


class SheetForm(forms.Form):
    """A workbook or CSV file of targets."""

    file = forms.FileField(
        label=gettext_lazy("Sheet of targets"),
        help_text=gettext_lazy(
            "Excel or CSV, a title row on top: place (code or name), figure (code or name), percent or number, reason."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )
