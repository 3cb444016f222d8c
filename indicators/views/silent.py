"""The villages of a place that were not heard from, and what may explain it. Open to whoever sees figures: no person is shown."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communes.models import Village
from communes.scope import Scope, ScopedRequest, scoped
from indicators.queries.hearing import DAYS
from indicators.queries.silence import silent_villages
from indicators.silence import Reason, reason_of
from indicators.views.found import place_or_404
from indicators.views.sides import sides
from indicators.worklists import ABOUT, SILENT
from literacy_portal.kit.periods import today
from teams.roles import VIEW_FIGURES

PER_PAGE, MOST_ON_PAPER, COMMUNE_DEPTH = 50, 3000, 2


@require_safe
@scoped(VIEW_FIGURES)
def show(request: ScopedRequest, province: str = "", commune: str = "", serial: str = "") -> HttpResponse:
    """Never heard from first, then the longest silent; `?all` puts them on one page, for paper."""
    found = place_or_404(request.scope, province, commune, serial)
    day, is_whole = today(), "all" in request.GET
    villages = silent_villages(found.spot.code, day)
    is_wide = len(found.spot.above) < COMMUNE_DEPTH
    if is_wide:
        # A country or a province is open to whoever has a place in it; what lies in other places is not.
        villages = villages.within(request.scope)
    page = Paginator(villages, MOST_ON_PAPER if is_whole else PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "spot": found.spot,
        "sides": sides(found.spot, "work-lists"),
        "place_name": found.spot.name,
        "trail": found.trail((_("Work lists"), f"{found.spot.url}work-lists/"), (str(ABOUT[SILENT].title), "")),
        "about": ABOUT[SILENT],
        "day": day,
        "days": DAYS,
        "page": page,
        "lines": [_line(one, request.scope) for one in page],
        "is_whole": is_whole,
        "many": is_wide,
    }
    return render(request, "indicators/work_lists/silent.html", context)


def _line(village: Village, scope: Scope) -> tuple[Village, Reason, str]:
    """A village with why it is silent, and the address of its page if that is open to the reader."""
    is_open = scope.covers(village.pk, village.commune.province_id)
    return village, reason_of(village), village.get_absolute_url() if is_open else ""
