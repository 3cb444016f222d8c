"""Where the pages of campaigns lie under a place, and which of them a reader may open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communes.models.places import COUNTRY
from communes.scope import ScopedRequest
from indicators.enums import CampaignKind
from indicators.models import Campaign
from indicators.pace import Stretch
from indicators.queries.campaigns import home_of
from indicators.queries.tree import Spot
from indicators.views.doors import COMMUNE_CODE, PROVINCE_CODE, VILLAGE_CODE, Link
from teams.roles import OPEN_CAMPAIGN, SET_TARGET

LEVELS = {PROVINCE_CODE: "province", COMMUNE_CODE: "commune", VILLAGE_CODE: "village"}


def _level(spot: Spot) -> tuple[str, list[str]]:
    if spot.code == COUNTRY:
        return "country", []
    return LEVELS[len(spot.code)], spot.url_parts()


def campaigns_url(spot: Spot, step: str = "") -> str:
    """The campaigns of a place; with a step "new", the form of a new one."""
    level, parts = _level(spot)
    return reverse(f"indicators:{level}_campaign{f'_{step}' if step else 's'}", args=parts)


def campaign_url(spot: Spot, campaign: Campaign, step: str = "") -> str:
    """A campaign in a place; the steps are "change", "targets", "import"."""
    level, parts = _level(spot)
    return reverse(f"indicators:{level}_campaign{f'_{step}' if step else ''}", args=[*parts, campaign.pk])


def may_open(request: ScopedRequest, spot: Spot) -> bool:
    """Whether the reader opens campaigns in this place: a province, or the country, whose code is as short."""
    return len(spot.code) == PROVINCE_CODE and spot.is_inside(request.reach.to(OPEN_CAMPAIGN))


def may_set(request: ScopedRequest, spot: Spot) -> bool:
    """Whether the reader sets targets in this place or in what lies inside it."""
    return len(spot.code) != VILLAGE_CODE and spot.is_inside(request.reach.to(SET_TARGET))


@dataclass(frozen=True)
class Running:
    """A campaign that runs, and which day of it this is."""

    name: str
    url: str
    number: int
    days: int
    left: int


def told_of(campaigns: list[Campaign]) -> Campaign | None:
    """Which of those that run the page of a place tells of: the peak that ends first, or else the goals of the year."""
    peaks = [one for one in campaigns if one.kind == CampaignKind.PEAK]
    return next(iter(peaks or campaigns), None)


def running(spot: Spot, campaigns: list[Campaign], day: date) -> Running | None:
    """The campaign that is told of, as the page of a place tells it."""
    first = told_of(campaigns)
    if first is None:
        return None
    stretch = Stretch(first.first_day, first.last_day)
    return Running(first.name, campaign_url(spot, first), stretch.number(day), stretch.days, stretch.left(day))


def doors_of(request: ScopedRequest, spot: Spot, campaign: Campaign) -> Iterator[Link]:
    """What may be changed from the page of a campaign."""
    if home_of(campaign) == spot.code and may_open(request, spot):
        yield Link(campaign_url(spot, campaign, "change"), _("Change the campaign"), "edit")
    if may_set(request, spot):
        yield Link(campaign_url(spot, campaign, "targets"), _("Targets"), "done")
