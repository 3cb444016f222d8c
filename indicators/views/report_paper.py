"""A report as it leaves the portal, in Vietnamese always: on A4 in the administrative layout, and as a workbook."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from communes.scope import ScopedRequest, scoped
from indicators.models import Report
from indicators.queries.reporting import report_figures
from indicators.report.columns import OF_VILLAGES
from indicators.report.figures import Figures
from indicators.report.periods import Period
from indicators.report.telling import told
from indicators.report.titles import period_text
from indicators.report.workbook import report_workbook
from indicators.views.reports import figures_of, reaches, report_or_404
from literacy_portal.kit.periods import day_of, today
from literacy_portal.kit.workbooks import TYPE
from teams.roles import VIEW_PEOPLE, VIEW_REPORT

OFFICIAL_LANGUAGE = "vi"


@require_safe
@scoped(VIEW_REPORT)
def paper(request: ScopedRequest, province: str, commune: str, report: int) -> HttpResponse:
    """The printable page."""
    found = report_or_404(request, province, commune, report)
    figures, is_exact = _figures(request, found), reaches(request, VIEW_PEOPLE, found.commune)
    with translation.override(OFFICIAL_LANGUAGE):
        context = {
            "report": found,
            "place": found.commune,
            "figures": figures,
            "is_exact": is_exact,
            "rows": told(figures.total, exact=is_exact),
            "villages": [(row, told(row, exact=is_exact, columns=OF_VILLAGES)) for row in figures.villages],
            "period": period_text(found.kind, Period(found.first, found.last)),
            "signed_on": day_of(found.submitted_at) if found.is_frozen and found.submitted_at else today(),
            "recipients": [line for line in found.recipients.splitlines() if line.strip()],
        }
        return render(request, "indicators/reports/paper.html", context)


@require_safe
@scoped(VIEW_REPORT)
def workbook(request: ScopedRequest, province: str, commune: str, report: int) -> HttpResponse:
    """The same as .xlsx: the commune's sheet, and one row a village."""
    found = report_or_404(request, province, commune, report)
    figures, is_exact = _figures(request, found), reaches(request, VIEW_PEOPLE, found.commune)
    with translation.override(OFFICIAL_LANGUAGE):
        book = report_workbook(found, figures, exact=is_exact)
    name = f"bao-cao-{found.commune_id}-{found.kind}-{found.first.isoformat()}.xlsx"
    return as_file(book, name)


def as_file(book: bytes, name: str) -> HttpResponse:
    """A workbook to be saved under a name."""
    return HttpResponse(book, content_type=TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _figures(request: ScopedRequest, report: Report) -> Figures:
    if not report.may_be_written:
        return Figures.thawed(report.figures)
    return figures_of(request, report, report_figures(report.commune, Period(report.first, report.last)))
