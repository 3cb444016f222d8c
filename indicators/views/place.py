"""The page of a place: the same at every level, from the country to the village, for now and for any day before."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communes.models import EthnicGroup, VillageCondition
from communes.scope import Scope, ScopedRequest, scoped
from indicators.actions.marking import look_at
from indicators.board import LEADS, board, facts, ranking
from indicators.campaigns.running import aims_at
from indicators.catalogue import Catalogue, in_force
from indicators.course import sparks
from indicators.extracts.overview import overview
from indicators.lately import notes
from indicators.queries.campaigns import running_at
from indicators.queries.declared import declared_version
from indicators.queries.figures import heads_of, trend_of
from indicators.queries.guards import marks_of
from indicators.queries.honesty import Honesty, honesty_of
from indicators.queries.tree import Spot
from indicators.queries.versions import one_moment
from indicators.reading import as_told_daily, known_inside, read
from indicators.remarks import remarks
from indicators.stated import stated_of
from indicators.tilemap import tile_map
from indicators.views.campaign_links import running
from indicators.views.choice import DRAWN_DAYS, Choice
from indicators.views.doors import doors, errands_of
from indicators.views.found import Found, opened, place_or_404
from indicators.views.groups import groups_for
from indicators.views.same import unless_same
from indicators.views.sides import sides
from indicators.views.taken import taken, wanted
from teams.roles import VIEW_FIGURES, VIEW_PEOPLE


@require_safe
@scoped(VIEW_FIGURES)
def show(request: ScopedRequest, province: str = "", commune: str = "", serial: str = "") -> HttpResponseBase:
    """Its figures, the places inside, who lives there, and how far all that may be trusted."""
    found = place_or_404(request.scope, province, commune, serial)
    with one_moment():
        catalogue = in_force()
        choice = Choice.of(request.GET, catalogue, groups_for(found.spot, request.reach.to(VIEW_PEOPLE)))
        honesty = honesty_of(found.spot.code, choice.day)
        errands = errands_of(request, found.spot)
        campaigns = running_at(found.spot, choice.last)
        running_here, aims = running(found.spot, campaigns, choice.last), aims_at(found.spot, campaigns)
        says = (honesty.says, catalogue.version, declared_version(), errands, running_here, aims)
        beside = {"errands": errands, "due": errands.reports, "running": running_here}
        page = unless_same(request, says, lambda: _page(request, found, (catalogue, choice, honesty), aims, beside))
    if honesty.freshness.waiting:
        look_at(found.spot.code)
    return page


def _page(
    request: ScopedRequest,
    found: Found,
    look: tuple[Catalogue, Choice, Honesty],
    aims: dict[str, str],
    beside: dict[str, Any],
) -> HttpResponse:
    catalogue, choice, honesty = look
    people, spot = request.reach.to(VIEW_PEOPLE), found.spot
    children = found.children(choice.last)
    reading = read(spot, children, [choice.indicator.code], people, choice.day)
    is_exact = spot.is_inside(people)
    marks = marks_of(spot, children, choice.last, people=people, catalogue=catalogue)
    trends = _sparks(spot, catalogue, choice, people)
    beside_each = notes(spot, catalogue, reading, group=choice.group, day=choice.last, aims=aims)
    urls = {child: f"{child.url}{choice.kept}" for child in children}
    compared = choice.group if choice.group in choice.indicator.groups else choice.indicator.groups[0]
    open_to = opened(children, found, request.scope)
    context = {
        "spot": spot,
        "place_name": spot.name,
        "trail": found.trail(),
        "choice": choice,
        "indicators": choice.indicators(catalogue),
        "board": board(spot, catalogue, reading, group=choice.group, kept=choice.kept, trends=trends, notes=beside_each),
        "ranking": ranking(urls, choice.indicator, compared, reading, opened=open_to, order=choice.order),
        "tiles": tile_map(urls, choice.indicator, compared, reading, opened=open_to),
        "has_children": bool(found.village is None),
        "honesty": honesty,
        "silent_url": f"{spot.url}work/silent/" if choice.day is None else "",
        "is_exact": is_exact,
        "remarks": remarks(marks, [spot, *children], catalogue, reading.exact),
        "declared": stated_of(spot.code, choice.last, exact=is_exact),
        "doors": list(doors(request, spot, beside["errands"])),
        "sides": sides(spot, "", choice.kept),
        **beside,
        **_profile(found, people, choice),
    }
    if kind := wanted(request):
        return taken(kind, overview(context, catalogue, reading, children), spot.code, "tong-quan", choice.last)
    return render(request, "indicators/place.html", context)


def _sparks(spot: Spot, catalogue: Catalogue, choice: Choice, people: Scope) -> dict[str, list[float]]:
    """How the large figures went in the last three months; not where the reader knows a part exactly."""
    first = choice.last - timedelta(days=DRAWN_DAYS)
    leads = {one.code: one for one in catalogue if one.code in LEADS and choice.group in one.groups}
    if known_inside(spot, people):
        return {}
    trends, is_exact = trend_of(spot.code, list(leads), choice.group, first, choice.last), spot.is_inside(people)
    return {
        code: sparks(as_told_daily(trends[code], one.unit, exact=is_exact), first, choice.last) for code, one in leads.items()
    }


def _profile(found: Found, people: Scope, choice: Choice) -> dict[str, Any]:
    """Who lived there on the day, for those to whom people are open; of a village also the ground under it."""
    if not found.spot.is_inside(people):
        return {}
    groups = dict(EthnicGroup.objects.values_list("slug", "name"))
    profile: dict[str, Any] = {"facts": facts(heads_of(found.spot.code, choice.day), groups)}
    if found.village:
        conditions = VillageCondition.objects.within(people).filter(village=found.village, since__lte=choice.last)
        profile["ground"] = conditions.order_by("-since").first()
    return profile
