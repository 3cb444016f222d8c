"""A commune's report on its way: written, submitted, approved, returned with a remark, locked. Each step once.

Every step is one conditional UPDATE: it happens only in a state that allows it and on the revision that was looked at. So of
two officers who press at the same moment one submits, and nobody overwrites words they have not seen.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import audit
from accounts.models import User
from communes.models import Commune
from indicators.enums import ReportKind, ReportState, Step
from indicators.models import OPEN_STATES, Report, ReportStep
from indicators.queries.reporting import report_figures
from indicators.report.periods import Period

WORDS = ("difficulties", "requests", "number", "recipients", "signer_title", "signer_name")
"""What an officer writes."""


class OvertakenError(Exception):
    """Somebody changed the report meanwhile, or it is in a state that does not allow the step."""


class NotOverError(Exception):
    """The last day of the report's period is still to come."""


@transaction.atomic
def open_report(*, by: User, commune: Commune, kind: ReportKind, period: Period) -> Report:
    """The commune's report on a period; a draft is opened where there is none."""
    report, is_new = Report.objects.get_or_create(commune=commune, kind=kind, first=period.first, last=period.last)
    if is_new:
        ReportStep.objects.create(report=report, step=Step.OPENED, by=by)
        _note("report.open", by, report)
    return report


@transaction.atomic
def write_report(*, by: User, report: Report, revision: int, words: Mapping[str, str]) -> None:
    """Writes the words of a draft or a returned report. Raises OvertakenError."""
    _move(report, revision, OPEN_STATES, **{name: words[name] for name in WORDS})
    _note("report.write", by, report)


@transaction.atomic
def submit_report(*, by: User, report: Report, revision: int) -> None:
    """Freezes the figures of now and hands the report over. Raises OvertakenError, NotOverError."""
    if not report.is_over:
        raise NotOverError
    figures = report_figures(report.commune, Period(report.first, report.last)).frozen()
    now = timezone.now()
    changed = {"figures": figures, "submitted_at": now, "submissions": F("submissions") + 1}
    _move(report, revision, OPEN_STATES, state=ReportState.SUBMITTED, **changed)
    ReportStep.objects.create(report=report, step=Step.SUBMITTED, by=by, at=now, figures=figures)
    _note("report.submit", by, report)


@transaction.atomic
def approve_report(*, by: User, report: Report, revision: int) -> None:
    """The commune's leader stands for it. Raises OvertakenError."""
    _step(by, report, revision, (ReportState.SUBMITTED,), ReportState.APPROVED)


@transaction.atomic
def return_report(*, by: User, report: Report, revision: int, remark: str, states: Collection[str]) -> None:
    """Gives it back to be corrected, from one of these states. Raises OvertakenError."""
    _step(by, report, revision, states, ReportState.RETURNED, remark)


@transaction.atomic
def lock_report(*, by: User, report: Report, revision: int) -> None:
    """The province accepts what the commune approved: from now on it never changes. Raises OvertakenError."""
    _step(by, report, revision, (ReportState.APPROVED,), ReportState.LOCKED)


def _step(by: User, report: Report, revision: int, states: Collection[str], to: ReportState, remark: str = "") -> None:  # noqa: PLR0917
    _move(report, revision, states, state=to)
    ReportStep.objects.create(report=report, step=Step(to.value), by=by, remark=remark)
    _note(f"report.{_VERBS[to]}", by, report)


_VERBS = {ReportState.APPROVED: "approve", ReportState.RETURNED: "return", ReportState.LOCKED: "lock"}


def _move(report: Report, revision: int, states: Collection[str], **changed: Any) -> None:
    """One UPDATE, in these states and of this revision only."""
    standing = Report.objects.filter(pk=report.pk, revision=revision, state__in=states)
    if not standing.update(revision=F("revision") + 1, **changed):
        raise OvertakenError


def _note(verb: str, by: User, report: Report) -> None:
    period = {"kind": report.kind, "first": report.first.isoformat(), "last": report.last.isoformat()}
    audit.record(verb, by=by, target=report, place=report.commune_id, **period)
