"""A report on its way: who may do which step when, each step once, and what is frozen stays."""

from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.models import AuditEvent
from indicators.actions import reports
from indicators.actions.reports import NotOverError, OvertakenError
from indicators.enums import ReportState, Step
from indicators.models import Report, ReportStep
from literacy_portal.kit.periods import today
from tests.indicators.reports import (
    OCTOBER,
    coached,
    fresh,
    locked,
    opened,
    page_of,
    submitted,
    worked,
)
from tests.world import World

pytestmark = pytest.mark.django_db
WORDS = dict.fromkeys(reports.WORDS, "") | {"difficulties": "Sóng yếu ở hai thôn"}


def post(client: Client, world: World, who: str, report: Report, step: str, **more: Any) -> int:
    client.force_login(world.users[who])
    answer = client.post(f"{report.get_absolute_url()}{step}/", {"revision": fresh(report).revision, **more})
    return int(answer.status_code)


def test_a_report_goes_from_the_officer_by_the_leader_to_the_province_and_is_locked(client: Client, world: World) -> None:
    report = opened(worked(world))

    for who, step in (("commune_officer", "submit"), ("commune_leader", "approve"), ("province_analyst", "lock")):
        assert post(client, world, who, report, step) == 302

    assert fresh(report).state == ReportState.LOCKED
    assert list(report.steps.values_list("step", "by__username")) == [
        ("opened", "commune_officer"),
        ("submitted", "commune_officer"),
        ("approved", "commune_leader"),
        ("locked", "province_analyst"),
    ]
    verbs = AuditEvent.objects.filter(target_type="indicators.report").order_by("pk").values_list("verb", "actor__username")
    assert [verb for verb, _who in verbs] == ["report.open", "report.submit", "report.approve", "report.lock"]


STEPS = {
    "submit": ReportState.SUBMITTED,
    "approve": ReportState.APPROVED,
    "return": ReportState.RETURNED,
    "lock": ReportState.LOCKED,
}
ALLOWED = {
    ("commune_officer", "draft", "submit"),
    ("commune_officer", "returned", "submit"),
    ("commune_leader", "submitted", "approve"),
    ("commune_leader", "submitted", "return"),
    ("province_analyst", "submitted", "return"),
    ("province_analyst", "approved", "return"),
    ("province_analyst", "approved", "lock"),
    ("province_admin", "submitted", "return"),
    ("province_admin", "approved", "return"),
    ("province_admin", "approved", "lock"),
}
CAST = (
    "commune_officer", "commune_leader", "province_analyst", "province_admin", "team_leader", "stranger_officer",
    "stranger_leader", "distant_analyst", "system_admin",
)  # fmt: skip


@pytest.mark.parametrize("who", CAST)
def test_each_step_is_open_to_its_role_in_its_state_and_to_nobody_else(client: Client, world: World, who: str) -> None:
    report = submitted(world)
    client.force_login(world.users[who])
    done = set()

    for state in ReportState.values:
        for step, reached in STEPS.items():
            with transaction.atomic():
                Report.objects.filter(pk=report.pk).update(state=state)
                form = {"revision": report.revision, "remark": "Xem lại số liệu"}
                client.post(f"{report.get_absolute_url()}{step}/", form)
                now = fresh(report)
                done |= {(who, state, step)} if (now.revision, now.state) == (report.revision + 1, reached) else set()
                transaction.set_rollback(True)

    assert done == {one for one in ALLOWED if one[0] == who}


def test_whoever_presses_twice_submits_once(client: Client, world: World) -> None:
    report = opened(worked(world))
    client.force_login(world.users["commune_officer"])
    client.cookies["language"] = "en"
    for _press in range(2):
        answer = client.post(f"{report.get_absolute_url()}submit/", {"revision": 0}, follow=True)

    assert "The report has moved on meanwhile" in answer.content.decode()
    assert report.steps.filter(step=Step.SUBMITTED).count() == 1
    assert fresh(report).submissions == 1


