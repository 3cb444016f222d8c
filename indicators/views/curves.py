"""How one figure went in every place inside a place: small curves side by side."""

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from communes.scope import ScopedRequest, scoped
from indicators.catalogue import Catalogue, in_force
from indicators.curves import Asked, curves, table
from indicators.queries.honesty import Honesty, honesty_of
from indicators.queries.versions import one_moment
from indicators.views.choice import ORDERS, STEEPEST, Choice
from indicators.views.found import Found, opened, place_or_404
from indicators.views.frame import answer, frame
from indicators.views.groups import groups_for
from indicators.views.same import unless_same
from teams.roles import VIEW_FIGURES, VIEW_PEOPLE

WORD = "curves"


@require_safe
@scoped(VIEW_FIGURES)
def show(request: ScopedRequest, province: str = "", commune: str = "") -> HttpResponseBase:
    """One indicator in each of the places inside, over a stretch of time, on one scale."""
    found = place_or_404(request.scope, province, commune, "")
    with one_moment():
        catalogue = in_force()
        groups = groups_for(found.spot, request.reach.to(VIEW_PEOPLE))
        choice = Choice.of(request.GET, catalogue, groups, draws=True, orders=(*ORDERS, STEEPEST))
        honesty = honesty_of(found.spot.code, choice.day)
        says = (honesty.says, catalogue.version)
        return unless_same(request, says, lambda: _page(request, found, catalogue, choice, honesty))


def _page(request: ScopedRequest, found: Found, catalogue: Catalogue, choice: Choice, honesty: Honesty) -> HttpResponse:
    one, people, children = choice.indicator, request.reach.to(VIEW_PEOPLE), found.children(choice.last)
    group = choice.group if choice.group in one.groups else one.groups[0]
    kept = choice.address(since=choice.since.isoformat())
    context = {
        **frame(request, found, WORD, choice, honesty),
        "indicators": choice.indicators(catalogue),
        "orders": choice.orders(),
        "group": group,
        "found": curves(
            found.spot,
            {child: f"{child.figure_url(one.code)}{kept}" for child in children},
            Asked(one, group, choice.since, choice.last),
            people,
            opened=opened(children, found, request.scope),
            order=choice.order,
        ),
    }
    return answer(request, "indicators/curves.html", context, [table(context["found"])], f"{one.name}: {one.rule}")
