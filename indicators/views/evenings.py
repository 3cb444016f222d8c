"""When doors open in a place: visits by weekday and hour over a period."""

from datetime import date, timedelta

from django.http import HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from communes.scope import ScopedRequest, scoped
from indicators.extracts.rhythm import evenings
from indicators.forms.look import PeriodForm
from indicators.queries.honesty import honesty_of
from indicators.queries.hours import knocks_of
from indicators.strip import DAYS, strip
from indicators.strip_words import weekday_letters, weekday_name
from indicators.views.asked import Asked, by_the_clock
from indicators.views.found import Found, code_of, place_or_404
from indicators.views.kept import kept, of_place
from indicators.views.sides import label_of, sides
from indicators.views.taken import taken, wanted
from literacy_portal.kit.periods import today
from teams.roles import VIEW_FIGURES, VIEW_PEOPLE

WORD = "evenings"
PERIOD_DAYS, DAYS_WHEN_UNCLEAR = 90, 30
"""Shown when nothing is asked; and, as the form says, when what is asked is no period."""


@require_safe
@scoped(VIEW_FIGURES)
@of_place
def show(request: ScopedRequest, province: str = "", commune: str = "", serial: str = "") -> HttpResponseBase:
    """At which hour of which weekday teams knock, and at which somebody opens."""
    code = code_of(province, commune, serial)
    return kept(request, code, lambda asked: _page(asked, place_or_404(asked.scope, province, commune, serial)))


def _period(form: PeriodForm) -> tuple[date, date]:
    known = form.cleaned_data if form.is_valid() else {}
    last = known.get("last") or today()
    days = PERIOD_DAYS if form.is_valid() else DAYS_WHEN_UNCLEAR
    return known.get("first") or last - timedelta(days=days - 1), last


def _page(request: Asked, found: Found) -> HttpResponse:
    spot, form = found.spot, PeriodForm({name: request.GET.get(name, "") for name in ("first", "last")})
    period = first, last = _period(form)
    is_exact = spot.is_inside(request.reach.to(VIEW_PEOPLE))
    context = {
        "spot": spot,
        "place_name": spot.name,
        "title": label_of(WORD),
        "trail": found.trail((label_of(WORD), "")),
        "sides": sides(spot, WORD),
        "form": form,
        "first": first,
        "last": last,
        "honesty": by_the_clock(request, honesty_of(spot.code, last if last < today() else None).answer()),
        "is_exact": is_exact,
        "strip": strip(knocks_of(spot.code, *period), exact=is_exact),
        "weekdays": [(weekday_letters(day), weekday_name(day)) for day in DAYS],
    }
    if kind := wanted(request):
        return taken(kind, evenings(context), spot.code, "gio-gap", last)
    return TemplateResponse(request, "indicators/evenings.html", context)
