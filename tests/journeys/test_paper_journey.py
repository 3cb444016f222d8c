"""A round on paper: printed on A4, and typed the next morning with the keyboard alone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import User
from communes.models import Household, Residence
from literacy_portal.kit.periods import today
from sessions.forms.marks import result_keys
from sessions.models import Outcome, Sheet, Visit
from tests.journey import Portal
from tests.sessions.papers import fill, print_sheets, url_of
from tests.world import World, build_world

pytestmark = pytest.mark.journey

YESTERDAY = today() - timedelta(days=1)
with translation.override("vi"):
    MET, NOBODY, _COME_BACK, REFUSED = result_keys()
MOST_KEYS = 20
"""Keys for one household. A typist's four keys a second make it five seconds, twenty households a hundred."""


@pytest.fixture
def lasting_world(portal: Portal) -> World:
    return build_world()


@pytest.fixture
def desk(browser: Browser, portal: Portal, lasting_world: World) -> BrowserContext:
    """The officer's PC, in Vietnamese."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    sign_in(context, portal, lasting_world.users["commune_officer"])
    return context


def sign_in(context: BrowserContext, portal: Portal, user: User) -> None:
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": portal.url}])


class Keyboard:
    """Ten fingers that are counted, and no mouse."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def household(self, result: str, *levels: str, who: str = "", again: str = "") -> int:
        """Types one row as it stands on the paper; answers with how many keys."""
        before = self.keys
        self.press(*result)
        if result == MET:
            self.press(*who, "Enter")
            for digits in levels:
                self.press(*digits, "Enter")
        self.press(*again, "Enter")
        return self.keys - before


def at(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name || document.activeElement.tagName"))


def test_twenty_households_are_typed_by_keyboard_alone_and_each_counts_once(
    desk: BrowserContext, portal: Portal, lasting_world: World
) -> None:
    world = lasting_world
    Residence.objects.filter(village=world.xuan_lang).delete()
    fill(world.xuan_lang, 20, people=3)
    sheets = print_sheets(world.users["team_member"], world.xuan_lang)
    page, counts = desk.new_page(), []
    hand = Keyboard(page)

    for sheet in sheets:
        page.goto(portal.url + url_of(sheet))
        assert at(page) == "visited_on"
        page.locator("[name=visited_on]").fill(YESTERDAY.isoformat())
        page.locator("[data-part=result]").first.focus()
        for row in range(1, len(sheet.rows) + 1):
            assert at(page) == f"r{row}-result"
            if row % 4:
                counts.append(hand.household(MET, "332211", "1-12", who="13", again="7" if row == 1 else ""))
            else:
                counts.append(hand.household(NOBODY, again="7"))
        expect(page.locator(".line.is-saved")).to_have_count(len(sheet.rows), timeout=30_000)

    met = sum(len(sheet.rows) - len(sheet.rows) // 4 for sheet in sheets)
    print(f"keys for each household: {counts}; {sum(counts)} for twenty")
    assert len(counts) == 20
    assert max(counts) <= MOST_KEYS
    assert Visit.objects.filter(visited_on=YESTERDAY, channel="paper", recorded_by=world.users["commune_officer"]).count() == 20
    assert (Visit.objects.count(), Visit.objects.filter(result="met").count()) == (20, met)
    assert Outcome.objects.filter(visit__isnull=False, resident__isnull=False).count() == met * 9
    page.goto(f"{portal.url}/vn/66/24364/001/")
    expect(page.locator("main")).to_contain_text("20")


def test_without_a_network_nothing_typed_is_lost_and_a_reload_brings_it_back(
    desk: BrowserContext, portal: Portal, lasting_world: World
) -> None:
    (sheet,) = print_sheets(lasting_world.users["team_member"], lasting_world.xuan_lang)
    page = desk.new_page()
    page.goto(portal.url + url_of(sheet))
    page.locator("[name=visited_on]").fill(YESTERDAY.isoformat())
    page.locator("[name=r1-result]").focus()
    desk.set_offline(True)

    Keyboard(page).household(MET, "3", who="1")
    expect(page.locator("[data-line='1'] [data-state]")).to_contain_text("Enter")
    assert not Visit.objects.exists()

    desk.set_offline(False)
    expect(page.locator("[data-line='1'].is-saved")).to_be_visible()
    Keyboard(page).press(NOBODY)
    page.reload()
    assert page.locator("[name=r2-result]").input_value() == NOBODY
    assert [line.result for line in Visit.objects.all()] == ["met"]

    page.locator("[name=r2-again]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-line='2'].is-saved")).to_be_visible()
    assert Visit.objects.count() == 2
    assert page.evaluate(f"sessionStorage.getItem('paper-{sheet.code}-{lasting_world.users['commune_officer'].pk}')") == "{}"


def test_a_row_in_error_waits_with_its_words_while_the_typist_goes_on(
    desk: BrowserContext, portal: Portal, lasting_world: World
) -> None:
    (sheet,) = print_sheets(lasting_world.users["team_member"], lasting_world.xuan_lang)
    page = desk.new_page()
    page.goto(portal.url + url_of(sheet))
    page.locator("[name=visited_on]").fill(YESTERDAY.isoformat())
    page.locator("[name=r1-result]").focus()

    Keyboard(page).household(MET, "9", who="1")
    Keyboard(page).household(REFUSED)

    expect(page.locator("[data-line='1'] .error")).to_contain_text("9")
    assert page.locator("[name=r1-p1]").input_value() == "9"
    expect(page.locator("[data-line='2'].is-saved")).to_be_visible()
    assert [visit.result for visit in Visit.objects.all()] == ["refused"]


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))


def test_a_printed_sheet_is_one_page_whoever_lives_in_the_village(
    desk: BrowserContext, portal: Portal, lasting_world: World
) -> None:
    world = lasting_world
    fill(world.xuan_lang, 5, people=4)
    fill(world.xuan_lang, 2, people=12, name="Công Tằng Tôn Nữ Hoàng Thị Phương Thảo Nguyên Vũ Đình Khánh")
    fill(world.xuan_lang, 3, people=1, name="Nguyễn Phan Hoàng Lê Thị Bích Ngọc Trâm Anh Thư Minh Châu Vy")
    Household.objects.filter(number__startswith="10").update(address="Thôn trên " * 20, best_time="Buổi tối sau 19 giờ " * 5)
    sheets = print_sheets(world.users["team_member"], world.xuan_lang)
    page = desk.new_page()
    page.goto(f"{portal.url}/vn/66/24364/001/households/paper/{sheets[0].round}/")

    pdf = page.pdf(prefer_css_page_size=True)

    assert pages_of(pdf) == len(sheets) == Sheet.objects.count()
    wide = page.evaluate("[...document.querySelectorAll('.sheet')].map(one => one.scrollWidth - one.clientWidth)")
    assert set(wide) == {0}
    page.goto(f"{portal.url}/vn/66/24364/001/households/paper/cards/")
    assert pages_of(page.pdf(prefer_css_page_size=True)) == -(-Household.objects.filter(village=world.xuan_lang).count() // 8)
