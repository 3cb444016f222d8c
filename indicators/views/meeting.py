"""The meeting room: a place on the wall, one thing a page, to be read from ten metres; without a script it is one long page."""

from django.http import HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communes.scope import ScopedRequest, scoped
from indicators.board import ranking
from indicators.bordermap import border_map
from indicators.campaigns.running import aims_at
from indicators.catalogue import in_force
from indicators.enums import Group
from indicators.lately import earlier, notes
from indicators.leads import lead_indicators, small_lines
from indicators.queries.campaigns import running_at
from indicators.queries.honesty import honesty_of
from indicators.reading import read
from indicators.room import behind, ends_of, large, races
from indicators.tilemap import tile_map
from indicators.views.asked import Asked, by_the_clock
from indicators.views.choice import DEFAULT
from indicators.views.found import code_of, place_or_404
from indicators.views.kept import kept, of_place
from literacy_portal.kit.periods import today
from literacy_portal.kit.statements import together
from teams.roles import VIEW_FIGURES, VIEW_PEOPLE


@require_safe
@scoped(VIEW_FIGURES)
@of_place
def show(request: ScopedRequest, province: str = "", commune: str = "") -> HttpResponseBase:
    """The large figures, the map beside the ranking, each campaign that runs, who is left behind; as of now, of everyone."""
    return kept(request, code_of(province, commune, ""), lambda asked: _page(asked, province, commune))


def _page(request: Asked, province: str, commune: str) -> HttpResponse:
    found = place_or_404(request.scope, province, commune, "")
    spot, people, day, catalogue = found.spot, request.reach.to(VIEW_PEOPLE), today(), in_force()
    told, campaigns, children, boundaries = together(
        honesty_of(spot.code, None), running_at(spot, day), found.children(day), found.boundaries()
    )
    chosen = catalogue.by_code.get(request.GET.get("indicator", "")) or catalogue.by_code[DEFAULT]
    leading = lead_indicators(catalogue)
    reading, before, lines = together(
        read(spot, children, [chosen], people, None, own=catalogue),
        earlier(spot, leading, group=Group.ALL, day=day),
        small_lines(spot, catalogue, Group.ALL, people, day),
    )
    beside = notes(spot, leading, reading, before, group=Group.ALL, aims=aims_at(spot, campaigns))
    figures = reading.figures(children, chosen)
    ranked = ranking(figures.values(), order="high")
    running = races(spot, children, campaigns, people, catalogue, teams=told.hearing.teams_heard)
    left_behind = behind(spot, catalogue, reading)
    context = {
        "spot": spot,
        "place_name": spot.name,
        "day": day,
        "leads": large(spot, catalogue, reading, lines, beside),
        "chosen": chosen,
        "ends": ends_of(ranked),
        "silent": len(ranked.silent),
        "tiles": tile_map(children, figures),
        "borders": border_map(boundaries, figures),
        "races": running,
        "behind": left_behind,
        "pages": [
            ("leads", _("At a glance")),
            *([("inside", _("Places"))] if ranked.figures else []),
            *((f"race-{race.campaign.pk}", race.campaign.name) for race in running),
            *([("behind", _("Who is left behind"))] if left_behind else []),
        ],
        "honesty": by_the_clock(request, told),
        "is_exact": spot.is_inside(people),
    }
    return TemplateResponse(request, "indicators/meeting.html", context)
