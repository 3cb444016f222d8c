"""What reports need of the clock: drafts opened when their time has come, and reminders. Any number of times, any delay."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from accounts import audit
from accounts.models import User
from communes.models import Commune, Province
from indicators.enums import ReportKind, Step
from indicators.models import OPEN_STATES, Report, ReportSchedule, ReportStep
from indicators.queries.report_lists import Asked
from indicators.report.periods import Period, due_at, opens_at, periods_between
from literacy_portal.kit.periods import day_of

CATCH_UP = timedelta(days=62)
"""So far back drafts are opened that a stopped portal missed; who needs an older one opens it by hand."""

LEAD = {ReportKind.DAILY: timedelta(hours=1)}
USUAL_LEAD = timedelta(days=1)
"""So long before it is due the clock reminds of a report that is not submitted, once."""

_OPEN = """
    INSERT INTO indicators_report (
        commune_id, kind, first, last, title, due_at, state, revision, submissions, difficulties, requests, number, recipients,
        signer_title, signer_name, opened_at
    )
    SELECT commune.code, asked.kind, asked.first, asked.last, asked.title, asked.due_at, 'draft', 0, 0, '', '', '',
        COALESCE(earlier.recipients, ''), COALESCE(earlier.signer_title, ''), COALESCE(earlier.signer_name, ''), %(now)s
    FROM unnest(%(provinces)s::text[], %(kinds)s::text[], %(firsts)s::date[], %(lasts)s::date[], %(titles)s::text[],
        %(dues)s::timestamptz[]) AS asked (province, kind, first, last, title, due_at)
    JOIN communes_commune commune ON commune.province_id = asked.province
        AND (commune.opened_on IS NULL OR commune.opened_on <= asked.last)
        AND (commune.closed_on IS NULL OR commune.closed_on > asked.last)
    LEFT JOIN LATERAL (
        SELECT recipients, signer_title, signer_name FROM indicators_report before
        WHERE before.commune_id = commune.code ORDER BY before.last DESC, before.id DESC LIMIT 1
    ) earlier ON true
    ON CONFLICT (commune_id, kind, first, last) DO NOTHING
    RETURNING id
"""
"""Of all communes and periods at once; who signs and who gets it is as in the commune's report before."""


@transaction.atomic
def open_due(*, now: datetime) -> int:
    """Opens the drafts whose time has come and that are not there yet; how many. Two queries, three when there are some."""
    asked = [one for schedule in ReportSchedule.objects.all() for one in _asked(schedule, now)]
    if not asked:
        return 0
    names = ("provinces", "kinds", "firsts", "lasts", "titles", "dues")
    values = dict(zip(names, map(list, zip(*asked, strict=True)), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {**values, "now": now})
        opened = [pk for (pk,) in cursor.fetchall()]
    ReportStep.objects.bulk_create(ReportStep(report_id=pk, step=Step.OPENED, at=now) for pk in opened)
    if opened:
        audit.record("report.open_due", by=None, reports=len(opened))
    return len(opened)


def _asked(schedule: ReportSchedule, now: datetime) -> Iterator[tuple[str, str, date, date, str, datetime]]:
    kind = ReportKind(schedule.kind)
    for period in _periods(schedule, kind, day_of(now)):
        if opens_at(kind, period) <= now:
            due = due_at(kind, period, schedule.due_days, schedule.due_at)
            yield schedule.province_id, kind.value, period.first, period.last, schedule.title, due


def _periods(schedule: ReportSchedule, kind: ReportKind, day: date) -> Iterable[Period]:
    earliest, latest = max(schedule.starts_on, day - CATCH_UP), min(schedule.ends_on or day, day)
    if kind is ReportKind.CAMPAIGN:
        assert schedule.ends_on, "a constraint of the table"
        return [Period(schedule.starts_on, schedule.ends_on)] if earliest <= schedule.ends_on <= latest else []
    return periods_between(kind, earliest, latest)


@transaction.atomic
def remind_by_clock(*, now: datetime) -> list[int]:
    """Reminds once of each report that is nearly due, or overdue, and not submitted; the keys of the reminders."""
    near = Q(due_at__lte=now + USUAL_LEAD) & ~Q(kind__in=list(LEAD))
    for kind, lead in LEAD.items():
        near |= Q(kind=kind, due_at__lte=now + lead)
    waiting = Report.objects.waiting().filter(near, reminded_at__isnull=True)
    return _remind(None, waiting.values_list("pk", flat=True), now)


@transaction.atomic
def remind(*, by: User, province: Province, asked: Asked, now: datetime) -> list[int]:
    """Reminds every commune of the province that has not reported on a period; the keys of the reminders."""
    waiting = Report.objects.waiting().filter(
        commune__in=Commune.objects.filter(province=province),
        kind=asked.kind,
        first=asked.period.first,
        last=asked.period.last,
    )
    steps = _remind(by, waiting.values_list("pk", flat=True), now)
    period = {"kind": asked.kind, "first": asked.period.first.isoformat(), "last": asked.period.last.isoformat()}
    audit.record("report.remind", by=by, target=province, place=province.pk, reports=len(steps), **period)
    return steps


def _remind(by: User | None, waiting: Iterable[int], now: datetime) -> list[int]:
    """Under a lock of the rows, so that two clocks remind once; a reminder within the hour stands for both."""
    again = Q(reminded_at__isnull=True) | Q(reminded_at__lte=now - timedelta(hours=1))
    held = Report.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    found = list(held.filter(again, pk__in=list(waiting), state__in=OPEN_STATES).order_by("pk").values_list("pk", flat=True))
    Report.objects.filter(pk__in=found).update(reminded_at=now)
    steps = ReportStep.objects.bulk_create(ReportStep(report_id=pk, step=Step.REMINDED, by=by, at=now) for pk in found)
    return [step.pk for step in steps]
