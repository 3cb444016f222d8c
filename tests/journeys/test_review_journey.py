"""A morning at the commune: what came in from the doors at night is decided, each with one touch."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from communes.models import Household, Residence
from literacy_portal.kit.ids import new_id
from sessions.models import Held, Visit
from tests.journey import Portal
from tests.sessions.phones import seen, visit
from tests.sessions.review import REVIEW, YESTERDAY, hold, new_home, propose, resident, someone
from tests.world import World, build_world

pytestmark = pytest.mark.journey


@pytest.fixture
def lasting_world(portal: Portal) -> World:
    return build_world()


@pytest.fixture
def officer(page: Page, portal: Portal, lasting_world: World) -> Page:
    client = Client()
    client.force_login(lasting_world.users["commune_officer"])
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": portal.url}])
    page.context.add_cookies([{"name": "language", "value": "en", "url": portal.url}])
    return page


def test_an_officer_accepts_a_household_and_its_visit_follows_and_records_another_where_it_belongs(
    officer: Page, portal: Portal, lasting_world: World
) -> None:
    member, home, mother = lasting_world.users["team_member"], new_id(), new_id()
    hold(member, visit(home, day=YESTERDAY, people=[str(mother)]))
    propose(member, "new_household", home, **new_home([resident(mother, "H'Liên Niê", "head", 1988)]))
    propose(member, "new_person", lasting_world.home_of("Bình"), said=someone())
    lost = hold(member, visit(new_id(), day=YESTERDAY, note="Nhà sau chợ", observations=[seen(None, "trades", 1)]))
    page = officer

    page.goto(f"{portal.url}/vn/66/24364/")
    page.get_by_role("link", name="To decide (4)").click()
    page.locator("section.card", has_text="H'Liên Niê").get_by_role("button", name="Accept").tap()
    expect(page.get_by_text("1 visit that had waited was recorded.")).to_be_visible()

    assert Household.objects.filter(pk=home).exists()
    assert Visit.objects.get().household_id == home

    page.locator("section.card", has_text="Đinh Thị Lan").get_by_role("button", name="Accept").tap()
    expect(page.get_by_text("Nothing waits here.")).to_be_visible()
    assert Residence.objects.filter(resident__full_name="Đinh Thị Lan", started_on=YESTERDAY).exists()

    page.get_by_role("link", name="Held (1)").click()
    page.get_by_role("link", name="Another household or day").click()
    page.get_by_label("Number of the household").fill("2")
    page.get_by_role("button", name="Record it").tap()
    page.wait_for_url(f"**{REVIEW}?show=held")

    assert Visit.objects.get(pk=lost.client_id).household == lasting_world.home_of("H'Bŭt")
    assert not Held.objects.waiting().exists()
