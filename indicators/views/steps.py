"""From the door to the habit, in a place: the steps of learning, skill by skill."""

from django.http import HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from communes.scope import ScopedRequest, scoped
from indicators.catalogue import in_force
from indicators.extracts.rhythm import steps
from indicators.funnel import CODES, funnels
from indicators.queries.honesty import honesty_of
from indicators.reading import read
from indicators.views.asked import Asked, by_the_clock
from indicators.views.choice import Choice
from indicators.views.found import Found, code_of, place_or_404
from indicators.views.frame import frame
from indicators.views.groups import groups_for
from indicators.views.kept import kept, of_place
from indicators.views.taken import taken, wanted
from teams.roles import VIEW_FIGURES, VIEW_PEOPLE

WORD = "steps"


@require_safe
@scoped(VIEW_FIGURES)
@of_place
def show(request: ScopedRequest, province: str = "", commune: str = "", serial: str = "") -> HttpResponseBase:
    """How many adults came as far as each step, in each core skill and in any, on a day and for a group."""
    code = code_of(province, commune, serial)
    return kept(request, code, lambda asked: _page(asked, place_or_404(asked.scope, province, commune, serial)))


def _page(request: Asked, found: Found) -> HttpResponse:
    catalogue, people, spot = in_force(), request.reach.to(VIEW_PEOPLE), found.spot
    choice = Choice.of(request.GET, catalogue, groups_for(spot, people))
    reading = read(spot, [], [one for one in catalogue if one.code in CODES], people, choice.day, groups=[choice.group]).answer()
    honesty = by_the_clock(request, honesty_of(spot.code, choice.day).answer())
    context = {
        **frame(request, found, WORD, choice, honesty),
        "funnels": funnels(spot, catalogue, reading, choice.group, choice.kept),
    }
    if kind := wanted(request):
        return taken(kind, steps(context), spot.code, "cac-buoc", choice.last)
    return TemplateResponse(request, "indicators/steps.html", context)
