"""From a gap to the door: the officer finds who was never visited, asks the team, and its phone shows that door first."""

from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from communes.enums import Relation
from indicators.queries.work import waiting
from literacy_portal.kit.periods import today
from sessions.enums import WorkList
from sessions.models import VisitRequest
from tests.factories import FollowUpFactory, HouseholdFactory, ResidenceFactory, ResidentFactory, VisitFactory
from tests.journey import Portal
from tests.phone import Phone, eventually
from tests.wire import Wire
from tests.world import World, build_world

pytestmark = pytest.mark.journey

HERE = "24364001"


@pytest.fixture
def village(portal: Portal) -> World:
    """Bình's is promised for today, which comes first of all but what the commune asks for; two doors were never visited."""
    world = build_world()
    visit = VisitFactory(household=world.home_of("Bình"), visited_on=today() - timedelta(days=7))
    FollowUpFactory(household=world.home_of("Bình"), visit=visit, due_on=today())
    home = HouseholdFactory(village=world.xuan_lang, number="9", address="Cuối hẻm")
    ResidenceFactory(
        resident=ResidentFactory(full_name="Đinh Thị Sương", birth_year=1992), household=home, relation=Relation.HEAD
    )
    return world


def the_officer_asks(browser: Browser, portal: Portal, world: World) -> None:
    """From the commune's page to the worst village's list, one door ticked, a remark."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1280, "height": 800})
    client = Client()
    client.force_login(world.users["commune_officer"])
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": portal.url}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{portal.url}/vn/66/24364/")
    page.locator(".tabs a[href$='/work-lists/']").click()
    worst = page.locator("table.data tbody tr").first
    expect(worst).to_contain_text("Xuân Lạng 2")
    worst.locator("a[href$='/001/work-lists/never/']").click()
    expect(page.locator("table.work-list tbody tr")).to_have_count(2)
    page.locator("tr", has_text="Đinh Thị Sương").locator("[name=household]").check()
    page.locator("[name=remark]").fill("Nhà mới về, đến trước")
    page.locator("button[name=ask]").click()
    expect(page.locator(".messages .callout.good")).to_be_visible()
    expect(page.locator("tr", has_text="Đinh Thị Sương").locator("button[name=withdraw]")).to_be_visible()
    context.close()


def test_who_was_never_visited_is_asked_for_and_stands_first_on_the_phone_until_a_visit(
    browser: Browser, portal: Portal, village: World
) -> None:
    wire, asked = Wire(portal.url), "Đinh Thị Sương"
    eventually(lambda: _counted(village))
    the_officer_asks(browser, portal, village)

    context = browser.new_context(
        locale="en-GB", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 360, "height": 740}, has_touch=True
    )
    phone = Phone(context, wire)
    phone.sign_in(village.users["team_member"])
    page = phone.open("#/")
    first = page.locator(".door-card").first
    expect(first).to_contain_text(asked)
    expect(first).to_contain_text("Nhà mới về, đến trước")
    person = VisitRequest.objects.get().household.residences.get().resident_id
    first.locator("a.door-log").click()
    page.locator(f".person-tick:has([name='p-{person}-met'])").click()
    page.locator("[data-save]").click()
    expect(page.locator(".callout.good")).to_be_visible()
    eventually(lambda: phone.states() <= {"sent", "counted"})
    phone.open_here("#/")
    expect(page.locator(".pile").first).not_to_contain_text(asked)

    assert not VisitRequest.objects.open(today()).exists()
    assert [line.household for line in waiting(WorkList.NEVER, [HERE], today())] == [village.home_of("H'Bŭt").pk]
    context.close()
    wire.close()


def _counted(world: World) -> bool:
    """Whether the worker has counted what stands there."""
    client = Client()
    client.force_login(world.users["commune_officer"])
    rows = client.get("/vn/66/24364/work-lists/").context["rows"]
    return any(row.spot.code == HERE and row.tallies["never"].number == 2 for row, _url, _paper in rows)
