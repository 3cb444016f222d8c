"""An administrator brings boundaries, looks at them, shows them; a reader walks the map by keyboard."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from indicators.actions.recount import rebuild
from indicators.models import Measurement
from literacy_portal.kit.periods import today
from tests.boundaries import file_of, five_communes
from tests.house.test_in_the_browser import faults_of, sign_in
from tests.journey import Portal
from tests.journeys.test_visit_journey import lasting_world
from tests.world import World

pytestmark = pytest.mark.journey

__all__ = ["lasting_world"]


def test_boundaries_come_in_and_the_map_is_walked_by_keyboard(
    portal: Portal, browser: Browser, lasting_world: World, tmp_path: Path
) -> None:
    five_communes(lasting_world)
    rebuild()
    for place, counted in (("24364", 40), ("24169", 30), ("24001", 20)):
        figure = {"place": place, "indicator": "adults_able", "group": "all", "day": today()}
        Measurement.objects.update_or_create(**figure, defaults={"counted": counted, "out_of": 100})
    sent = tmp_path / "ranh-gioi.geojson"
    sent.write_bytes(file_of("24364", "24169", "24001", "24002"))
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    sign_in(context, portal, lasting_world, "province_admin")
    page, faults = context.new_page(), []
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)

    page.goto(f"{portal.url}/vn/66/")
    page.get_by_role("link", name="Boundaries").click()
    page.locator("input[type=file]").set_input_files(sent)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("1 place has no boundary")).to_be_visible()
    faults += faults_of(page, "draft")
    page.get_by_label("Where the boundaries are from").fill("Drawn by a test")
    page.get_by_label("Licence, or who allowed it").fill("For tests only")
    page.get_by_role("button", name="Show these boundaries").click()
    expect(page.get_by_text("Boundaries: Drawn by a test.")).to_be_visible()

    page.goto(f"{portal.url}/vn/66/")
    shape = page.get_by_role("link", name=re.compile("^commune Phú Xuân: 40.0%"))
    box = shape.bounding_box()
    assert box
    assert min(box["width"], box["height"]) > 50
    faults += faults_of(page, "map")
    shape.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Phú Xuân")
    page.go_back()
    page.get_by_role("link", name="Tiles of one size").click()
    expect(page.locator(".tile-name").first).to_be_attached()

    context.close()
    assert faults == []
