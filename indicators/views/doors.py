"""Where the page of a place leads on to, for those whom it is open to."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communes.scope import ScopedRequest
from indicators.queries.report_lists import due_of
from indicators.queries.tree import Spot
from indicators.report.titles import title_of
from literacy_portal.kit.periods import today
from sessions.queries.review import waiting_in
from teams.roles import (
    BRING_BOUNDARIES,
    DECLARE,
    DECLARE_FOR_PROVINCE,
    IMPORT_ROSTER,
    PUBLISH,
    RETURN_REPORT,
    VIEW_PEOPLE,
    VIEW_REPORT,
    VIEW_REVIEW,
    VIEW_TEAM,
    WRITE_REPORT,
)

VILLAGE_CODE, COMMUNE_CODE, PROVINCE_CODE, COUNTRY_ITSELF = 8, 5, 2, 0


@dataclass(frozen=True, slots=True)
class Door:
    """A page of the place, the permission that opens it, and the length of the codes of such places; 0 for the country."""

    route: str
    label: Promise
    icon: str
    permission: str
    length: int


DOORS = (
    Door("coaching:village_households", _("Households of this village"), "door", VIEW_PEOPLE, VILLAGE_CODE),
    Door("coaching:village_gatherings", _("Gatherings"), "users", VIEW_PEOPLE, VILLAGE_CODE),
    Door("coaching:commune_gatherings", _("Gatherings"), "users", VIEW_PEOPLE, COMMUNE_CODE),
    Door("communes:imports", _("Rosters"), "sheet", IMPORT_ROSTER, COMMUNE_CODE),
    Door("coaching:review", _("To decide"), "done", VIEW_REVIEW, COMMUNE_CODE),
    Door("teams:teams", _("Teams"), "users", VIEW_TEAM, COMMUNE_CODE),
    Door("indicators:commune_declared", _("Declared figures"), "edit", DECLARE, COMMUNE_CODE),
    Door("indicators:reports", _("Reports"), "sheet", VIEW_REPORT, COMMUNE_CODE),
    Door("indicators:province_reports", _("Reports of the communes"), "sheet", RETURN_REPORT, PROVINCE_CODE),
    Door("indicators:province_declared", _("Declared figures"), "edit", DECLARE_FOR_PROVINCE, PROVINCE_CODE),
    Door("communes:province_boundaries", _("Boundaries"), "place", BRING_BOUNDARIES, PROVINCE_CODE),
    Door("communes:country_boundaries", _("Boundaries"), "place", BRING_BOUNDARIES, COUNTRY_ITSELF),
    Door("indicators:public_page", _("Public page"), "users", PUBLISH, PROVINCE_CODE),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A door as the page shows it; `count` is of what waits behind it."""

    url: str
    label: Promise
    icon: str
    count: int = 0


def doors(request: ScopedRequest, spot: Spot, errands: "Errands") -> Iterator[Link]:
    """The doors of the place that the reader may open."""
    length = len(spot.code) if spot.above else COUNTRY_ITSELF
    for door in DOORS:
        if length == door.length and spot.is_inside(request.reach.to(door.permission)):
            count = errands.decide if door.permission == VIEW_REVIEW else 0
            yield Link(_address(door.route, *spot.url_parts()), door.label, door.icon, count)


@lru_cache(maxsize=5000)
def _address(route: str, *parts: str) -> str:
    return reverse(route, args=parts)


@dataclass(frozen=True, slots=True)
class Errands:
    """What waits for the reader in the place: reports by address, title and whether late, and how much there is to decide."""

    reports: list[tuple[str, str, bool]]
    decide: int


def errands_of(request: ScopedRequest, spot: Spot) -> Errands:
    """Three queries in a commune, for those who have something to do there; none for others."""
    review, decide = request.reach.to(VIEW_REVIEW), 0
    if len(spot.code) == COMMUNE_CODE and spot.is_inside(review):
        decide = waiting_in(spot.code, review).all
    return Errands(due_reports(request, spot), decide)


def due_reports(request: ScopedRequest, spot: Spot) -> list[tuple[str, str, bool]]:
    """Of a commune whose reports the reader writes: those that wait, by address, title and whether late. One query there."""
    if len(spot.code) != COMMUNE_CODE or not spot.is_inside(request.reach.to(WRITE_REPORT)):
        return []
    waiting = due_of(request.reach.to(WRITE_REPORT), spot.code, today())
    return [(one.get_absolute_url(), title_of(one), one.is_late) for one in waiting]
