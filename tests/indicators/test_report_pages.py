"""Pages of reports: what changed since, what the province sees, paper, and what they cost."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.translation import gettext
from openpyxl import load_workbook

from accounts.models import AuditEvent
from indicators.actions.declarations import Statement, declare
from indicators.actions.recount import drain
from indicators.actions.report_mail import mail_reminders
from indicators.enums import ReportKind, Step
from indicators.models import Report, ReportSchedule, ReportStep
from tests.factories import CommuneFactory, VillageFactory
from tests.indicators.reports import approved, coached, fresh, locked, opened, page_of, submitted, worked
from tests.world import World

pytestmark = pytest.mark.django_db
PROVINCE = "/vn/66/reports/"
OCTOBER_KEY = "monthly-2026-10-01-2026-10-31"


def text(client: Client, world: World, who: str, url: str) -> str:
    answer = page_of(client, world, who, url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_report_says_that_a_recount_gives_the_same(client: Client, world: World) -> None:
    report = submitted(worked(world))

    assert "a recount of the period gives the same figures" in text(client, world, "commune_officer", report.get_absolute_url())


def test_a_late_visit_is_told_beside_the_frozen_figures_and_changes_none_of_them(client: Client, world: World) -> None:
    report = locked(worked(world))
    coached(world, "Tâm", date(2026, 10, 30))
    drain(seconds=20)

    page = text(client, world, "commune_officer", report.get_absolute_url())

    assert "1 visit of the period was received after the report was submitted." in page
    row = page.split('People coached, each once <span class="muted">in the period</span></th>')[1].split("</tr>")[0]
    assert [one.split("</td>")[0].split(">", 1)[1] for one in row.split("<td")[1:]] == ["3", "<strong>4</strong>"]
    assert fresh(report).figures["total"]["cells"]["people"] == {"period": 3, "so_far": 4}


def test_other_news_is_told_by_its_cause(client: Client, world: World) -> None:
    report = submitted(worked(world))
    wrong = coached(world, "Bình", date(2026, 9, 1))
    coached(world, "Bình", date(2026, 9, 2), replaces=wrong)
    said = Statement(indicator="pupils_trained", day=date(2026, 10, 2), counted=5, out_of=9, evidence="Danh sách 5")
    declare(by=world.users["commune_officer"], place=world.phu_xuan, statement=said)
    frozen = fresh(report).figures
    frozen["versions"]["vneid_level1"] = 0
    del frozen["total"]["cells"]["walk_ins"]  # a column that came later
    Report.objects.filter(pk=report.pk).update(figures=frozen)

    page = text(client, world, "commune_leader", report.get_absolute_url())

    assert "1 visit of before the period was received after it." in page
    assert "1 visit was corrected." in page
    assert "people on no roster" not in page.split("changes-title")[1].split("</section>")[0]
    assert "Declared figures were entered or corrected." in page
    assert "“e-ID level 1 or more” is counted by another definition now." in page


def test_a_reader_of_aggregates_is_told_no_small_count_of_a_report(client: Client, world: World) -> None:
    report = submitted(worked(world))
    coached(world, "Tâm", date(2026, 10, 30))

    page = text(client, world, "province_analyst", report.get_absolute_url())

    assert "Visits of the period were received after the report was submitted." in page
    assert "The differences are too small to be told here." in page
    figures = page.split("report-figures")[1].split("</table>")[0]
    people = figures.split("People coached, each once</th>")[1].split("</tr>")[0]
    assert people.count("&lt; 8<") == 2
    book = load_workbook(BytesIO(page_of(client, world, "province_analyst", f"{report.get_absolute_url()}xlsx/").content))
    told = {cell.value for page in book.worksheets for row in page.iter_rows() for cell in row if cell.data_type == "n"}
    assert told - {None} <= {1, 2, 3}, "teams and members, which are no residents"


def test_the_paper_has_the_administrative_layout_in_vietnamese_whatever_the_language(client: Client, world: World) -> None:
    report = approved(worked(world))
    Report.objects.filter(pk=report.pk).update(number="12/BC-UBND", signer_name="Y Thim Byă", recipients="Sở KH&CN;\nLưu: VT.")

    page = text(client, world, "commune_officer", f"{report.get_absolute_url()}paper/")

    with translation.override("vi"):
        layout = [gettext("SOCIALIST REPUBLIC OF VIETNAM"), gettext("Recipients:"), str(world.phu_xuan).upper()]
    for words in (*layout, "12/BC-UBND", "Y Thim Byă", "Sở KH&amp;CN;", "Số người được hướng dẫn", "thôn Xuân Mỹ"):
        assert words in page, words


def test_the_province_sees_who_has_reported_sums_them_and_names_the_missing(client: Client, world: World) -> None:
    submitted(worked(world))

    page = text(client, world, "province_analyst", f"{PROVINCE}?period={OCTOBER_KEY}")

    assert "1 of 2 communes have reported" in page
    assert "1 commune is not in the sum" in page
    assert "ward Ea Kao" in page.split("report-missing")[1].split("</ul>")[0]
    book = load_workbook(BytesIO(page_of(client, world, "province_analyst", f"{PROVINCE}xlsx/?period={OCTOBER_KEY}").content))
    names = [[row[at].value for row in page.iter_rows(min_row=3)] for page, at in zip(book.worksheets, (1, 0), strict=True)]
    assert [len(one) for one in names] == [2, 1]
    assert "Ea Kao" in names[1][0]


def test_what_was_returned_is_missing_again_until_it_is_corrected(client: Client, world: World) -> None:
    report = submitted(worked(world))
    client.force_login(world.users["province_analyst"])
    client.post(f"{report.get_absolute_url()}return/", {"revision": report.revision, "remark": "Xem lại số liệu"})

    page = text(client, world, "province_analyst", f"{PROVINCE}?period={OCTOBER_KEY}")

    assert "0 of 2 communes have reported" in page
    assert "returned" in page.split("report-missing")[1].split("</ul>")[0]
    officer = text(client, world, "commune_officer", report.get_absolute_url())
    assert "Xem lại số liệu" in officer


@pytest.mark.django_db
def test_a_reminder_stands_on_the_communes_page_is_audited_and_goes_by_mail_once(
    client: Client, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    opened(world)
    world.users["commune_officer"].email = "can.bo@example.org"
    world.users["commune_officer"].save()
    client.force_login(world.users["province_analyst"])
    client.cookies["language"] = "en"

    with django_capture_on_commit_callbacks(execute=False) as rung:
        for _press in range(2):
            client.post(f"{PROVINCE}remind/", {"period": OCTOBER_KEY})
    sent = [mail_reminders(), mail_reminders()]

    assert len(rung) == 1
    assert sent == [1, 0]
    assert [message.bcc for message in mail.outbox] == [["can.bo@example.org"]]
    assert ReportStep.objects.filter(step=Step.REMINDED, by=world.users["province_analyst"]).count() == 1
    assert list(AuditEvent.objects.filter(verb="report.remind").values_list("facts__reports", flat=True)) == [0, 1]
    assert "You were reminded at" in text(client, world, "commune_officer", "/vn/66/24364/reports/")


def test_a_schedule_is_planned_by_the_provinces_administrator_with_errors_at_their_fields(client: Client, world: World) -> None:
    url = f"{PROVINCE}schedule/"
    typed = {"kind": "monthly", "starts_on": "2026-09-01", "due_days": "5", "due_at": "17:00"}
    assert page_of(client, world, "province_analyst", url).status_code == 404
    client.force_login(world.users["province_admin"])

    assert client.post(url, typed).status_code == 302
    assert b"has-error" in client.post(url, typed).content
    assert b"has-error" in client.post(url, typed | {"kind": "campaign"}).content
    line = ReportSchedule.objects.get()
    assert client.post(url, typed | {"change": str(line.pk), "due_days": "3"}).status_code == 302
    line.refresh_from_db()
    assert (line.kind, line.due_days) == (ReportKind.MONTHLY, 3)


@pytest.mark.parametrize("query", ["?period=junk", "?period=daily-2026-13-45-x", "?page=-1"])
def test_an_unknown_period_is_the_latest(client: Client, world: World, query: str) -> None:
    submitted(world)

    assert "Monthly report" in text(client, world, "province_analyst", f"{PROVINCE}{query}")


@pytest.mark.parametrize(
    ("who", "url", "number"),
    [
        ("commune_officer", "/vn/66/24364/reports/", 10),
        ("commune_officer", "{report}", 21),
        ("commune_officer", "{report}paper/", 7),
        ("commune_officer", "{report}xlsx/", 7),
        ("province_analyst", PROVINCE, 10),
        ("province_analyst", f"{PROVINCE}xlsx/", 10),
    ],
)
def test_the_number_of_queries_grows_with_nothing(client: Client, world: World, who: str, url: str, number: int) -> None:
    report = submitted(worked(world))
    url = url.format(report=report.get_absolute_url())
    page_of(client, world, who, url)
    counts = []
    for more in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert page_of(client, world, who, url).status_code == 200
        counts.append(len(queries))
        if not more:
            for serial in ("003", "004"):
                VillageFactory(commune=world.phu_xuan, serial=serial)
            other = CommuneFactory(code="24316", name="Pơng Drang", province=world.dak_lak)
            Report.objects.create(
                commune=other, kind="monthly", first=report.first, last=report.last, state="submitted",
                figures=report.figures, submitted_at=timezone.now(),
            )  # fmt: skip
            opened(world, date(2026, 9, 1))

    assert counts == [number, number]
