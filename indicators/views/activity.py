"""What teams did in a place over a period: visits and people, which are different official counts."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communes.enums import Sex
from communes.scope import ScopedRequest, scoped
from indicators.extracts.activity import work
from indicators.forms.look import PeriodForm
from indicators.queries.activity import Activity, Work, activity_of
from indicators.suppression import SMALLEST_TOLD, in_steps
from indicators.views.found import place_or_404
from indicators.views.sides import sides
from indicators.views.taken import taken, wanted
from literacy_portal.kit.periods import today
from sessions.enums import AgeGroup, GatheringKind, Result
from teams.roles import VIEW_FIGURES, VIEW_PEOPLE

PERIOD_DAYS = 30


@require_safe
@scoped(VIEW_FIGURES)
def show(request: ScopedRequest, province: str = "", commune: str = "", serial: str = "") -> HttpResponse:
    """Visits, gatherings and who came, people coached, members active, hours: in the period, and from the first day on."""
    found = place_or_404(request.scope, province, commune, serial)
    asked = {name: request.GET.get(name, "") for name in ("first", "last")}
    form = PeriodForm(asked)
    first, last = _period(form)
    is_exact = found.spot.is_inside(request.reach.to(VIEW_PEOPLE))
    activity = activity_of(found.spot.code, first, last)
    context = {
        "spot": found.spot,
        "sides": sides(found.spot, "activity"),
        "place_name": found.spot.name,
        "trail": found.trail((_("Work of the teams"), "")),
        "form": form,
        "first": first,
        "last": last,
        "rows": _rows(activity, exact=is_exact),
        "walk_ins": _walk_ins(activity, exact=is_exact),
        "is_exact": is_exact,
    }
    if kind := wanted(request):
        return taken(kind, work(context), found.spot.code, "hoat-dong", last)
    return render(request, "indicators/activity.html", context)


def _period(form: PeriodForm) -> tuple[date, date]:
    known = form.cleaned_data if form.is_valid() else {}
    last = known.get("last") or today()
    return known.get("first") or last - timedelta(days=PERIOD_DAYS - 1), last


Row = tuple[str, int | str, int | str]
"""Label, in the period, so far."""


def _rows(activity: Activity, *, exact: bool) -> list[Row]:
    """What was done. Small numbers are told as figures are (`indicators.suppression`)."""
    kinds = [kind for kind in GatheringKind if activity.so_far.gatherings[kind]]
    both = (activity.period, activity.so_far)
    rows = [
        (_("Visits"), [work.visits_in_all for work in both]),
        *((_("Visits: %(result)s") % {"result": one.label}, [work.visits[one] for work in both]) for one in Result),
        (_("Gatherings"), [work.gatherings_in_all for work in both]),
        *((_("Gatherings: %(kind)s") % {"kind": one.label}, [work.gatherings[one] for work in both]) for one in kinds),
        (_("Attendances at gatherings"), [work.attendances for work in both]),
        (_("People coached (each once)"), [work.people for work in both]),
        (_("Members active (each once)"), [work.members for work in both]),
        (_("Hours at doors and gatherings"), [_hours(work) for work in both]),
    ]
    return _told_rows(rows, exact=exact)


def _walk_ins(activity: Activity, *, exact: bool) -> list[Row]:
    """Who came and is on no roster, by what was noted of them (R44); nothing where nobody came so.

    Who may only see aggregates is not told the rest of each whole: it follows by subtraction.
    """
    if not activity.so_far.walk_ins_in_all:
        return []
    both = (activity.period, activity.so_far)
    sexes = [Sex.FEMALE, Sex.MALE] if exact else [Sex.FEMALE]
    rows = [
        (_("All who are on no roster"), [work.walk_ins_in_all for work in both]),
        *((capfirst(str(one.label)), [work.walk_ins_of(sex=one) for work in both]) for one in sexes),
        *((capfirst(str(one.label)), [work.walk_ins_of(age_group=one) for work in both]) for one in AgeGroup),
        (_("Of an ethnic minority"), [work.walk_ins_of(minority=True) for work in both]),
    ]
    return _told_rows(rows, exact=exact)


def _told_rows(rows: Iterable[tuple[str, list[int]]], *, exact: bool) -> list[Row]:
    return [(label, _told(period, exact=exact), _told(so_far, exact=exact)) for label, (period, so_far) in rows]


def _hours(work: Work) -> int:
    return round(work.minutes / 60)


def _told(number: int, *, exact: bool) -> int | str:
    return number if exact else in_steps(number) or _("fewer than %(number)s") % {"number": SMALLEST_TOLD}
