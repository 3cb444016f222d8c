"""Lists of reports: a commune's own, and who of a province has reported on a period."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.db.models.fields.json import KeyTransform

from communes.models import Commune
from communes.scope import Scope
from indicators.enums import ReportKind, ReportState
from indicators.models import FROZEN_STATES, Report
from indicators.models.report import ReportQuerySet
from indicators.report.figures import Row, row_from
from indicators.report.periods import Period

SHOWN = 60
"""Reports on a commune's page, and periods to choose from on a province's."""


def reports_of(commune: Commune, scope: Scope) -> ReportQuerySet:
    """A commune's reports in a scope, the latest period first, without their figures. One query."""
    rows = Report.objects.within(scope).filter(commune=commune).defer("figures", "difficulties", "requests")
    return rows.select_related("commune").order_by("-last", "kind", "pk")


DUE_SHOWN = 5
"""Reports that wait, on a commune's page of figures."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A period of a kind on which reports were opened, with the campaign's name."""

    kind: ReportKind
    period: Period
    title: str

    @property
    def key(self) -> str:
        """How addresses name it."""
        return f"{self.kind}-{self.period.first.isoformat()}-{self.period.last.isoformat()}"


def asked_of(province: str) -> list[Asked]:
    """The periods on which communes of the province report, the latest first. One query."""
    rows = Report.objects.filter(commune__province=province).values_list("kind", "first", "last", "title").distinct()
    newest = rows.order_by("-last", "-first", "kind", "title")[:SHOWN]
    return list(
        {(kind, first, last): Asked(ReportKind(kind), Period(first, last), title) for kind, first, last, title in newest}.values()
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A commune and its report on the period; `report` is None where none was opened, `row` where none is submitted."""

    commune: Commune
    report: Report | None
    row: Row | None

    @property
    def has_reported(self) -> bool:
        """Whether its figures are in the province's sheet."""
        return self.row is not None

    @property
    def is_returned(self) -> bool:
        """Whether the province waits for a correction."""
        return self.report is not None and self.report.state == ReportState.RETURNED


def lines_of(province: str, asked: Asked) -> list[Line]:
    """Each commune that there was on the last day, by name, with the frozen figures of those that reported. Two queries."""
    communes = Commune.objects.open_on(asked.period.last).filter(province=province).order_by("sort_key", "code")
    rows = Report.objects.filter(
        commune__province=province, kind=asked.kind, first=asked.period.first, last=asked.period.last
    ).annotate(total=KeyTransform("total", "figures"))
    found = {report.commune_id: report for report in rows.defer("figures", "difficulties", "requests")}
    return [_line(commune, found.get(commune.pk)) for commune in communes]


def _line(commune: Commune, report: Report | None) -> Line:
    if report is None:
        return Line(commune, None, None)
    report.commune = commune
    total = report.total if report.state in FROZEN_STATES else None  # type: ignore[attr-defined]  # annotated
    return Line(commune, report, row_from(total) if total else None)


def due_of(scope: Scope, commune: str, until: date) -> QuerySet[Report]:
    """The commune's reports on which it has to act, of periods that are over by a day, the first due first. One query."""
    waiting = Report.objects.within(scope).waiting().filter(commune=commune, last__lte=until)
    return waiting.defer("figures").select_related("commune").order_by(F("due_at").asc(nulls_last=True), "last", "pk")[:DUE_SHOWN]
