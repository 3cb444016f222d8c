"""What a place is compared with: another place, another day, or both. All stands in the address."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.scope import Scope
from indicators.forms.look import EARLIEST
from indicators.queries.named import spot_coded, spots_named
from indicators.queries.tree import Spot
from literacy_portal.kit.periods import today
from literacy_portal.kit.widgets import DayInput

Near = Sequence[tuple[str, Sequence[Spot]]]
"""Places to choose from, under headings."""


class CompareForm(forms.Form):
    """The other place and the other day. What is typed goes before what is chosen from the list; neither is the place itself.

    After `is_valid`, `other` is the second place (None: the place itself), and `meant` are the places that a name may mean.
    """

    near = forms.ChoiceField(label=_("With a place nearby"), required=False)
    with_place = forms.CharField(label=_("or any other: code or name"), required=False, max_length=120)
    then = forms.DateField(
        label=_("There, at the end of the day"),
        required=False,
        widget=DayInput,
        error_messages={"invalid": _("This is not a day. Shown is the same day as here.")},
    )

    def __init__(self, *args: Any, scope: Scope, near: Near, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.other: Spot | None = None
        self.meant: list[Spot] = []
        self.nearby = {spot.code: spot for _label, spots in near for spot in spots}
        listed = [(label, [(spot.code, spot.name) for spot in spots]) for label, spots in near if spots]
        self.fields["near"].choices = [("", _("this place itself")), *listed]  # type: ignore[attr-defined]
        self.fields["then"].widget.attrs |= {"max": today().isoformat(), "min": EARLIEST.isoformat()}

    def add_prefix(self, field_name: str) -> str:
        """The address says `with`, which is no name in Python."""
        return "with" if field_name == "with_place" else super().add_prefix(field_name)

    def clean_then(self) -> date | None:
        """Any day on which figures can have been counted."""
        then: date | None = self.cleaned_data["then"]
        if then and not EARLIEST <= then <= today():
            raise forms.ValidationError(_("This day is still to come, or too long ago. Shown is the same day as here."))
        return then

    def clean(self) -> dict[str, Any]:
        """The second place, among those that are open; of any other it is not said whether it exists."""
        cleaned = super().clean() or self.cleaned_data
        typed = (cleaned.get("with_place") or "").strip()
        if typed:
            self._find(typed)
        else:
            self.other = self.nearby.get(cleaned.get("near") or "")
        if self.other:
            self._choose(self.other)
        return cleaned

    def _find(self, typed: str) -> None:
        coded = spot_coded(typed, self.scope)
        self.meant = [coded] if coded else spots_named(typed, self.scope)
        if len(self.meant) == 1:
            self.other = self.meant[0]
        elif self.meant:
            self.add_error("with_place", _("Several places are called so. Choose one below."))
        else:
            self.add_error("with_place", _("No place that is open to you has this code or name."))

    def _choose(self, other: Spot) -> None:
        """The list shows what is compared, so that another choice in it is not overruled by what was typed before."""
        near: Any = self.fields["near"]
        if other.code not in self.nearby:
            near.choices = [*near.choices, (other.code, other.name)]
        self.data = {**self.data, "near": other.code, "with": ""}
