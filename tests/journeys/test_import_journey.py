"""A Monday at the commune: a roster dropped on the page, looked at, applied by the worker, and the result on the same page."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from communes.models import Residence, RosterImport
from tests.communes.roster_import.rosters import FOLDER, A
from tests.journey import Portal
from tests.world import World, build_world

pytestmark = pytest.mark.journey


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


def test_a_roster_is_sent_looked_at_and_applied_while_the_page_follows(
    signed_in: Page, portal: Portal, lasting_world: World
) -> None:
    signed_in.goto(f"{portal.url}/vn/66/24364/imports/")
    signed_in.get_by_role("link", name="Send a roster").click()
    signed_in.get_by_label("Roster file").set_input_files(FOLDER / A)
    expect(signed_in.locator("[data-drop-name]")).to_have_text(A)
    signed_in.get_by_role("button", name="Read the file").click()

    # The page that waits reloads by itself once the worker has read the file.
    expect(signed_in.get_by_role("button", name="Import 6 people")).to_be_visible(timeout=30_000)
    expect(signed_in.locator("main")).to_contain_text("Sùng A Chư")
    signed_in.get_by_role("button", name="Import 6 people").click()

    expect(signed_in.locator("main")).to_contain_text("The roster is in", timeout=30_000)
    expect(signed_in).to_have_url(re.compile(str(RosterImport.objects.get().pk)))
    assert RosterImport.objects.get().state == RosterImport.State.APPLIED
    assert Residence.objects.filter(village=lasting_world.xuan_lang, ended_on=None).count() == 7
