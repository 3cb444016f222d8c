"""From a kitchen table to the country: one visit, and the figures of every level above it."""

import time

import pytest
from playwright.sync_api import Page, expect

from indicators.actions.recount import rebuild
from indicators.catalogue import in_force
from indicators.queries.figures import cells_of
from tests.journey import Portal
from tests.journeys.test_visit_journey import Thumb, fill_in, lasting_world, signed_in
from tests.world import World

pytestmark = pytest.mark.journey

__all__ = ["lasting_world", "signed_in"]

LEVELS = ["24364001", "24364", "66", "vn"]
PATIENCE_SECONDS = 30


def met() -> list[tuple[int, int]]:
    """Households met, out of all, from the village up to the country."""
    cells = cells_of(LEVELS, in_force()).answer()
    return [cells[place]["households_visited", "all"] for place in LEVELS]


def test_a_visit_logged_on_a_phone_moves_the_figures_of_village_commune_province_and_country(
    signed_in: Page, portal: Portal, lasting_world: World
) -> None:
    rebuild()
    assert met() == [(0, 2), (0, 3), (0, 4), (0, 5)]
    thumb = Thumb(signed_in)
    signed_in.goto(f"{portal.url}/households/")
    thumb.tap(".doors tbody tr:has-text('Nguyễn Văn Bình')")
    thumb.tap(".btn.big")
    fill_in(thumb, lasting_world)

    thumb.tap("[data-save]")
    signed_in.wait_for_url("**/visits/*-*/")
    sent = time.monotonic()
    while met()[-1] == (0, 5) and time.monotonic() - sent < PATIENCE_SECONDS:
        time.sleep(0.1)
    print(f"The country's figure moved {time.monotonic() - sent:.1f} s after the visit was saved.")

    assert met() == [(1, 2), (1, 3), (1, 4), (1, 5)]
    signed_in.goto(f"{portal.url}/vn/66/24364/001/?indicator=households_visited")
    expect(signed_in.locator(".stat", has_text="50.0%")).to_contain_text("1 / 2")
