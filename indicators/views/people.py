"""The people and households behind a figure of a village: those counted, and those not yet, which is a list to work down."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communes.scope import ScopedRequest, scoped
from indicators.catalogue import in_force
from indicators.enums import Unit
from indicators.queries.people import Subject, lines_of, subjects_of
from indicators.views.choice import Choice
from indicators.views.found import place_or_404
from literacy_portal.kit.figures import number_text
from teams.roles import VIEW_PEOPLE

PER_PAGE, MOST_ON_PAPER = 50, 3000
SHOWN = ("not", "counted")


@require_safe
@scoped(VIEW_PEOPLE)
def show(request: ScopedRequest, *, province: str, commune: str, serial: str, indicator: str) -> HttpResponse:
    """Who is counted and who is not yet, house by house; `?all` puts them on one page, for paper."""
    found = place_or_404(request.scope, province, commune, serial)
    catalogue = in_force()
    one = catalogue.by_code.get(indicator)
    if one is None or one.unit is Unit.VILLAGES or found.village is None:
        raise Http404
    choice = Choice.of(request.GET, catalogue, one.groups, one)
    subjects = subjects_of(found.village, one, choice.group, choice.last)
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else SHOWN[0]
    wanted = [subject for subject in subjects if subject.is_counted == (shown == "counted")]
    size = MOST_ON_PAPER if "all" in request.GET else PER_PAGE
    page = Paginator(wanted, size).get_page(request.GET.get("page"))
    context = {
        "spot": found.spot,
        "village": found.village,
        "place_name": found.spot.name,
        "trail": found.trail((one.name, f"{found.spot.figure_url(one.code)}{choice.kept}"), (_("House by house"), "")),
        "indicator": one,
        "choice": choice,
        "shown": shown,
        "tabs": _tabs(shown, choice, subjects),
        "page": page,
        "lines": lines_of(list(page), one, request.scope, choice.last),
        "of_people": one.unit is Unit.PERSONS,
        "is_whole": size == MOST_ON_PAPER,
    }
    return render(request, "indicators/people.html", context)


def _tabs(shown: str, choice: Choice, subjects: list[Subject]) -> list[dict[str, Any]]:
    counted = sum(subject.is_counted for subject in subjects)
    numbers = {"not": len(subjects) - counted, "counted": counted}
    labels = {"not": _("Not yet"), "counted": _("Counted")}
    kept = choice.kept.replace("?", "&")
    return [
        {"label": f"{labels[word]} ({number_text(numbers[word])})", "url": f"?show={word}{kept}", "is_current": word == shown}
        for word in SHOWN
    ]
