"""The page of a place: the same at every level, from the country to the village, for now and for any day before."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from communes.models import Boundaries, VillageCondition
from communes.scope import Scope, ScopedRequest, scoped
from indicators.board import board, facts, ranking
from indicators.bordermap import border_map
from indicators.campaigns.running import aims_at
from indicators.catalogue import in_force
from indicators.enums import Group
from indicators.extracts.overview import overview
from indicators.lately import earlier, notes
from indicators.leads import small_lines
from indicators.queries.campaigns import running_at
from indicators.queries.figures import heads_of
from indicators.queries.guards import marks_of
from indicators.queries.honesty import honesty_of
from indicators.queries.tree import Spot
from indicators.reading import Reading, read
from indicators.remarks import remarks
from indicators.stated import stated_of
from indicators.tilemap import tile_map
from indicators.views.asked import Asked, by_the_clock
from indicators.views.campaign_links import running
from indicators.views.choice import Choice
from indicators.views.doors import doors, errands_of
from indicators.views.found import Found, code_of, opened, place_or_404
from indicators.views.groups import groups_for
from indicators.views.kept import kept, of_place
from indicators.views.sides import sides
from indicators.views.taken import taken, wanted
from literacy_portal.kit.statements import together
from teams.roles import VIEW_FIGURES, VIEW_PEOPLE


@require_safe
@scoped(VIEW_FIGURES)
@of_place
def show(request: ScopedRequest, province: str = "", commune: str = "", serial: str = "") -> HttpResponseBase:
    """Its figures, the places inside, who lives there, and how far all that may be trusted."""
    return kept(request, code_of(province, commune, serial), lambda asked: _page(asked, province, commune, serial))


def _page(request: Asked, province: str, commune: str, serial: str) -> HttpResponse:
    found = place_or_404(request.scope, province, commune, serial)
    spot, people, catalogue = found.spot, request.reach.to(VIEW_PEOPLE), in_force()
    choice = Choice.of(request.GET, catalogue, groups_for(spot, people))
    errands, is_exact = errands_of(request, spot), spot.is_inside(people)
    declared = stated_of(spot.code, choice.last, exact=is_exact)
    campaigns, children, told, stated, boundaries = together(
        running_at(spot, choice.last),
        found.children(choice.last),
        honesty_of(spot.code, choice.day),
        declared,
        found.boundaries(),
    )
    reading, before, trends, marks = together(
        read(spot, children, [choice.indicator], people, choice.day, own=catalogue, groups={choice.group, Group.ALL}),
        earlier(spot, catalogue, group=choice.group, day=choice.last),
        small_lines(spot, catalogue, choice.group, people, choice.last),
        marks_of(spot, children, choice.last, people=people, catalogue=catalogue),
    )
    beside = notes(spot, catalogue, reading, before, group=choice.group, aims=aims_at(spot, campaigns))
    context = {
        "spot": spot,
        "place_name": spot.name,
        "trail": found.trail(),
        "choice": choice,
        "indicators": SimpleLazyObject(lambda: choice.indicators(catalogue)),
        "catalogue_version": catalogue.version,
        "has_children": found.village is None,
        "honesty": by_the_clock(request, told),
        "silent_url": f"{spot.url}work-lists/silent/" if choice.day is None else "",
        "is_exact": is_exact,
        "remarks": remarks(marks, [spot, *children], catalogue, reading.exact),
        "declared": stated,
        "doors": list(doors(request, spot, errands)),
        "due": errands.reports,
        "running": running(spot, campaigns, choice.last),
        "sides": sides(spot, "", choice.kept),
        "board": board(spot, catalogue, reading, group=choice.group, kept=choice.kept, trends=trends, notes=beside),
        **_inside(choice, reading, children, boundaries, opened(children, found, request.scope)),
        **_profile(found, people, choice),
    }
    if kind := wanted(request):
        return taken(kind, overview(context, catalogue, reading, children), spot.code, "tong-quan", choice.last)
    return TemplateResponse(request, "indicators/place.html", context)


def _inside(
    choice: Choice, reading: Reading, children: list[Spot], boundaries: Boundaries | None, open_to: frozenset[str]
) -> dict[str, Any]:
    """The places inside, as bars and as the map that the reader wants, or the one there is."""
    kept_choice = choice.kept
    urls = {child.code: f"{child.url}{kept_choice}" for child in children if child.code in open_to}
    compared = choice.group if choice.group in choice.indicator.groups else choice.indicator.groups[0]
    figures = reading.figures(children, choice.indicator, compared, urls=urls)
    tiles, borders = tile_map(children, figures), border_map(boundaries, figures)
    has_both = tiles is not None and borders is not None
    if has_both and choice.map == "tiles":
        borders = None
    return {
        "ranking": ranking(figures.values(), order=choice.order),
        "tiles": tiles,
        "borders": borders,
        "maps": choice.maps("borders" if borders else "tiles") if has_both else [],
    }


def _profile(found: Found, people: Scope, choice: Choice) -> dict[str, Any]:
    """Who lived there on the day, for those to whom people are open; of a village also the ground under it."""
    if not found.spot.is_inside(people):
        return {}
    profile: dict[str, Any] = {"facts": facts(heads_of(found.spot.code, choice.day).answer())}
    if found.village:
        conditions = VillageCondition.objects.within(people).filter(village=found.village, since__lte=choice.last)
        profile["ground"] = conditions.order_by("-since").first()
    return profile
