"""A commune's reports: the list, one of them, and what the officer writes in it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communes.models import Commune
from communes.scope import Scope, ScopedRequest, scoped
from indicators.actions.reports import OvertakenError, open_report, write_report
from indicators.enums import ReportState, Step
from indicators.forms.report import PeriodChoiceForm, RemarkForm, WordsForm
from indicators.models import Report
from indicators.queries.report_changes import differences, is_changed, news_since
from indicators.queries.report_lists import SHOWN, reports_of
from indicators.queries.reporting import report_figures
from indicators.report.columns import OF_VILLAGES
from indicators.report.figures import Figures
from indicators.report.periods import Period
from indicators.report.telling import told
from indicators.report.titles import title_of
from literacy_portal.kit.periods import today
from teams.roles import APPROVE_REPORT, RETURN_REPORT, VIEW_PEOPLE, VIEW_REPORT, WRITE_REPORT


def commune_or_404(scope: Scope, province: str, commune: str) -> Commune:
    """A commune wholly in the scope."""
    communes = Commune.objects.within(scope).select_related("province")
    return get_object_or_404(communes, code=commune, province=province)


def report_or_404(request: ScopedRequest, province: str, commune: str, report: int) -> Report:
    """A report of the reader's scope. A draft is the commune's own: to others it does not exist before it is submitted."""
    reports = Report.objects.within(request.scope).select_related("commune__province")
    found = get_object_or_404(reports, pk=report, commune=commune, commune__province=province)
    return found if is_own(request, found) or found.submitted_at else get_object_or_404(reports.told(), pk=report)


def is_own(request: ScopedRequest, report: Report) -> bool:
    """Whether the reader works on the report in the commune."""
    own = request.reach.to(WRITE_REPORT) | request.reach.to(APPROVE_REPORT)
    return own.everything or report.commune_id in own.communes or report.commune.province_id in own.provinces


def reaches(request: ScopedRequest, permission: str, commune: Commune) -> bool:
    """Whether the reader holds a permission in the whole commune."""
    scope = request.reach.to(permission)
    return scope.everything or commune.pk in scope.communes or commune.province_id in scope.provinces


@require_safe
@scoped(VIEW_REPORT)
def index(request: ScopedRequest, province: str, commune: str) -> HttpResponse:
    """All reports of the commune, what is due on top."""
    place = commune_or_404(request.scope, province, commune)
    return render(request, "indicators/reports/commune.html", _index(request, place, PeriodChoiceForm(initial={"day": today()})))


def _index(request: ScopedRequest, place: Commune, form: PeriodChoiceForm) -> dict[str, Any]:
    may_write = reaches(request, WRITE_REPORT, place)
    own = may_write or reaches(request, APPROVE_REPORT, place)
    found = reports_of(place, request.scope)
    page = Paginator(found if own else found.told(), SHOWN).get_page(request.GET.get("page"))
    rows = [(one, title_of(one)) for one in page]
    return {
        "place": place,
        "rows": rows,
        "page": page,
        "due": [(one, title) for one, title in rows if own and one.may_be_written and one.is_over],
        "may_write": may_write,
        "form": form,
        "trail": trail(place),
    }


@require_POST
@scoped(WRITE_REPORT)
def new(request: ScopedRequest, province: str, commune: str) -> HttpResponse:
    """Opens the draft of a period that no schedule asks for, or that is there already."""
    place = commune_or_404(request.scope, province, commune)
    form = PeriodChoiceForm(request.POST)
    if not form.is_valid():
        return render(request, "indicators/reports/commune.html", _index(request, place, form))
    kind, period = form.period
    return redirect(open_report(by=request.user, commune=place, kind=kind, period=period))  # type: ignore[arg-type]


@require_safe
@scoped(VIEW_REPORT)
def show(request: ScopedRequest, province: str, commune: str, report: int) -> HttpResponse:
    """One report: its figures, words and steps, and what changed since it was submitted."""
    found = report_or_404(request, province, commune, report)
    return render(request, "indicators/reports/report.html", page_of(request, found))


def page_of(request: ScopedRequest, report: Report, remark: RemarkForm | None = None) -> dict[str, Any]:
    """What the page of a report shows; `remark` is a form in error."""
    is_exact = reaches(request, VIEW_PEOPLE, report.commune)
    now = report_figures(report.commune, Period(report.first, report.last))
    figures = figures_of(request, report, now)
    title, steps = title_of(report), list(report.steps.select_related("by"))
    return {
        "report": report,
        "title": title,
        "place": report.commune,
        "figures": figures,
        "rows": told(figures.total, exact=is_exact),
        "villages": [(row, told(row, exact=is_exact, columns=OF_VILLAGES)) for row in figures.villages],
        "is_exact": is_exact,
        "steps": steps,
        "remarked": next((step for step in reversed(steps) if step.step == Step.RETURNED), None),
        "changes": _changes(report, figures, now, exact=is_exact),
        "may": _may(request, report),
        "remark": remark or RemarkForm(),
        "trail": trail(report.commune, (title, "")),
    }


def figures_of(request: ScopedRequest, report: Report, now: Figures) -> Figures:
    """Frozen, or as counted now where the commune still writes; others see what was last submitted."""
    is_counted_now = report.state == ReportState.DRAFT or (report.may_be_written and is_own(request, report))
    return now if is_counted_now else Figures.thawed(report.figures)


def _changes(report: Report, frozen: Figures, now: Figures, *, exact: bool) -> dict[str, Any] | None:
    """None while nothing is frozen."""
    if not report.is_frozen:
        return None
    return {
        "differences": differences(frozen, now, exact=exact),
        "is_changed": is_changed(frozen, now),
        "news": news_since(report, frozen, now),
    }


def _may(request: ScopedRequest, report: Report) -> dict[str, bool]:
    """The steps that are open to the reader now."""
    writes, leads, governs = (reaches(request, one, report.commune) for one in (WRITE_REPORT, APPROVE_REPORT, RETURN_REPORT))
    state = report.state
    return {
        "write": writes and report.may_be_written,
        "submit": writes and report.may_be_written and report.is_over,
        "approve": leads and state == ReportState.SUBMITTED,
        "lock": governs and state == ReportState.APPROVED,
        "give_back": bool(returnable(request, report)),
    }


def returnable(request: ScopedRequest, report: Report) -> tuple[ReportState, ...]:
    """The states from which the reader may return the report: the leader before approving it, the province until it is locked."""
    states: tuple[ReportState, ...] = ()
    if reaches(request, RETURN_REPORT, report.commune):
        states = (ReportState.SUBMITTED, ReportState.APPROVED)
    elif reaches(request, APPROVE_REPORT, report.commune):
        states = (ReportState.SUBMITTED,)
    return states if report.state in states else ()


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(WRITE_REPORT)
def edit(request: ScopedRequest, province: str, commune: str, report: int) -> HttpResponse:
    """The form of the words of a draft or a returned report."""
    found = report_or_404(request, province, commune, report)
    if not found.may_be_written:
        return overtaken(request, found)
    form, is_overtaken = WordsForm(request.POST if request.method == "POST" else None, report=found), False
    if request.method == "POST" and form.is_valid():
        try:
            revision = form.cleaned_data.pop("revision")
            write_report(by=request.user, report=found, revision=revision, words=form.cleaned_data)  # type: ignore[arg-type]
        except OvertakenError:
            # What was typed stays in the form; saved again, it is on what stands now.
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["revision"] = found.revision  # type: ignore[index]
            is_overtaken = True
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    title = title_of(found)
    context = {"form": form, "report": found, "title": title, "is_overtaken": is_overtaken}
    steps = ((title, found.get_absolute_url()), (_("Write"), ""))
    return render(request, "indicators/reports/words.html", {**context, "trail": trail(found.commune, *steps)})


def overtaken(request: ScopedRequest, report: Report) -> HttpResponse:
    """Back to the report as it stands."""
    messages.warning(request, _("The report has moved on meanwhile. Here is how it stands now."))
    return redirect(report)


def trail(place: Commune, *steps: tuple[str, str]) -> list[dict[str, str]]:
    """The breadcrumbs down to the commune's reports, and further steps."""
    places = [(str(one), one.get_absolute_url()) for one in (place.province, place)]
    home = reverse("indicators:reports", args=[place.province_id, place.pk])
    return [{"label": label, "url": url} for label, url in (*places, (_("Reports"), home), *steps)]
