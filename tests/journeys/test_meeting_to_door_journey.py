"""From the meeting room to the door: who will miss the target and why, tonight's rounds, the month's report, and late news."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from communes.enums import Relation
from communes.models import Household, Residence, Resident, Village
from indicators.actions.recount import drain, rebuild
from indicators.enums import ReportState
from indicators.models import Report
from indicators.report.periods import period_of
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.enums import Result
from sessions.models import Visit
from tests.factories import LONG_AGO, CampaignFactory, CommuneFactory, TargetFactory, VillageFactory
from tests.indicators.reports import MONTH, coached
from tests.journey import Portal
from tests.world import World, build_world

pytestmark = pytest.mark.journey

HOMES, ONE_IN_TEN_DAYS, EVERY_OTHER_DAY, TWO_A_DAY = 40, 0.1, 0.5, 2.0


def homes_of(village: Village) -> list[Household]:
    """Households of one person, enough of them to be told of."""
    homes = [Household(village=village, number=str(100 + n)) for n in range(HOMES)]
    people = [Resident(full_name=f"Trần Văn Cư {n}", birth_year=1970) for n in range(HOMES)]
    for one in (*homes, *people):
        one.derive_keys()
    Household.objects.bulk_create(homes)
    Resident.objects.bulk_create(people)
    Residence.objects.bulk_create(
        Residence(resident=person, household=home, village=village, relation=Relation.HEAD, started_on=LONG_AGO)
        for person, home in zip(people, homes, strict=True)
    )
    return homes


def gone_through(village: Village, world: World, per_day: float, until: date) -> None:
    """So many doors opened a day, up to a day; then nothing."""
    homes = homes_of(village)
    opened = [until - timedelta(days=int(n / per_day)) for n in range(HOMES)]
    Visit.objects.bulk_create(
        Visit(
            id=new_id(),
            household=home,
            village=village,
            visited_on=day,
            result=Result.MET,
            recorded_by=world.users["team_member"],
        )
        for home, day in zip(homes, opened, strict=True)
        if day > until - timedelta(days=20)
    )


@pytest.fixture
def province(portal: Portal) -> World:
    """Four communes on day 31 of 61: Ea Kao makes it; Phú Xuân, Pơng Drang and Xuân Lãnh do not, each for its reason."""
    world = build_world()
    pong_drang, xuan_lanh = CommuneFactory(code="24310", name="Pơng Drang"), CommuneFactory(code="22075", name="Xuân Lãnh")
    quiet, idle = (VillageFactory(commune=commune, serial="001", name="Một") for commune in (pong_drang, xuan_lanh))
    now = today()
    gone_through(world.stranger_village, world, TWO_A_DAY, now)
    gone_through(world.xuan_lang, world, ONE_IN_TEN_DAYS, now)
    gone_through(quiet, world, ONE_IN_TEN_DAYS, now)
    gone_through(idle, world, EVERY_OTHER_DAY, now - timedelta(days=17))
    first = now - timedelta(days=30)
    campaign = CampaignFactory(
        name="Cao điểm 61 ngày",
        first_day=first,
        last_day=first + timedelta(days=60),
        province=world.dak_lak,
        indicators=["households_visited"],
        opened_by=world.users["province_admin"],
    )
    TargetFactory(campaign=campaign, indicator="households_visited", place="66", minimum=90)
    coached(world, "Bình", last_month())
    rebuild()
    return world


def last_month() -> date:
    """A day of it."""
    return (today().replace(day=1) - timedelta(days=1)).replace(day=15)


@pytest.fixture
def people(browser: Browser, portal: Portal, province: World) -> Iterator[dict[str, Page]]:
    """A window for each of the three."""
    contexts, pages = [], {}
    for who in ("commune_officer", "commune_leader", "province_analyst"):
        context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1280, "height": 800})
        context.set_default_timeout(20_000)
        client = Client()
        client.force_login(province.users[who])
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


def test_from_the_province_to_the_door_and_back_to_the_report(
    people: dict[str, Page], portal: Portal, province: World, tmp_path: Path
) -> None:
    officer, leader, analyst = people["commune_officer"], people["commune_leader"], people["province_analyst"]
    _the_analyst_finds_who_will_miss_it_and_why(analyst, portal, tmp_path)
    _the_officer_prints_tonights_rounds_of_the_two_worst_villages(officer, portal)
    address = _the_officer_submits_the_month(officer, portal)
    _it_is_returned_corrected_and_locked(officer, leader, analyst, address)

    coached(province, "Tâm", last_month())
    drain(seconds=20)

    officer.goto(address)
    changed = officer.locator("section:has(#changes-title)")
    expect(changed).to_contain_text("1 visit of the period was received after the report was submitted.")
    assert changed.locator("tr:has-text('People coached, each once')").first.locator("td").all_inner_texts() == ["1", "2"]
    expect(officer.locator(".report-figures tr:has-text('People coached, each once') td").nth(2)).to_have_text("1")
    assert officer.get_by_role("button", name="Submit the report", exact=True).count() == 0


def _the_analyst_finds_who_will_miss_it_and_why(analyst: Page, portal: Portal, folder: Path) -> None:
    analyst.goto(f"{portal.url}/vn/66/")
    analyst.get_by_role("link", name="Cao điểm 61 ngày").click()
    expect(analyst.locator("#inside .lead")).to_have_text("At this pace 3 of 4 places will miss the target.")
    rows = analyst.locator("table.race tbody tr")
    expect(rows).to_have_count(4)
    told = dict(zip(rows.locator("th a").all_inner_texts(), rows.locator("td:last-child").all_inner_texts(), strict=True))
    assert "no visit in 14 days" in told["commune Xuân Lãnh"]
    assert "1 of 2 villages without a visit in 14 days" in told["commune Phú Xuân"]
    assert "no team" in told["commune Pơng Drang"]
    assert list(told)[-1] == "ward Ea Kao"

    analyst.get_by_role("link", name="commune Phú Xuân").click()
    expect(analyst.locator("h1")).to_contain_text("Phú Xuân")
    with analyst.expect_download() as download:
        analyst.get_by_role("link", name="As a workbook (.xlsx)").click()
    path = folder / "campaign.xlsx"
    download.value.save_as(path)
    cells = [
        cell for sheet in load_workbook(BytesIO(path.read_bytes())) for row in sheet.iter_rows(values_only=True) for cell in row
    ]
    assert any("Xuân Mỹ" in str(cell) for cell in cells)


def _the_officer_prints_tonights_rounds_of_the_two_worst_villages(officer: Page, portal: Portal) -> None:
    officer.goto(f"{portal.url}/vn/66/24364/?indicator=households_visited&order=low")
    worst = [link.get_attribute("href") for link in officer.locator("#inside .ranked a").all()[:2]]
    assert len(worst) == 2
    for href in worst:
        officer.goto(f"{portal.url}{(href or '').partition('?')[0]}households/")
        officer.get_by_role("link", name="Paper sheets").click()
        press(officer, "Make the sheets")
        expect(officer.locator("main")).to_contain_text("Print this page, across, on A4.")
        assert officer.locator("section.sheet").count() >= 1


def _the_officer_submits_the_month(officer: Page, portal: Portal) -> str:
    officer.goto(f"{portal.url}/vn/66/24364/reports/")
    officer.get_by_text("Open another report").click()
    officer.locator("label.segment:has([value='monthly'])").click()
    officer.locator("[name='day']").fill(last_month().isoformat())
    press(officer, "Open the draft")
    press(officer, "Submit the report")
    expect(officer.locator("main")).to_contain_text("a recount of the period gives the same figures")
    return officer.url


def _it_is_returned_corrected_and_locked(officer: Page, leader: Page, analyst: Page, address: str) -> None:
    analyst.goto(f"{address.partition('24364')[0]}reports/")
    analyst.get_by_role("link", name="commune Phú Xuân").click()
    analyst.get_by_text("Return it with a remark").click()
    analyst.locator("[name='remark']").fill("Chưa nêu khó khăn của hai thôn")
    press(analyst, "Return to the commune")
    officer.goto(address.partition("reports/")[0])
    officer.get_by_role("link", name=f"Monthly report, month {last_month().month} of {last_month().year}").click()
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
    assert (report.state, report.submissions, report.first) == (ReportState.LOCKED, 2, period_of(MONTH, last_month()).first)
    assert report.figures["total"]["cells"]["people"]["period"] == 1