@pytest.mark.django_db(transaction=True)
def test_of_officers_at_the_same_instant_one_submits(world: World) -> None:
    report, gate, said = opened(world), Barrier(3), []

    def press() -> None:
        gate.wait()
        try:
            reports.submit_report(by=world.users["commune_officer"], report=report, revision=0)
            said.append("submitted")
        except OvertakenError:
            said.append("overtaken")
        finally:
            connection.close()

    threads = [Thread(target=press) for _officer in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == ["overtaken", "overtaken", "submitted"]
    assert ReportStep.objects.filter(step=Step.SUBMITTED).count() == 1


def test_what_is_submitted_is_frozen_and_a_correction_freezes_anew_and_keeps_both(world: World) -> None:
    report = submitted(worked(world))
    first = report.figures
    coached(world, "Tâm", date(2026, 10, 20))
    assert fresh(report).figures == first

    reports.return_report(
        by=world.users["province_analyst"], report=report, revision=report.revision, remark="Xem lại", states=["submitted"]
    )
    again = submitted(world, report)

    assert again.figures["total"]["cells"]["people"] == {"period": 4, "so_far": 4}
    kept = [step.figures["total"]["cells"]["people"]["period"] for step in report.steps.filter(step=Step.SUBMITTED)]
    assert kept == [3, 4]
    assert again.submissions == 2


def test_a_locked_report_never_changes_whoever_tries(world: World) -> None:
    report = locked(world)

    with pytest.raises(OvertakenError):
        reports.write_report(by=world.users["commune_officer"], report=report, revision=report.revision, words=WORDS)
    with pytest.raises(OvertakenError):
        reports.submit_report(by=world.users["commune_officer"], report=report, revision=report.revision)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(difficulties="x")


def test_a_period_that_is_not_over_cannot_be_submitted(world: World) -> None:
    report = opened(world, today() if (today() + timedelta(days=1)).day != 1 else today() + timedelta(days=1))

    with pytest.raises(NotOverError):
        reports.submit_report(by=world.users["commune_officer"], report=report, revision=0)


def test_what_two_officers_write_at_once_is_lost_for_neither(client: Client, world: World) -> None:
    report = opened(world)
    reports.write_report(by=world.users["commune_officer"], report=report, revision=0, words=WORDS)
    client.force_login(world.users["commune_officer"])
    client.cookies["language"] = "en"

    page = client.post(f"{report.get_absolute_url()}edit/", {"difficulties": "Thiếu máy", "revision": "0"}).content.decode()

    assert "Thiếu máy" in page
    assert "Sóng yếu ở hai thôn" in page
    assert fresh(report).difficulties == "Sóng yếu ở hai thôn"
    saved = client.post(f"{report.get_absolute_url()}edit/", {"difficulties": "Thiếu máy", "revision": "1"})
    assert (saved.status_code, fresh(report).difficulties) == (302, "Thiếu máy")


def test_a_return_without_a_remark_says_so_at_the_field_and_changes_nothing(client: Client, world: World) -> None:
    report = submitted(world)
    client.force_login(world.users["province_analyst"])
    client.cookies["language"] = "en"

    page = client.post(f"{report.get_absolute_url()}return/", {"revision": report.revision, "remark": ""}).content.decode()

    assert "has-error" in page
    assert fresh(report).state == ReportState.SUBMITTED


def test_a_draft_is_the_communes_own_until_it_is_submitted(client: Client, world: World) -> None:
    report = opened(world)
    codes = {who: page_of(client, world, who, report.get_absolute_url()).status_code for who in CAST}

    assert codes == dict.fromkeys(CAST, 404) | {"commune_officer": 200, "commune_leader": 200}
    submitted(world, report)
    readers = [who for who in CAST if page_of(client, world, who, report.get_absolute_url()).status_code == 200]
    assert readers == ["commune_officer", "commune_leader", "province_analyst", "province_admin"]


def test_one_report_a_period_whoever_opens_it(client: Client, world: World) -> None:
    client.force_login(world.users["commune_officer"])
    for day in ("2026-10-01", "2026-10-31"):
        answer = client.post("/vn/66/24364/reports/new/", {"kind": "monthly", "day": day})
        assert answer.status_code == 302

    assert list(Report.objects.values_list("first", "last")) == [(OCTOBER.first, OCTOBER.last)]
    wrong = client.post("/vn/66/24364/reports/new/", {"kind": "yearly", "day": "2126-10-01"})
    assert (wrong.status_code, wrong.content.count(b"has-error") >= 2) == (200, True)


def test_a_report_has_its_days_in_order_and_beyond_a_draft_its_figures(world: World) -> None:
    days = {"first": date(2026, 2, 1), "last": date(2026, 2, 28)}
    for wrong in ({"last": date(2026, 1, 1)}, {"state": "approved"}, {"state": "locked"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.create(**{"commune": world.phu_xuan, "kind": "monthly"} | days | wrong)
