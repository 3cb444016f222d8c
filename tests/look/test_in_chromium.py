"""The gallery and the sign-in page in a real browser: accessible in both themes and widths, nothing wider than the screen."""

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.journey, pytest.mark.urls("tests.look.urls")]

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
JUDGE = f"axe.run(document, {{runOnly: {RULES}}}).then(found => found.violations.map(v => v.id + ' ' + v.nodes[0].target))"


def open_page(browser: Browser, url: str, width: int, **more: Any) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 740}, bypass_csp=True, locale="vi-VN", **more).new_page()
    page.goto(url)
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["/components/", "/accounts/login/"])
def test_axe_finds_nothing_and_nothing_overflows(browser: Browser, live_server: Any, path: str, width: int, theme: str) -> None:
    page = open_page(browser, f"{live_server.url}{path}", width, color_scheme=theme)

    page.evaluate(AXE)

    assert page.evaluate(JUDGE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_touch_targets_of_the_gallery_are_at_least_44_pixels_high(browser: Browser, live_server: Any) -> None:
    page = open_page(browser, f"{live_server.url}/components/", 360, has_touch=True)

    low = page.evaluate(
        """[...document.querySelectorAll(`.btn, summary, .segment, .choice-card, .check, .links a, .tabs a, select,
        input[type=text], input[type=search], input[type=date], .error-summary a, .crumbs a`)]
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.9).map(e => e.outerHTML.slice(0, 80))"""
    )

    assert low == []
    page.context.close()


def test_errors_take_the_focus_and_their_links_lead_to_the_field(browser: Browser, live_server: Any) -> None:
    page = open_page(browser, f"{live_server.url}/components/", 360)
    assert page.evaluate("document.activeElement.className") == "error-summary"

    page.locator(".error-summary a").first.click()

    assert page.evaluate("document.activeElement.id") == "id_bad-name"
    page.context.close()


def test_language_and_theme_change_without_javascript(browser: Browser, live_server: Any) -> None:
    page = open_page(browser, f"{live_server.url}/accounts/login/", 360, java_script_enabled=False)

    page.locator("[data-menu] summary").first.click()
    page.locator("button[value=dark]").click()
    page.locator("[data-menu] summary").first.click()
    page.locator("button[value=fr]").click()

    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator("html").get_attribute("lang") == "fr"
    page.context.close()


def test_a_menu_closes_on_escape_and_gives_the_focus_back(browser: Browser, live_server: Any) -> None:
    page = open_page(browser, f"{live_server.url}/accounts/login/", 360)
    page.locator("[data-menu] summary").first.click()

    page.keyboard.press("Escape")

    assert page.locator("[data-menu][open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.context.close()


def test_a_chosen_file_is_named(browser: Browser, live_server: Any, tmp_path: Path) -> None:
    page = open_page(browser, f"{live_server.url}/components/", 360)
    roster = tmp_path / "danh sách thôn 3 (sửa).xlsx"
    roster.write_bytes(b"x")

    page.set_input_files("#id_blank-roster", roster)

    assert page.locator("[data-drop-name]").first.text_content() == "danh sách thôn 3 (sửa).xlsx"
    page.context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_current_tab_is_in_view_where_not_all_fit(browser: Browser, live_server: Any, width: int) -> None:
    page = open_page(browser, f"{live_server.url}/components/", width)

    tab = page.locator(".tabs [aria-current]").bounding_box()

    assert tab is not None
    assert tab["x"] >= 0
    assert tab["x"] + tab["width"] <= width
    page.context.close()
