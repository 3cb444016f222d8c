"""Silence explained: the ground under the villages of a place beside their figures, and why they are not heard from."""

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from communes.scope import ScopedRequest, scoped
from indicators.catalogue import Indicator, in_force
from indicators.enums import Family, Unit
from indicators.footing import footing, table
from indicators.queries.hearing import DAYS
from indicators.queries.honesty import honesty_of
from indicators.queries.standings import standings_in
from indicators.reading import Reading, read
from indicators.views.asked import Asked, by_the_clock
from indicators.views.choice import DEFAULT, Choice
from indicators.views.found import Found, code_of, opened, place_or_404
from indicators.views.frame import answer, frame
from indicators.views.groups import groups_for
from indicators.views.kept import kept, of_place
from literacy_portal.kit.figures import Figure
from teams.roles import VIEW_FIGURES, VIEW_PEOPLE

WORD = "ground"


@require_safe
@scoped(VIEW_FIGURES)
@of_place
def show(request: ScopedRequest, province: str = "", commune: str = "", serial: str = "") -> HttpResponseBase:
    """Network, power and teams of the villages, whether they were heard from, and coverage beside them."""
    code = code_of(province, commune, serial)
    return kept(request, code, lambda asked: _page(asked, place_or_404(asked.scope, province, commune, serial)))


def _page(request: Asked, found: Found) -> HttpResponse:
    catalogue, people, spot = in_force(), request.reach.to(VIEW_PEOPLE), found.spot
    people_only = [one for one in catalogue if one.unit is not Unit.VILLAGES]
    by_code = {one.code: one for one in people_only}
    chosen = by_code.get(request.GET.get("indicator", "")) or by_code[DEFAULT]
    choice = Choice.of(request.GET, catalogue, groups_for(spot, people), chosen)
    honesty = by_the_clock(request, honesty_of(spot.code, choice.day).answer())
    one, children = choice.indicator, [spot] if found.village else found.children(choice.last).answer()
    grounds = [each for each in catalogue if each.family is Family.GROUND]
    inside = [] if found.village else children
    reading = read(spot, inside, [one, *grounds], people, choice.day).answer()
    group = choice.group if choice.group in one.groups else one.groups[0]
    along = choice.address(indicator=one.code)
    context = {
        **frame(request, found, WORD, choice, honesty),
        "indicators": choice.indicators(people_only),
        "group": group,
        "days": DAYS,
        "grounds": [] if found.village else _stored(reading, grounds, spot.code),
        "is_village": found.village is not None,
        "are_villages": len(found.above) > 1,
        "found": footing(
            {child: f"{child.url}{WORD}/{along}" if inside else "" for child in children},
            standings_in(spot.code, choice.last),
            one,
            group,
            reading,
            opened=opened(inside, found, request.scope),
            are_villages=len(found.above) > 1,
        ),
    }
    return answer(request, "indicators/ground.html", context, [table(context["found"])], f"{one.name}: {one.rule}")


def _stored(reading: Reading, grounds: list[Indicator], place: str) -> list[Figure]:
    """How many villages have each, as it is stored."""
    return [reading.figure(place, each, label=each.name) for each in grounds]
