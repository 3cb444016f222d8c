"""A month's report between the commune and the province, and a visit that comes when it is locked."""

import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from indicators.actions.recount import drain, rebuild
from indicators.enums import ReportState
from indicators.models import Report
from indicators.report.periods import Period, period_of
from literacy_portal.kit.periods import today
from tests.indicators.reports import MONTH, coached
from tests.journey import Portal
from tests.journeys.test_visit_journey import lasting_world
from tests.world import World

pytestmark = pytest.mark.journey

__all__ = ["lasting_world"]


def last_month() -> Period:
    return period_of(MONTH, today().replace(day=1) - timedelta(days=1))


@pytest.fixture
def people(browser: Browser, portal: Portal, lasting_world: World) -> Iterator[dict[str, Page]]:
    """A window for each of the three who work on a report."""
    contexts, pages = [], {}
    for who in ("commune_officer", "commune_leader", "province_analyst"):
        context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1280, "height": 800})
        context.set_default_timeout(10_000)
        client = Client()
        client.force_login(lasting_world.users[who])
        cookies = {"session": client.cookies["session"].value, "language": "en"}
        context.add_cookies([{"name": name, "value": value, "url": portal.url} for name, value in cookies.items()])
        pages[who] = context.new_page()
        contexts.append(context)
    yield pages
    for context in contexts:
        context.close()


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()


def test_a_report_is_returned_corrected_and_locked_and_a_late_visit_is_told_beside_it(
    people: dict[str, Page], portal: Portal, lasting_world: World
) -> None:
    began, world, month = time.monotonic(), lasting_world, last_month()
    middle = date(month.first.year, month.first.month, 15)
    coached(world, "Bình", middle)
    rebuild()
    officer, leader, analyst = people["commune_officer"], people["commune_leader"], people["province_analyst"]

    officer.goto(f"{portal.url}/vn/66/24364/reports/")
    officer.get_by_text("Open another report").click()
    officer.locator("label.segment:has([value='monthly'])").click()
    officer.locator("[name='day']").fill(middle.isoformat())
    press(officer, "Open the draft")
    press(officer, "Submit the report")
    expect(officer.locator("main")).to_contain_text("a recount of the period gives the same figures")
    address = officer.url

    analyst.goto(f"{portal.url}/vn/66/reports/")
    analyst.get_by_role("link", name="commune Phú Xuân").click()
    analyst.get_by_text("Return it with a remark").click()
    analyst.locator("[name='remark']").fill("Chưa nêu khó khăn của hai thôn")
    press(analyst, "Return to the commune")

    officer.goto(f"{portal.url}/vn/66/24364/")
    officer.get_by_role("link", name=f"Monthly report, month {month.first.month} of {month.first.year}").click()
    expect(officer.locator(".callout.warn").first).to_contain_text("Chưa nêu khó khăn của hai thôn")
    officer.get_by_role("link", name="Write").click()
    officer.locator("[name='difficulties']").fill("Hai thôn chưa có sóng 4G")
    press(officer, "Save")
    press(officer, "Submit the report")
    leader.goto(address)
    press(leader, "Approve")
    analyst.goto(address)
    press(analyst, "Accept and lock")
    expect(analyst.locator("main")).to_contain_text("Hai thôn chưa có sóng 4G")
    report = Report.objects.get()
    assert (report.state, report.submissions, report.figures["total"]["cells"]["people"]["period"]) == (ReportState.LOCKED, 2, 1)

    coached(world, "Tâm", middle)
    drain(seconds=10)
    officer.goto(address)
    changed = officer.locator("section:has(#changes-title)")
    expect(changed).to_contain_text("1 visit of the period was received after the report was submitted.")
    people_row = changed.locator("tr:has-text('People coached, each once')").first.locator("td")
    assert people_row.all_inner_texts() == ["1", "2"]
    expect(officer.locator(".report-figures tr:has-text('People coached, each once') td").nth(2)).to_have_text("1")
    assert officer.get_by_role("button", name="Submit the report", exact=True).count() == 0
    print(f"The report's journey: {time.monotonic() - began:.1f} s")
