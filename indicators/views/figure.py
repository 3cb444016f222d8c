"""One figure of a place looked at closely: what it counts, how it went, for whom, and where."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from communes.scope import ScopedRequest, scoped
from indicators.board import comparison, ranking
from indicators.catalogue import Indicator, in_force
from indicators.course import drawn
from indicators.enums import Group, Unit
from indicators.extracts.figure import closely
from indicators.queries.honesty import honesty_of
from indicators.queries.tree import Spot
from indicators.reading import read, trend_told
from indicators.views.asked import Asked, by_the_clock
from indicators.views.choice import Choice
from indicators.views.found import Found, code_of, opened, place_or_404
from indicators.views.groups import groups_for
from indicators.views.kept import kept, of_place
from indicators.views.taken import taken, wanted
from indicators.worklists import ABOUT
from sessions.enums import WorkList
from teams.roles import VIEW_FIGURES, VIEW_PEOPLE


@require_safe
@scoped(VIEW_FIGURES)
@of_place
def show(request: ScopedRequest, indicator: str, province: str = "", commune: str = "", serial: str = "") -> HttpResponseBase:
    """One indicator in a place, for any day, group and stretch of time."""
    code = code_of(province, commune, serial)
    return kept(request, code, lambda asked: _page(asked, place_or_404(asked.scope, province, commune, serial), indicator))


def _page(request: Asked, found: Found, indicator: str) -> HttpResponse:
    catalogue = in_force()
    one = catalogue.by_code.get(indicator)
    if one is None:
        raise Http404
    groups = [group for group in groups_for(found.spot, request.reach.to(VIEW_PEOPLE)) if group in one.groups]
    choice = Choice.of(request.GET, catalogue, groups, one, draws=True)
    people, spot = request.reach.to(VIEW_PEOPLE), found.spot
    is_exact = spot.is_inside(people)
    children = found.children(choice.last).answer()
    reading = read(spot, children, [one], people, choice.day).answer()
    trend = trend_told(spot, one, choice.group, people, first=choice.since, last=choice.last)
    open_to = opened(children, found, request.scope)
    urls = {child.code: f"{child.figure_url(one.code)}{choice.kept}" for child in children if child.code in open_to}
    context = {
        "spot": spot,
        "place_name": spot.name,
        "trail": found.trail((one.name, "")),
        "indicator": one,
        "choice": choice,
        "figure": reading.figure(spot.code, one, choice.group, label=str(choice.group.label)),
        "course": drawn(trend, choice.last),
        "comparison": comparison(spot.code, one, reading) if len(one.groups) > 1 else None,
        "ranking": ranking(reading.figures(children, one, choice.group, urls=urls).values(), order=choice.order),
        "has_children": found.village is None,
        "honesty": by_the_clock(request, honesty_of(spot.code, choice.day).answer()),
        "silent_url": f"{spot.url}work-lists/silent/" if choice.day is None else "",
        "work": _work(spot, one) if is_exact and choice.day is None else None,
        "is_exact": is_exact,
        "people_url": _people_url(found, one, choice) if found.village and is_exact and one.unit is not Unit.VILLAGES else "",
        "is_everyone": choice.group is Group.ALL,
    }
    if kind := wanted(request):
        return taken(kind, closely(context, reading, children), spot.code, f"chi-so-{one.code}", choice.last)
    return TemplateResponse(request, "indicators/figure.html", context)


def _work(spot: Spot, one: Indicator) -> tuple[str, Promise] | None:
    """The list of those whom a visit brings into the figure, by address and title; lists by name are of communes and villages."""
    ends = {"visited": WorkList.NEVER, "alone": WorkList.STALLED, "able": WorkList.STALLED, "kept": WorkList.CHECK}
    which = ends.get(one.code.rpartition("_")[2])
    return (f"{spot.url}work-lists/{which}/", ABOUT[which].title) if which and len(spot.above) > 1 else None


def _people_url(found: Found, one: Indicator, choice: Choice) -> str:
    return f"{found.spot.figure_url(one.code)}people/{choice.kept}"
