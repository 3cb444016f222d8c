"""The steps of a report: submitted, approved, returned, locked. Each is a form of one button on the report's page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communes.scope import ScopedRequest, scoped
from indicators.actions.reports import (
    NotOverError,
    OvertakenError,
    approve_report,
    lock_report,
    return_report,
    submit_report,
)
from indicators.forms.report import RemarkForm, StepForm
from indicators.models import Report
from indicators.views.reports import overtaken, page_of, report_or_404, returnable
from teams.roles import APPROVE_REPORT, RETURN_REPORT, VIEW_REPORT, WRITE_REPORT


@require_POST
@scoped(WRITE_REPORT)
def submit(request: ScopedRequest, province: str, commune: str, report: int) -> HttpResponse:
    """The officer hands the report over; its figures are frozen."""
    found = report_or_404(request, province, commune, report)
    return _done(request, found, submit_report, _("Submitted. The figures are frozen."))


@require_POST
@scoped(APPROVE_REPORT)
def approve(request: ScopedRequest, province: str, commune: str, report: int) -> HttpResponse:
    """The commune's leader approves it."""
    found = report_or_404(request, province, commune, report)
    return _done(request, found, approve_report, _("Approved."))


@require_POST
@scoped(RETURN_REPORT)
def lock(request: ScopedRequest, province: str, commune: str, report: int) -> HttpResponse:
    """The province accepts it."""
    found = report_or_404(request, province, commune, report)
    return _done(request, found, lock_report, _("Accepted and locked."))


@require_POST
@scoped(VIEW_REPORT)
def give_back(request: ScopedRequest, province: str, commune: str, report: int) -> HttpResponse:
    """The leader or the province returns it with a remark."""
    found = report_or_404(request, province, commune, report)
    if not any(one_may(request, found) for one_may in (_may_lead, _may_govern)):
        raise Http404
    states, form = returnable(request, found), RemarkForm(request.POST)
    if not states:
        return overtaken(request, found)
    if not form.is_valid():
        return render(request, "indicators/reports/report.html", page_of(request, found, form))
    words = {"revision": form.cleaned_data["revision"], "remark": form.cleaned_data["remark"]}
    try:
        return_report(by=request.user, report=found, states=states, **words)  # type: ignore[arg-type]
    except OvertakenError:
        return overtaken(request, found)
    messages.success(request, _("Returned to the commune."))
    return redirect(found)


def _may_lead(request: ScopedRequest, report: Report) -> bool:
    return _holds(request, APPROVE_REPORT, report)


def _may_govern(request: ScopedRequest, report: Report) -> bool:
    return _holds(request, RETURN_REPORT, report)


def _holds(request: ScopedRequest, permission: str, report: Report) -> bool:
    return Report.objects.within(request.reach.to(permission)).filter(pk=report.pk).exists()


def _done(request: ScopedRequest, report: Report, step: Callable[..., Any], words: str) -> HttpResponse:
    form = StepForm(request.POST)
    if not form.is_valid():
        return overtaken(request, report)
    try:
        step(by=request.user, report=report, revision=form.cleaned_data["revision"])
    except OvertakenError:
        return overtaken(request, report)
    except NotOverError:
        messages.warning(request, _("The period of this report is not over yet."))
    else:
        messages.success(request, words)
    return redirect(report)
