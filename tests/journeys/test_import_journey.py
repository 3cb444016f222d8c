"""A Monday at the commune: a list in an old font is dropped on the page, understood, mended, brought in, and taken back."""

import re
import time
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from communes.models import Resident, RosterImport
from indicators.actions.recount import rebuild
from indicators.catalogue import in_force
from indicators.queries.figures import cells_of
from tests.communes.roster_import.rosters import E, roster_bytes
from tests.journey import Portal
from tests.world import World, build_world

pytestmark = pytest.mark.journey

PATIENCE_MS = 30_000
NOW_IN = "The roster is in"


@pytest.fixture
def lasting_world(portal: Portal) -> World:
    return build_world()


@pytest.fixture
def signed_in(page: Page, portal: Portal, lasting_world: World) -> Page:
    client = Client()
    client.force_login(lasting_world.users["commune_officer"])
    session = client.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": portal.url}])
    page.context.add_cookies([{"name": "language", "value": "en", "url": portal.url}])
    return page


def list_with_two_errors() -> bytes:
    """Layout E, in which a day of birth and a sex were mistyped."""
    book = openpyxl.load_workbook(BytesIO(roster_bytes(E)))
    sheet = book.active
    sheet["C5"], sheet["D6"] = "31/02/1978", "x?"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def households() -> tuple[int, int]:
    """Households met in Xuân Lạng 2, out of all that live there."""
    return cells_of(["24364001"], in_force()).answer()["24364001"]["households_visited", "all"]


def wait_for(wanted: tuple[int, int], read: Callable[[], tuple[int, int]]) -> None:
    until = time.monotonic() + PATIENCE_MS / 1000
    while read() != wanted and time.monotonic() < until:
        time.sleep(0.1)
    assert read() == wanted


def mend_two_cells(page: Page) -> None:
    """Without the mouse: Enter goes to the next one, in the last one it saves."""
    expect(page.locator("main")).to_contain_text("2 rows are in error")
    cells = page.locator("[data-cell=error]")
    expect(cells).to_have_count(2)
    birth, sex = cells.all()
    birth.fill("28/02/1978")
    birth.press("Enter")
    expect(sex).to_be_focused()
    page.reload()
    expect(birth).to_have_value("28/02/1978")
    sex.fill("Nữ")
    sex.press("Enter")


def test_a_list_in_an_old_font_is_understood_mended_brought_in_and_taken_back(
    signed_in: Page, portal: Portal, lasting_world: World
) -> None:
    rebuild()
    assert households() == (0, 2)
    main = signed_in.locator("main")
    signed_in.goto(f"{portal.url}/vn/66/24364/imports/")
    signed_in.get_by_role("link", name="Send a roster").click()
    signed_in.get_by_label("Roster file").set_input_files(
        {"name": "danh sách.xlsx", "mimeType": "application/octet-stream", "buffer": list_with_two_errors()}
    )
    expect(signed_in.locator("[data-drop-name]")).to_have_text("danh sách.xlsx")
    signed_in.get_by_label("Village").select_option(lasting_world.xuan_lang.pk)
    signed_in.get_by_role("button", name="Read the file").click()

    # The page that waits reloads by itself once the worker has read the file; then it asks about the font.
    expect(main).to_contain_text("which side can you read?", timeout=PATIENCE_MS)
    expect(main).to_contain_text("Vừ Bá Dương")
    signed_in.get_by_label("Convert it from TCVN3").check()
    signed_in.get_by_role("button", name="Plan again").first.click()

    mend_two_cells(signed_in)
    expect(signed_in.get_by_role("button", name="Import 3 people")).to_be_visible()
    expect(main).not_to_contain_text("in error")

    signed_in.get_by_text("Correct it in Excel instead").click()
    with signed_in.expect_download() as taken:
        signed_in.get_by_role("button", name="Take the workbook with notes").click()
    sheet = openpyxl.load_workbook(BytesIO(taken.value.path().read_bytes())).active
    assert (sheet["C5"].value, sheet["D6"].value, sheet["G3"].value) == ("28/02/1978", "Nữ", "Notes of the portal")
    assert sheet["B4"].font.name == ".VnTime", "it is the very file that was sent"

    signed_in.get_by_role("button", name="Import 3 people").click()
    expect(main).to_contain_text(NOW_IN, timeout=PATIENCE_MS)
    expect(signed_in).to_have_url(re.compile(str(RosterImport.objects.get().pk)))
    wait_for((0, 3), households)
    signed_in.goto(f"{portal.url}/vn/66/24364/001/?indicator=households_visited")
    expect(main).to_contain_text("0 / 3")

    signed_in.goto(portal.url + RosterImport.objects.get().get_absolute_url())
    signed_in.get_by_role("link", name="See what an undo would do").click()
    signed_in.get_by_role("button", name="Undo the import").click()
    expect(main).to_contain_text("Undone.", timeout=PATIENCE_MS)
    wait_for((0, 2), households)
    assert not Resident.objects.filter(full_name="Vừ Bá Dương").exists()
