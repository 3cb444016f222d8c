"""How one figure went in every place inside a place: small curves side by side."""

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from communes.scope import ScopedRequest, scoped
from indicators.catalogue import in_force
from indicators.curves import Asked as Wanted
from indicators.curves import curves, table
from indicators.queries.honesty import honesty_of
from indicators.views.asked import Asked, by_the_clock
from indicators.views.choice import ORDERS, STEEPEST, Choice
from indicators.views.found import Found, code_of, opened, place_or_404
from indicators.views.frame import answer, frame
from indicators.views.groups import groups_for
from indicators.views.kept import kept, of_place
from teams.roles import VIEW_FIGURES, VIEW_PEOPLE

WORD = "curves"


@require_safe
@scoped(VIEW_FIGURES)
@of_place
def show(request: ScopedRequest, province: str = "", commune: str = "") -> HttpResponseBase:
    """One indicator in each of the places inside, over a stretch of time, on one scale."""
    code = code_of(province, commune, "")
    return kept(request, code, lambda asked: _page(asked, place_or_404(asked.scope, province, commune, "")))


def _page(request: Asked, found: Found) -> HttpResponse:
    catalogue, groups = in_force(), groups_for(found.spot, request.reach.to(VIEW_PEOPLE))
    choice = Choice.of(request.GET, catalogue, groups, draws=True, orders=(*ORDERS, STEEPEST))
    honesty = by_the_clock(request, honesty_of(found.spot.code, choice.day).answer())
    one, people, children = choice.indicator, request.reach.to(VIEW_PEOPLE), found.children(choice.last).answer()
    group = choice.group if choice.group in one.groups else one.groups[0]
    along = choice.address(since=choice.since.isoformat())
    context = {
        **frame(request, found, WORD, choice, honesty),
        "indicators": choice.indicators(catalogue),
        "orders": choice.orders(),
        "group": group,
        "found": curves(
            found.spot,
            {child: f"{child.figure_url(one.code)}{along}" for child in children},
            Wanted(one, group, choice.since, choice.last),
            people,
            opened=opened(children, found, request.scope),
            order=choice.order,
        ),
    }
    return answer(request, "indicators/curves.html", context, [table(context["found"])], f"{one.name}: {one.rule}")
