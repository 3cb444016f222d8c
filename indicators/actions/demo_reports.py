"""The demonstration's reports of the months before, in every state, written on the days on which they would have been."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from django.db import transaction

from indicators.actions.report_clock import open_due
from indicators.demo.atlas import EA_KAO, PHU_XUAN
from indicators.demo.reporting import DIFFICULTIES, FATES, LAST_FATES, REMARK, REQUESTS
from indicators.enums import ReportKind, ReportState, Step
from indicators.models import Report, ReportSchedule, ReportStep
from indicators.queries.reporting import report_figures
from indicators.report.periods import Period
from literacy_portal.kit.periods import VIETNAM, day_of
from teams.enums import Role
from teams.models import Posting

Path = tuple[Step, ...]
STATES = {
    Step.SUBMITTED: ReportState.SUBMITTED,
    Step.APPROVED: ReportState.APPROVED,
    Step.RETURNED: ReportState.RETURNED,
    Step.LOCKED: ReportState.LOCKED,
}
ACTORS = {
    Step.SUBMITTED: Role.COMMUNE_OFFICER,
    Step.APPROVED: Role.COMMUNE_LEADER,
    Step.RETURNED: Role.PROVINCE_ANALYST,
    Step.LOCKED: Role.PROVINCE_ANALYST,
}


@transaction.atomic
def report(*, now: datetime) -> int:
    """Asks for monthly reports in the provinces with officers, and writes those of the communes that are alive; how many.

    The figures must have been counted before. One commune sent its last but one at noon of the last day: what was done that
    evening came after it.
    """
    posted = {(one.role, one.commune_id or one.province_id): one for one in Posting.objects.select_related("commune")}
    alive = sorted({place for role, place in posted if role == Role.COMMUNE_OFFICER and place})
    first = (day_of(now) - timedelta(days=100)).replace(day=1)
    for province in sorted({posted[Role.COMMUNE_OFFICER, code].commune.province_id for code in alive}):  # type: ignore[union-attr]
        ReportSchedule.objects.get_or_create(province_id=province, kind=ReportKind.MONTHLY, starts_on=first)
    open_due(now=now)
    written = 0
    for number, code in enumerate(alive):
        reports = list(Report.objects.filter(commune=code).select_related("commune__province").order_by("last"))
        for one in reports:
            written += _write(one, _fate(one, number, is_last=one is reports[-1]), posted, number)
    return written


def _fate(report: Report, number: int, *, is_last: bool) -> Path:
    if report.commune_id == PHU_XUAN:
        return (Step.SUBMITTED, Step.RETURNED) if is_last else FATES[0]
    if report.commune_id == EA_KAO and is_last:
        return (Step.SUBMITTED,)
    fates = LAST_FATES if is_last else FATES
    return fates[number % len(fates)]


def _write(report: Report, path: Path, posted: dict[tuple[str, str | None], Posting], number: int) -> int:
    """The steps of a report, each some hours after the other; steps for which nobody is posted are left out, with all after."""
    at = datetime.combine(report.last + timedelta(days=2), time(9, 30), VIETNAM)
    figures = report_figures(report.commune, Period(report.first, report.last))
    if report.commune_id == PHU_XUAN and Step.LOCKED in path:
        at = datetime.combine(report.last, time(12), VIETNAM)
        before = report_figures(report.commune, Period(report.first, report.last - timedelta(days=1)))
        figures = replace(before, last=report.last)
    frozen = replace(figures, counted_at=at).frozen()
    steps: list[ReportStep] = []
    for step in path:
        place = report.commune.province_id if ACTORS[step] == Role.PROVINCE_ANALYST else report.commune_id
        actor = posted.get((ACTORS[step], place))
        if actor is None:
            break
        remark = REMARK if step is Step.RETURNED else ""
        kept = frozen if step is Step.SUBMITTED else None
        steps.append(ReportStep(report=report, step=step, by_id=actor.user_id, at=at, remark=remark, figures=kept))
        at += timedelta(hours=5)
    if not steps:
        return 0
    ReportStep.objects.filter(report=report, step=Step.OPENED).update(at=min(steps[0].at, _opened(report)))
    ReportStep.objects.bulk_create(steps)
    _keep(report, steps, frozen, number)
    return 1


def _opened(report: Report) -> datetime:
    return datetime.combine(report.last + timedelta(days=1), time(), VIETNAM)


def _keep(report: Report, steps: list[ReportStep], frozen: dict[str, object], number: int) -> None:
    Report.objects.filter(pk=report.pk).update(
        state=STATES[Step(steps[-1].step)],
        figures=frozen,
        submitted_at=steps[0].at,
        submissions=1,
        revision=len(steps),
        difficulties=DIFFICULTIES[number % len(DIFFICULTIES)],
        requests=REQUESTS[number % len(REQUESTS)],
        number=f"{number + 41}/BC-UBND",
        reminded_at=None,
    )
