"""The campaigns of a place; opening one, changing it, calling it off."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communes.models import Province
from communes.models.places import COUNTRY
from communes.scope import ScopedRequest, scoped
from indicators.actions.campaigns import call_off, change_campaign, open_campaign
from indicators.campaigns.places import Places
from indicators.catalogue import in_force
from indicators.extracts import lists
from indicators.forms.campaign import CampaignForm
from indicators.models import Campaign
from indicators.pace import Stretch
from indicators.queries.campaigns import campaigns_of, home_of
from indicators.queries.tree import Spot, communes_of, provinces, villages_in
from indicators.views.campaign import campaign_or_404
from indicators.views.campaign_links import campaign_url, campaigns_url, may_open
from indicators.views.found import Found, place_or_404
from indicators.views.sides import sides
from indicators.views.taken import taken, wanted
from literacy_portal.kit.periods import today
from teams.roles import OPEN_CAMPAIGN, VIEW_FIGURES


@dataclass(frozen=True)
class Entry:
    """A campaign in the list: where it leads, and which day of it is today."""

    campaign: Campaign
    url: str
    number: int
    days: int
    left: int
    state: str


@require_safe
@scoped(VIEW_FIGURES)
def index(request: ScopedRequest, province: str = "", commune: str = "", serial: str = "") -> HttpResponse:
    """Those that run, those to come, those that are over."""
    found = place_or_404(request.scope, province, commune, serial)
    entries = [_entry(one, found.spot) for one in campaigns_of(found.spot, request.scope)]
    context: dict[str, Any] = {
        "spot": found.spot,
        "sides": sides(found.spot, "campaigns"),
        "place_name": found.spot.name,
        "trail": found.trail((_("Campaigns"), "")),
        "groups": [
            (title, ones)
            for state, title in (("running", _("Running")), ("coming", _("To come")), ("over", _("Over")))
            if (ones := [one for one in entries if one.state == state])
        ],
        "new_url": campaigns_url(found.spot, "new") if may_open(request, found.spot) else "",
    }
    if kind := wanted(request):
        return taken(kind, lists.campaigns(found.spot.name, context["groups"]), found.spot.code, "chien-dich", today())
    return render(request, "indicators/campaigns/index.html", context)


def _entry(campaign: Campaign, spot: Spot) -> Entry:
    """Of the country's page a province's campaign leads to the page of the province."""
    stretch, day = Stretch(campaign.first_day, campaign.last_day), today()
    is_over = campaign.closed_on or day > stretch.last
    state = "over" if is_over else ("running" if day >= stretch.first else "coming")
    home = spot
    if spot.code == COUNTRY and home_of(campaign) != COUNTRY:
        home = _province_of(campaign)
    return Entry(campaign, campaign_url(home, campaign), stretch.number(day), stretch.days, stretch.left(day), state)


def _province_of(campaign: Campaign) -> Spot:
    province = campaign.province
    return Spot(province.pk, province.name, province.get_absolute_url(), (COUNTRY,))  # type: ignore[union-attr]


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(OPEN_CAMPAIGN)
def new(request: ScopedRequest, province: str = "") -> HttpResponseBase:
    """The form of a new one."""
    return _form(request, _own(request, province), None)


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(OPEN_CAMPAIGN)
def change(request: ScopedRequest, campaign: int, province: str = "") -> HttpResponseBase:
    """The form of one that stands; and calling it off."""
    found = _own(request, province)
    one = campaign_or_404(request, campaign, found)
    if home_of(one) != found.spot.code:
        raise Http404
    if request.method == "POST" and "call_off" in request.POST:
        call_off(by=request.user, campaign=one, day=today())  # type: ignore[arg-type]
        messages.success(request, _("Called off. It stays to be read."))
        return redirect(campaign_url(found.spot, one))
    return _form(request, found, one)


def _own(request: ScopedRequest, province: str) -> Found:
    """A place of which the reader opens campaigns, not one that only contains his own."""
    found = place_or_404(request.scope, province, "", "")
    if not found.spot.is_inside(request.scope):
        raise Http404
    return found


def _form(request: ScopedRequest, found: Found, campaign: Campaign | None) -> HttpResponseBase:
    spot, day = found.spot, today()
    communes = communes_of(spot.code, day)
    inside = provinces(day).answer() if spot.code == COUNTRY else [*communes.answer(), *villages_in(spot.code, day)]
    data = request.POST if request.method == "POST" else None
    form = CampaignForm(data, catalogue=in_force(), places=Places.of([], inside), campaign=campaign)
    if data is not None and form.is_valid():
        return _save(request, found, campaign, form)
    title = _("Change the campaign") if campaign else _("Open a campaign")
    context = {
        "form": form,
        "title": title,
        "place_name": spot.name,
        "spot": spot,
        "campaign": campaign,
        "back": campaign_url(spot, campaign) if campaign else campaigns_url(spot),
        "trail": found.trail((_("Campaigns"), campaigns_url(spot)), (title, "")),
    }
    return render(request, "indicators/campaigns/form.html", context)


def _save(request: ScopedRequest, found: Found, campaign: Campaign | None, form: CampaignForm) -> HttpResponseBase:
    if campaign:
        change_campaign(by=request.user, campaign=campaign, plan=form.plan)  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return redirect(campaign_url(found.spot, campaign))
    province = Province.objects.within(request.scope).filter(pk=found.spot.code).first()
    opened = open_campaign(by=request.user, province=province, plan=form.plan)  # type: ignore[arg-type]
    messages.success(request, _("The campaign is open. Now set its targets."))
    return redirect(campaign_url(found.spot, opened, "targets"))
