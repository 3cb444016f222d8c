"""A campaign in a place: the same page at every level, for now and for any day before."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from communes.scope import ScopedRequest, scoped
from indicators.campaigns.board import Asked, Board, board, moment_of, shown
from indicators.campaigns.card import HOMES
from indicators.catalogue import Catalogue, Indicator, in_force
from indicators.enums import Group
from indicators.extracts.campaign import extract_of
from indicators.models import Campaign
from indicators.queries.campaigns import parts_in
from indicators.queries.honesty import Honesty, honesty_of
from indicators.views.asked import by_the_clock
from indicators.views.campaign_links import campaign_url, campaigns_url, doors_of
from indicators.views.choice import Choice
from indicators.views.found import Found, code_of, opened, place_or_404
from indicators.views.kept import kept, of_place
from indicators.views.taken import taken, wanted
from teams.roles import VIEW_FIGURES, VIEW_PEOPLE


@dataclass(frozen=True)
class _Page:
    """What is asked for: this campaign, here, so."""

    request: ScopedRequest
    found: Found
    campaign: Campaign
    indicators: list[Indicator]
    choice: Choice
    honesty: Honesty
    catalogue: Catalogue

    @classmethod
    def of(cls, request: ScopedRequest, campaign: int, address: tuple[str, str, str]) -> "_Page":
        """As the database stands; 404 for what is not open, or not there."""
        found = place_or_404(request.scope, *address)
        one, catalogue = campaign_or_404(request, campaign, found), in_force()
        indicators = shown(one, found.spot, catalogue)
        choice = Choice.of(request.GET, catalogue, [Group.ALL], _chosen(request, indicators))
        return cls(request, found, one, indicators, choice, honesty_of(found.spot.code, choice.day).answer(), catalogue)


@require_safe
@scoped(VIEW_FIGURES)
@of_place
def show(request: ScopedRequest, campaign: int, province: str = "", commune: str = "", serial: str = "") -> HttpResponseBase:
    """Where it stands, where it will be on the last day at this pace, who will miss the target and why."""
    address = (province, commune, serial)
    return kept(request, code_of(*address), lambda asked: _shown(_Page.of(asked, campaign, address)))


def _shown(page: _Page) -> HttpResponse:
    kind = wanted(page.request)
    return _file(page, kind) if kind else _page(page)


def campaign_or_404(request: ScopedRequest, campaign: int, found: Found) -> Campaign:
    """The campaign of that number, if the place takes part in it. One query."""
    seen = Campaign.objects.reachable(request.scope).select_related("province")
    one = get_object_or_404(seen, pk=campaign)
    if not parts_in(one, found.spot):
        raise Http404
    return one


def _chosen(request: ScopedRequest, indicators: list[Indicator]) -> Indicator | None:
    asked = request.GET.get("indicator", "")
    return next((one for one in indicators if one.code == asked), indicators[0] if indicators else None)


def _board(page: _Page) -> Board:
    spot, campaign, people = page.found.spot, page.campaign, page.request.reach.to(VIEW_PEOPLE)
    children = page.found.children(page.choice.last).answer()
    may_open = opened(children, page.found, page.request.scope)
    kept = f"?indicator={page.choice.indicator.code}{page.choice.kept.replace('?', '&')}"
    urls = {child: f"{campaign_url(child, campaign)}{kept}" if child.code in may_open else "" for child in children}
    asked = Asked(campaign, spot, urls, people, moment_of(campaign, page.choice.day), page.honesty.hearing.teams_heard)
    return board(asked, page.indicators, page.choice.indicator, page.catalogue.by_code[HOMES])


def _page(page: _Page) -> HttpResponse:
    spot, campaign, request = page.found.spot, page.campaign, page.request
    moment = moment_of(campaign, page.choice.day)
    context: dict[str, Any] = {
        "spot": spot,
        "place_name": spot.name,
        "campaign": campaign,
        "trail": page.found.trail((str(campaign.name), "")),
        "back": campaigns_url(spot),
        "choice": page.choice,
        "honesty": by_the_clock(request, page.honesty),
        "opens_people": page.found.village is not None and spot.is_inside(request.reach.to(VIEW_PEOPLE)),
        "is_exact": spot.is_inside(request.reach.to(VIEW_PEOPLE)),
        "doors": doors_of(request, spot, campaign),
        "moment": moment,
        "number": moment.stretch.number(moment.day),
        "left": moment.stretch.left(moment.day),
        "board": _board(page) if page.indicators else None,
        "kept": page.choice.kept.replace("?", "&"),
    }
    return TemplateResponse(request, "indicators/campaigns/show.html", context)


def _file(page: _Page, kind: str) -> HttpResponse:
    if not page.indicators:
        raise Http404
    spot, is_exact = page.found.spot, page.found.spot.is_inside(page.request.reach.to(VIEW_PEOPLE))
    extract = extract_of(page.campaign, spot, _board(page), page.honesty, exact=is_exact)
    return taken(kind, extract, spot.code, f"chien-dich-{page.campaign.pk}", page.choice.last)
