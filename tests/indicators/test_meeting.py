"""The meeting room: figures as the reader is told them, each page an anchor, stepped through by keys."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Browser, BrowserContext, expect

from indicators.suppression import STEP
from literacy_portal.kit.periods import today
from tests.factories import CampaignFactory, CommuneFactory, TargetFactory
from tests.indicators.stored import store
from tests.journey import Portal
from tests.world import World

MEETING = "/vn/66/meeting/"


def count(world: World) -> None:
    """Odd counts, of everyone and of women, and a campaign that runs."""
    for place, base in (("66", 209), ("24364", 128), ("24169", 81)):
        for code in ("adults_able", "adults_kept"):
            store(place, code, {today() - timedelta(days=9): (base, 11 * base)}, groups=("all", "female"))
    first = today() - timedelta(days=20)
    campaign = CampaignFactory(
        province=world.dak_lak, first_day=first, last_day=first + timedelta(days=60), opened_by=world.users["province_admin"]
    )
    TargetFactory(campaign=campaign, minimum=40)


@pytest.mark.django_db
def test_the_wall_tells_an_analyst_nothing_but_steps_and_has_an_anchor_for_each_page(client: Client, world: World) -> None:
    count(world)
    client.force_login(world.users["province_analyst"])
    html = client.get(MEETING, headers={"accept-language": "en"}).content.decode()
    told = re.sub(r"<aside.*?</aside>", "", html[html.index("<main") : html.index("</main>")], flags=re.DOTALL)
    pairs = re.findall(r"(\d[\d,]*) / (\d[\d,]*)", re.sub(r"<[^>]+>", "", told))
    anchors = re.findall(r'href="#([\w-]+)" data-meeting-link', html)

    assert len(pairs) >= 8
    assert {int(one.replace(",", "")) % STEP for pair in pairs for one in pair} == {0}
    assert anchors[:2] == ["leads", "inside"]
    assert anchors[-1] == "behind"
    assert all(f'id="{anchor}"' in html for anchor in anchors)


@pytest.mark.django_db
def test_the_wall_of_a_commune_is_not_there_for_strangers_and_costs_the_same_in_a_large_province(
    client: Client, world: World
) -> None:
    count(world)
    client.force_login(world.users["stranger_officer"])
    assert client.get("/vn/66/24364/meeting/").status_code == 404
    client.force_login(world.users["province_analyst"])
    counts = []
    for _size in range(2):
        client.get(MEETING)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(MEETING).status_code == 200
        counts.append(len(asked))
        for number in range(20):
            CommuneFactory(code=f"22{number:03}", province=world.dak_lak)

    assert counts[0] == counts[1]


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1920, "height": 1080})
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.mark.journey
def test_arrows_step_through_the_pages(portal: Portal, visitor: BrowserContext, world: World) -> None:
    count(world)
    client = Client()
    client.force_login(world.users["province_analyst"])
    visitor.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": portal.url}])
    page = visitor.new_page()
    page.goto(f"{portal.url}{MEETING}")
    here = page.locator("[data-meeting-link][aria-current]")

    expect(here).to_have_attribute("href", "#leads")
    page.keyboard.press("ArrowRight")
    expect(here).to_have_attribute("href", "#inside")
    expect(page.locator("#inside-title")).to_be_focused()
    assert page.evaluate("document.querySelector('#inside').getBoundingClientRect().top") == pytest.approx(0, abs=2)
    page.keyboard.press("End")
    expect(here).to_have_attribute("href", "#behind")
    page.keyboard.press("ArrowLeft")
    expect(here).to_have_attribute("href", re.compile("#race-"))
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
