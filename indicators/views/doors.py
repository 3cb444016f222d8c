"""Where the page of a place leads on to, for those whom it is open to."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communes.scope import ScopedRequest
from indicators.queries.tree import Spot
from teams.roles import DECLARE, DECLARE_FOR_PROVINCE, IMPORT_ROSTER, VIEW_PEOPLE, VIEW_TEAM

VILLAGE_CODE, COMMUNE_CODE, PROVINCE_CODE = 8, 5, 2


@dataclass(frozen=True, slots=True)
class Door:
    """A page that belongs to the place, the permission that opens it, and the length of the codes of such places."""

    route: str
    label: Promise
    icon: str
    permission: str
    length: int


DOORS = (
    Door("coaching:village_households", _("Households of this village"), "door", VIEW_PEOPLE, VILLAGE_CODE),
    Door("communes:imports", _("Rosters"), "sheet", IMPORT_ROSTER, COMMUNE_CODE),
    Door("teams:teams", _("Teams"), "users", VIEW_TEAM, COMMUNE_CODE),
    Door("indicators:commune_declared", _("Declared figures"), "edit", DECLARE, COMMUNE_CODE),
    Door("indicators:province_declared", _("Declared figures"), "edit", DECLARE_FOR_PROVINCE, PROVINCE_CODE),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A door as the page shows it."""

    url: str
    label: Promise
    icon: str


def doors(request: ScopedRequest, spot: Spot) -> Iterator[Link]:
    """The doors of the place that the reader may open."""
    for door in DOORS:
        if len(spot.code) == door.length and spot.is_inside(request.reach.to(door.permission)):
            yield Link(reverse(door.route, args=spot.url_parts()), door.label, door.icon)
