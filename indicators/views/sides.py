"""The sides of a place: pages of the same shape at every level, each with an address of its own, as tabs over them all."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.queries.tree import Spot

EVERY, WITH_PLACES_INSIDE = frozenset(range(4)), frozenset(range(3))


@dataclass(frozen=True, slots=True)
class Side:
    """A page of a place: its word in the address (empty for the first page), its label, and which places have it.

    `looks`: it shows a day and a group, so that what the reader chose of both goes along. `depths`: how many places contain
    such a place: 0 the country, 1 a province, 2 a commune, 3 a village.
    """

    word: str
    label: Promise
    looks: bool = True
    depths: frozenset[int] = EVERY


SIDES = (
    Side("", _("Overview")),
    Side("steps", _("From the door to the habit")),
    Side("left-behind", _("Who is left behind")),
    Side("compare", _("Compare")),
    Side("curves", _("Curves"), depths=WITH_PLACES_INSIDE),
    Side("ground", _("Silence explained")),
    Side("activity", _("Work of the teams"), looks=False),
    Side("work-lists", _("Work lists"), looks=False),
    Side("evenings", _("When doors open"), looks=False),
    Side("campaigns", _("Campaigns"), looks=False),
)


def label_of(word: str) -> str:
    """The label of a side by its word in the address."""
    return next(str(side.label) for side in SIDES if side.word == word)


def sides(spot: Spot, current: str, kept: str = "") -> list[dict[str, Any]]:
    """The tabs over a page of the place; `kept` is the end of an address with the day and group that were chosen."""
    return [
        {
            "url": f"{spot.url}{side.word + '/' if side.word else ''}{kept if side.looks else ''}",
            "label": side.label,
            "is_current": side.word == current,
        }
        for side in SIDES
        if len(spot.above) in side.depths
    ]
