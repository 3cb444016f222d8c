"""What is still to be done in a place: how many wait on each work list, here and in the places inside. Counts only."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communes.scope import ScopedRequest, scoped
from indicators.extracts.waiting import waiting
from indicators.queries.tree import Spot
from indicators.queries.work import asked
from indicators.views.found import opened, place_or_404
from indicators.views.sides import sides
from indicators.views.taken import taken, wanted
from indicators.worklists import ABOUT, Row, rows_of
from literacy_portal.kit.figures import number_text
from literacy_portal.kit.periods import today
from teams.roles import LOG_VISIT, VIEW_FIGURES, VIEW_PEOPLE

COMMUNE_CODE, VILLAGE_CODE = 5, 8


@require_safe
@scoped(VIEW_FIGURES)
def show(request: ScopedRequest, province: str = "", commune: str = "", serial: str = "") -> HttpResponse:
    """Each list with its number and its rule, and a table of the places inside, the most waiting first."""
    found = place_or_404(request.scope, province, commune, serial)
    spot, people, day = found.spot, request.reach.to(VIEW_PEOPLE), today()
    children = found.children(day).answer()
    here, *inside = rows_of(spot, children, people, day)
    open_to = opened(children, found, request.scope)
    is_exact = spot.is_inside(people)
    rows = [_row(request, row, is_open=row.spot.code in open_to) for row in inside]
    context = {
        "spot": spot,
        "sides": sides(spot, "work-lists"),
        "place_name": spot.name,
        "trail": found.trail((_("Work lists"), "")),
        "day": day,
        "cards": [(about, here.tallies[which]) for which, about in ABOUT.items()],
        "columns": [about.title for about in ABOUT.values()],
        "rows": rows,
        "prints_rounds": any(paper_url for _one, _url, paper_url in rows),
        "is_exact": is_exact,
        "asked_url": f"{spot.url}work-lists/asked/" if len(spot.code) >= COMMUNE_CODE and is_exact else "",
        "print_url": _print_url(request, spot),
    }
    if kind := wanted(request):
        return taken(kind, waiting(context), spot.code, "viec-can-lam", day)
    if context["asked_url"]:
        context["asked"] = number_text(len(asked(spot.code, people, day)))
    return render(request, "indicators/work_lists/index.html", context)


def _row(request: ScopedRequest, row: Row, *, is_open: bool) -> tuple[Row, str, str]:
    """A place with where its own lists stand, and where its rounds are printed, as far as they are open to the reader."""
    return row, f"{row.spot.url}work-lists/" if is_open else "", _print_url(request, row.spot)


def _print_url(request: ScopedRequest, spot: Spot) -> str:
    if len(spot.code) != VILLAGE_CODE or not spot.is_inside(request.reach.to(LOG_VISIT)):
        return ""
    return f"{reverse('coaching:village_paper', args=spot.url_parts())}?which=tonight"
