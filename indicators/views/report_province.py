"""The province: who has reported on a period and who has not, reminders, and its own sheet from the communes'."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communes.models import Province
from communes.scope import Scope, ScopedRequest, scoped
from indicators.actions.report_clock import remind
from indicators.actions.report_schedules import PlannedError, plan
from indicators.forms.report import ScheduleForm
from indicators.models import ReportSchedule
from indicators.queries.report_lists import Asked, Line, asked_of, lines_of
from indicators.report.figures import summed
from indicators.report.telling import told
from indicators.report.titles import name_of
from indicators.report.workbook import province_workbook
from indicators.views.report_paper import OFFICIAL_LANGUAGE, as_file
from literacy_portal.kit.alarm import ring
from teams.roles import RETURN_REPORT, SCHEDULE_REPORTS, VIEW_PEOPLE


def _province(scope: Scope, code: str) -> Province:
    return get_object_or_404(Province.objects.within(scope), code=code)


def _chosen(asked: list[Asked], key: str) -> Asked | None:
    """The period that an address names, or the latest."""
    return next((one for one in asked if one.key == key), asked[0] if asked else None)


@require_safe
@scoped(RETURN_REPORT)
def index(request: ScopedRequest, province: str) -> HttpResponse:
    """The communes with the state of their report on a period, and the sum of those that reported."""
    place = _province(request.scope, province)
    asked = asked_of(place.pk)
    chosen = _chosen(asked, request.GET.get("period", ""))
    context: dict[str, Any] = {
        "place": place,
        "asked": [(one, name_of(one.kind, one.period, one.title)) for one in asked],
        "chosen": chosen,
        "may_plan": Province.objects.within(request.reach.to(SCHEDULE_REPORTS)).filter(pk=place.pk).exists(),
        "trail": _trail(place),
    }
    if chosen:
        context |= _sheet(request, place, chosen)
    return render(request, "indicators/reports/province.html", context)


def _sheet(request: ScopedRequest, place: Province, chosen: Asked) -> dict[str, Any]:
    lines = lines_of(place.pk, chosen)
    reported = [line for line in lines if line.has_reported]
    total = summed(place.pk, place.name, (line.row for line in reported if line.row))
    return {
        "title": name_of(chosen.kind, chosen.period, chosen.title),
        "lines": lines,
        "reported": reported,
        "missing": [line for line in lines if not line.has_reported],
        "rows": told(total, exact=_is_exact(request, place)),
        "is_exact": _is_exact(request, place),
    }


def _is_exact(request: ScopedRequest, place: Province) -> bool:
    people = request.reach.to(VIEW_PEOPLE)
    return people.everything or place.pk in people.provinces


@require_POST
@scoped(RETURN_REPORT)
def remind_missing(request: ScopedRequest, province: str) -> HttpResponse:
    """Reminds all communes that have not reported on the period."""
    from indicators.tasks import mail_report_reminders  # noqa: PLC0415 -- the task's module imports the actions

    place = _province(request.scope, province)
    chosen = next((one for one in asked_of(place.pk) if one.key == request.POST.get("period", "")), None)
    if chosen is None:
        raise Http404
    steps = remind(by=request.user, province=place, asked=chosen, now=timezone.now())  # type: ignore[arg-type]
    if steps:
        ring(mail_report_reminders)
    words = ngettext("%(number)s commune is reminded.", "%(number)s communes are reminded.", len(steps))
    messages.success(request, words % {"number": len(steps)})
    return redirect(f"{_address(place)}?period={chosen.key}")


@require_safe
@scoped(RETURN_REPORT)
def workbook(request: ScopedRequest, province: str) -> HttpResponse:
    """The province's sheet as .xlsx: a row for each commune, the sum, and those that are missing by name."""
    place = _province(request.scope, province)
    chosen = _chosen(asked_of(place.pk), request.GET.get("period", ""))
    if chosen is None:
        raise Http404
    lines: list[Line] = lines_of(place.pk, chosen)
    with translation.override(OFFICIAL_LANGUAGE):
        title = name_of(chosen.kind, chosen.period, chosen.title)
        book = province_workbook(place, title, lines, exact=_is_exact(request, place))
    name = f"tong-hop-{place.pk}-{chosen.key}.xlsx"
    return as_file(book, name)


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(SCHEDULE_REPORTS)
def schedule(request: ScopedRequest, province: str) -> HttpResponse:
    """What the province asks of its communes, and a form to add a line or, with `?change=`, to change one."""
    place = _province(request.scope, province)
    lines = list(ReportSchedule.objects.within(request.scope).filter(province=place))
    asked = request.POST.get("change") or request.GET.get("change", "")
    line = next((one for one in lines if str(one.pk) == asked), None)
    form = ScheduleForm(request.POST if request.method == "POST" else None, line=line)
    if request.method == "POST" and form.is_valid():
        try:
            plan(by=request.user, province=place, said=form.plan, line=line)  # type: ignore[arg-type]
        except PlannedError:
            form.add_error("starts_on", _("This kind is already asked for from that day on."))
        else:
            messages.success(request, _("Saved. Drafts are opened for each commune when their time comes."))
            return redirect("indicators:report_schedule", place.pk)
    context = {"place": place, "lines": lines, "line": line, "form": form, "trail": _trail(place, (_("Schedule"), ""))}
    return render(request, "indicators/reports/schedule.html", context)


def _address(place: Province) -> str:
    return reverse("indicators:province_reports", args=[place.pk])


def _trail(place: Province, *steps: tuple[str, str]) -> list[dict[str, str]]:
    labels = ((str(place), place.get_absolute_url()), (_("Reports"), _address(place)), *steps)
    return [{"label": label, "url": url} for label, url in labels]
