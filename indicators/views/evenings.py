"""When doors open in a place: visits by weekday and hour over a period."""

from datetime import date, timedelta

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communes.scope import ScopedRequest, scoped
from indicators.extracts.rhythm import evenings
from indicators.forms.look import PeriodForm
from indicators.queries.honesty import Honesty, honesty_of
from indicators.queries.hours import knocks_of
from indicators.queries.versions import one_moment
from indicators.strip import DAYS, strip
from indicators.strip_words import weekday_letters, weekday_name
from indicators.views.found import Found, place_or_404
from indicators.views.same import unless_same
from indicators.views.sides import sides
from indicators.views.taken import taken, wanted
from literacy_portal.kit.periods import today
from teams.roles import VIEW_FIGURES, VIEW_PEOPLE

WORD = "evenings"
PERIOD_DAYS, DAYS_WHEN_UNCLEAR = 90, 30
"""Shown when nothing is asked; and, as the form says, when what is asked is no period."""


@require_safe
@scoped(VIEW_FIGURES)
def show(request: ScopedRequest, province: str = "", commune: str = "", serial: str = "") -> HttpResponseBase:
    """At which hour of which weekday teams knock, and at which somebody opens."""
    found = place_or_404(request.scope, province, commune, serial)
    form = PeriodForm({name: request.GET.get(name, "") for name in ("first", "last")})
    first, last = _period(form)
    with one_moment():
        honesty = honesty_of(found.spot.code, last if last < today() else None)
        return unless_same(request, honesty.says, lambda: _page(request, found, form, (first, last), honesty))


def _period(form: PeriodForm) -> tuple[date, date]:
    known = form.cleaned_data if form.is_valid() else {}
    last = known.get("last") or today()
    days = PERIOD_DAYS if form.is_valid() else DAYS_WHEN_UNCLEAR
    return known.get("first") or last - timedelta(days=days - 1), last


def _page(request: ScopedRequest, found: Found, form: PeriodForm, period: tuple[date, date], honesty: Honesty) -> HttpResponse:
    spot = found.spot
    is_exact = spot.is_inside(request.reach.to(VIEW_PEOPLE))
    context = {
        "spot": spot,
        "place_name": spot.name,
        "trail": found.trail((_("When doors open"), "")),
        "sides": sides(spot, WORD),
        "form": form,
        "first": period[0],
        "last": period[1],
        "honesty": honesty,
        "is_exact": is_exact,
        "strip": strip(knocks_of(spot.code, *period), exact=is_exact),
        "weekdays": [(weekday_letters(day), weekday_name(day)) for day in DAYS],
    }
    if kind := wanted(request):
        return taken(kind, evenings(context), spot.code, "gio-gap", period[1])
    return render(request, "indicators/evenings.html", context)
