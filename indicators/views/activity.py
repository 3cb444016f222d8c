"""What teams did in a place over a period: visits and people, which are different official counts."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communes.scope import ScopedRequest, scoped
from indicators.forms.look import PeriodForm
from indicators.queries.activity import Activity, Work, activity_of
from indicators.suppression import SMALLEST_TOLD, in_steps
from indicators.views.found import place_or_404
from literacy_portal.kit.figures import number_text
from literacy_portal.kit.periods import today
from sessions.enums import Result
from teams.roles import VIEW_FIGURES, VIEW_PEOPLE

PERIOD_DAYS = 30


@require_safe
@scoped(VIEW_FIGURES)
def show(request: ScopedRequest, province: str = "", commune: str = "", serial: str = "") -> HttpResponse:
    """Visits by result, people coached, members active, minutes: in the period, and since the first visit."""
    found = place_or_404(request.scope, province, commune, serial)
    asked = {name: request.GET.get(name, "") for name in ("first", "last")}
    form = PeriodForm(asked)
    first, last = _period(form)
    is_exact = found.spot.is_inside(request.reach.to(VIEW_PEOPLE))
    context = {
        "spot": found.spot,
        "place_name": found.spot.name,
        "trail": found.trail((_("Work of the teams"), "")),
        "form": form,
        "first": first,
        "last": last,
        "rows": _rows(activity_of(found.spot.code, first, last), exact=is_exact),
        "is_exact": is_exact,
    }
    return render(request, "indicators/activity.html", context)


def _period(form: PeriodForm) -> tuple[date, date]:
    known = form.cleaned_data if form.is_valid() else {}
    last = known.get("last") or today()
    return known.get("first") or last - timedelta(days=PERIOD_DAYS - 1), last


def _rows(activity: Activity, *, exact: bool) -> list[tuple[str, str, str]]:
    """Label, in the period, so far. Small numbers are told as figures are (`indicators.suppression`)."""
    both = (activity.period, activity.so_far)
    rows = [(_("Visits"), [work.visits_in_all for work in both])]
    rows += [(_("Visits: %(result)s") % {"result": result.label}, [work.visits[result] for work in both]) for result in Result]
    rows += [(_("People coached (each once)"), [work.people for work in both])]
    rows += [(_("Members active (each once)"), [work.members for work in both])]
    rows += [(_("Hours at doors"), [_hours(work) for work in both])]
    return [(label, *(_told(number, exact=exact) for number in numbers)) for label, numbers in rows]  # type: ignore[misc]  # two of each


def _hours(work: Work) -> int:
    return round(work.minutes / 60)


def _told(number: int, *, exact: bool) -> str:
    if exact:
        return number_text(number)
    return number_text(in_steps(number)) if in_steps(number) else _("fewer than %(number)s") % {"number": SMALLEST_TOLD}
