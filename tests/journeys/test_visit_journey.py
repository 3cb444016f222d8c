"""An evening at a kitchen table: a phone of 360 pixels, a thumb, and the back button."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from sessions.models import Visit
from tests.journey import Portal
from tests.sessions.drafts import url
from tests.world import World, build_world

pytestmark = pytest.mark.journey


@pytest.fixture
def lasting_world(portal: Portal) -> World:
    return build_world()


@pytest.fixture
def signed_in(page: Page, portal: Portal, lasting_world: World) -> Page:
    client = Client()
    client.force_login(lasting_world.users["team_member"])
    session = client.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": portal.url}])
    page.context.add_cookies([{"name": "language", "value": "en", "url": portal.url}])
    return page


class Thumb:
    """A thumb that counts its taps, and touches only what is large enough and in sight."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, selector: str) -> None:
        target = self.page.locator(selector).first
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert box, f"{selector} is in sight"
        assert min(box["width"], box["height"]) >= 44, f"{selector} is large enough: {box}"
        self.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.taps += 1


def _chosen(page: Page, name: str) -> str:
    return str(page.locator(f"[name='{name}']:checked").get_attribute("value"))


def _segment(name: str, value: str) -> str:
    return f"label.segment:has([name='{name}'][value='{value}'])"


def fill_in(thumb: Thumb, world: World) -> None:
    binh, hoa = world.people["Bình"].pk, world.people["Hòa"].pk
    thumb.tap(_segment("result", "met"))
    thumb.tap(f".person-tick:has([name='p-{binh}-met'])")
    thumb.tap(_segment(f"p-{binh}-device_use", "3"))
    thumb.tap(_segment(f"p-{binh}-local_platforms", "1"))
    thumb.tap(f".person-tick:has([name='p-{hoa}-met'])")
    thumb.tap(_segment(f"p-{hoa}-device_use", "2"))


def test_met_two_people_three_skills_in_a_dozen_taps_and_the_back_button_makes_no_second_visit(
    signed_in: Page, portal: Portal, lasting_world: World
) -> None:
    world, page, thumb = lasting_world, signed_in, Thumb(signed_in)
    page.goto(f"{portal.url}/households/")

    thumb.tap(".doors tbody tr:has-text('Nguyễn Văn Bình')")
    thumb.tap(".btn.big")
    fill_in(thumb, world)
    expect(page.locator("[data-tally-people]")).to_have_text("2")
    expect(page.locator("[data-tally-skills]")).to_have_text("3")
    thumb.tap("[data-save]")
    page.wait_for_url("**/visits/*-*/")

    assert thumb.taps == 9
    assert set(Visit.objects.get().outcomes.values_list("resident__full_name", "skill", "level")) == {
        ("Nguyễn Văn Bình", "device_use", 3),
        ("Nguyễn Văn Bình", "local_platforms", 1),
        ("Trần Thị Hòa", "device_use", 2),
    }

    page.go_back()
    page.wait_for_url("**/visits/new/")
    assert _chosen(page, "result") == "met"
    page.locator("[data-save]").tap()
    page.wait_for_url("**/visits/*-*/")

    assert Visit.objects.count() == 1


def test_a_triple_tap_on_save_makes_one_visit(signed_in: Page, portal: Portal, lasting_world: World) -> None:
    page = signed_in
    page.goto(portal.url + url("visit_new", lasting_world.home_of("Bình")))
    fill_in(Thumb(page), lasting_world)

    page.evaluate("() => { for (let i = 0; i < 3; i++) document.querySelector('[data-save]').click(); }")
    page.wait_for_url("**/visits/*-*/")

    assert Visit.objects.count() == 1


def test_a_level_tapped_by_mistake_is_taken_back_with_the_same_finger(
    signed_in: Page, portal: Portal, lasting_world: World
) -> None:
    page, thumb, binh = signed_in, Thumb(signed_in), lasting_world.people["Bình"].pk
    page.goto(portal.url + url("visit_new", lasting_world.home_of("Bình")))
    fill_in(thumb, lasting_world)

    thumb.tap(_segment(f"p-{binh}-device_use", "3"))

    assert _chosen(page, f"p-{binh}-device_use") == ""
    assert _chosen(page, f"p-{binh}-local_platforms") == "1"


def test_whoever_says_nobody_was_home_after_all_sends_nothing_of_the_people(
    signed_in: Page, portal: Portal, lasting_world: World
) -> None:
    page, thumb = signed_in, Thumb(signed_in)
    page.goto(portal.url + url("visit_new", lasting_world.home_of("Bình")))
    fill_in(thumb, lasting_world)

    thumb.tap(_segment("result", "nobody_home"))
    expect(page.locator("[data-when-met]")).to_be_hidden()
    thumb.tap(_segment("next", "1"))
    thumb.tap("[data-save]")
    page.wait_for_url("**/visits/*-*/")

    visit = Visit.objects.get()
    assert (visit.result, visit.outcomes.count(), visit.follow_ups.count()) == ("nobody_home", 0, 1)


def test_an_office_pc_logs_a_visit_with_the_keyboard_alone(signed_in: Page, portal: Portal, lasting_world: World) -> None:
    page, binh = signed_in, lasting_world.people["Bình"].pk
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(portal.url + url("visit_new", lasting_world.home_of("Bình")))
    at: Callable[[], str] = lambda: str(page.evaluate("document.activeElement.name || ''"))  # noqa: E731

    def tab_to(name: str) -> None:
        for _press in range(40):
            if at() == name:
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{name} is out of reach of the keyboard")

    tab_to("result")
    page.keyboard.press("Space")
    tab_to(f"p-{binh}-met")
    page.keyboard.press("Space")
    tab_to(f"p-{binh}-device_use")
    for _step in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**/visits/*-*/")

    assert list(Visit.objects.get().outcomes.values_list("skill", "level")) == [("device_use", 3)]
