"""A desk of walk-ins through the day: people found by keyboard, strangers by thumb, and a page that is loaded anew."""

import pytest
from playwright.sync_api import Page, expect

from sessions.models import Gathering
from tests.journey import Portal
from tests.journeys.test_visit_journey import Thumb, lasting_world, signed_in
from tests.world import World

pytestmark = pytest.mark.journey
__all__ = ["lasting_world", "signed_in"]


def test_a_register_of_a_day_survives_a_new_page_and_is_recorded_once(
    signed_in: Page, portal: Portal, lasting_world: World
) -> None:
    page, thumb = signed_in, Thumb(signed_in)
    page.goto(f"{portal.url}/vn/66/24364/001/gatherings/new/?kind=walk_in")

    page.locator("#q").press_sequentially("nguyen van", delay=30)
    expect(page.locator("[data-add]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".register > li")).to_have_count(1)
    expect(page.locator("#q")).to_be_focused()
    for name, value in (("sex-new", "female"), ("age-new", "60_plus"), ("minority-new", "yes")):
        thumb.tap(f"label.segment:has([name='{name}'][value='{value}'])")
    for number in (2, 3):
        thumb.tap("#add-other")
        expect(page.locator(".register > li")).to_have_count(number)
    expect(page.locator("[data-tally-said]")).to_contain_text("3 people · 2 on no roster")

    page.goto(f"{portal.url}/vn/66/24364/001/gatherings/new/")
    thumb.tap("[data-draft-resume]")
    expect(page.locator(".register > li")).to_have_count(3)
    thumb.tap("[data-save]")
    expect(page.locator("[data-saved]")).to_contain_text("Nguyễn Văn Bình")

    gathering = Gathering.objects.get()
    assert (gathering.kind, gathering.attendances.count()) == ("walk_in", 3)
    assert not [key for key in page.evaluate("Object.keys(sessionStorage)") if key.startswith("gathering:")]
