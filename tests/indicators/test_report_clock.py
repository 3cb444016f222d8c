"""Drafts and reminders by the clock: at their time, once, after any downtime, with the same few queries for any number."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.actions.report_clock import open_due, remind_by_clock
from indicators.enums import ReportKind, Step
from indicators.models import Report, ReportSchedule, ReportStep
from indicators.tasks import keep_reports
from literacy_portal.kit.periods import VIETNAM
from tests.factories import CommuneFactory
from tests.indicators.reports import opened, submitted
from tests.world import World

pytestmark = pytest.mark.django_db


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), VIETNAM)


def planned(world: World, kind: ReportKind, starts_on: date, ends_on: date | None = None, **more: object) -> ReportSchedule:
    return ReportSchedule.objects.create(province=world.dak_lak, kind=kind, starts_on=starts_on, ends_on=ends_on, **more)


def drafts() -> list[tuple[str, str, str]]:
    rows = Report.objects.order_by("commune", "kind", "first").values_list("commune", "kind", "first")
    return [(commune, kind, first.isoformat()) for commune, kind, first in rows]


def test_a_daily_draft_is_opened_at_18_hours_for_every_commune_of_the_province_and_no_other(world: World) -> None:
    day = date(2026, 10, 5)
    planned(world, ReportKind.DAILY, day, due_at=time(20))

    assert open_due(now=at(day, 17, 59)) == 0
    assert open_due(now=at(day, 18)) == 2
    assert drafts() == [("24169", "daily", "2026-10-05"), ("24364", "daily", "2026-10-05")]
    assert {report.due_at for report in Report.objects.all()} == {at(day, 20)}
    assert ReportStep.objects.filter(step=Step.OPENED, by=None).count() == 2


def test_a_month_a_quarter_and_a_campaign_are_opened_when_they_are_over(world: World) -> None:
    for kind in (ReportKind.MONTHLY, ReportKind.QUARTERLY):
        planned(world, kind, date(2026, 7, 20), due_days=3)
    planned(world, ReportKind.CAMPAIGN, date(2026, 7, 15), date(2026, 9, 20), title="100 ngày")

    open_due(now=at(date(2026, 9, 30), 23))
    assert {(kind, first) for _commune, kind, first in drafts()} == {
        ("monthly", "2026-07-01"),
        ("monthly", "2026-08-01"),
        ("campaign", "2026-07-15"),
    }
    open_due(now=at(date(2026, 10, 1), 0))
    assert ("24364", "quarterly", "2026-07-01") in drafts()
    assert Report.objects.get(commune="24364", kind="quarterly").due_at == at(date(2026, 10, 3), 17)
    assert Report.objects.filter(kind="campaign", title="100 ngày").count() == 2


def test_it_catches_up_after_downtime_and_opens_nothing_twice(world: World) -> None:
    planned(world, ReportKind.DAILY, date(2026, 10, 1), date(2026, 10, 20), due_at=time(20))
    opened(world, date(2026, 10, 3), ReportKind.DAILY)

    assert open_due(now=at(date(2026, 10, 10), 9)) == 2 * 9 - 1
    assert open_due(now=at(date(2026, 10, 10), 9)) == 0
    assert open_due(now=at(date(2027, 10, 10), 9)) == 0, "too long ago"


def test_who_signs_and_who_gets_it_is_as_in_the_report_before(world: World) -> None:
    before = opened(world, date(2026, 9, 1))
    Report.objects.filter(pk=before.pk).update(signer_name="Y Thim Byă", recipients="Lưu: VT.")
    planned(world, ReportKind.MONTHLY, date(2026, 10, 1))

    open_due(now=at(date(2026, 11, 1), 1))

    found = Report.objects.get(commune="24364", first=date(2026, 10, 1))
    assert (found.signer_name, found.recipients) == ("Y Thim Byă", "Lưu: VT.")


def test_the_queries_are_the_same_few_for_any_number_of_communes_and_days(world: World) -> None:
    planned(world, ReportKind.DAILY, date(2026, 10, 1))
    counts = []
    for day in (1, 10, 40):
        with CaptureQueriesContext(connection) as queries:
            open_due(now=at(date(2026, 10, 1) + timedelta(days=day), 19))
            remind_by_clock(now=at(date(2026, 10, 1) + timedelta(days=day), 19))
        counts.append(len(queries))
        for more in range(3):
            CommuneFactory(code=f"{day:02}00{more}", province=world.dak_lak)

    assert counts[0] == counts[1] == counts[2]


def test_the_clock_reminds_once_of_what_is_nearly_due_and_not_of_what_is_submitted(world: World) -> None:
    planned(world, ReportKind.MONTHLY, date(2026, 10, 1), due_days=5)
    open_due(now=at(date(2026, 11, 1), 1))
    submitted(world, Report.objects.get(commune="24364"))

    assert remind_by_clock(now=at(date(2026, 11, 4), 16)) == []
    assert len(remind_by_clock(now=at(date(2026, 11, 4), 18))) == 1
    assert remind_by_clock(now=at(date(2026, 11, 5), 18)) == []
    assert list(ReportStep.objects.filter(step=Step.REMINDED).values_list("report__commune", "by")) == [("24169", None)]


def test_the_task_may_run_twice_or_with_nothing_to_do(world: World) -> None:
    keep_reports()
    planned(world, ReportKind.MONTHLY, date(2026, 9, 1))
    keep_reports()
    before = drafts()
    keep_reports()

    assert drafts() == before
