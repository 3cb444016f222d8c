"""One evening: the list fetched at the office, twenty doors of two villages without a network, a phone that dies, the morning."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, expect

from communes.enums import Relation
from communes.models import Village
from indicators.actions.proof import prove
from indicators.catalogue import in_force
from indicators.queries.figures import cells_of
from sessions.models import Gathering, Held, Proposal, Visit
from tests.chromium import find_chromium
from tests.factories import HouseholdFactory, ResidenceFactory, ResidentFactory
from tests.house.test_in_the_browser import faults_of
from tests.journey import Portal
from tests.journeys.test_visit_journey import Thumb
from tests.phone import LOOK, Phone, eventually
from tests.wire import Wire
from tests.world import World, build_world

pytestmark = pytest.mark.journey

PATIENCE = 60
VILLAGES = ["24364001", "24364002"]
ADD_THE_REST = """async () => {
    const mine = new Set((await field.items()).map(row => row.item.household));
    for (const village of field.slice.villages) for (const home of village.households.filter(one => !mine.has(one.id))) {
        const [head] = home.people, day = field.today();
        if (mine.add(home.id).size > 20) return;
        await field.add({kind: "visit", id: field.newId(), village: village.code, household: home.id, visited_on: day,
            result: "met", setting: "home", language: "vie", people: [head.id], minutes: null, note: "",
            next_on: null, next_reason: "",
            observations: [{skill: "device_use", level: 3, resident: head.id, mode: "own_phone"}],
            written_at: new Date(field.now()).toISOString()});
    }
}"""


@pytest.fixture
def evening(portal: Portal) -> World:
    """Two villages of one team with 21 doors; at Bình's live three people."""
    world = build_world()
    world.team.villages.add(world.xuan_my)
    for village, numbers in ((world.xuan_lang, range(3, 12)), (world.xuan_my, range(2, 11))):
        for number in numbers:
            settle(village, number)
    return world


def settle(village: Village, number: int) -> None:
    home = HouseholdFactory(village=village, number=str(number))
    head = ResidentFactory(full_name=f"Chủ Hộ {village.serial} {number}", birth_year=1960 + number)
    ResidenceFactory(resident=head, household=home, relation=Relation.HEAD)


class Pocket:
    """The phone in a pocket: its browser can die, and its storage stays."""

    def __init__(self, browser: Browser, folder: Path, wire: Wire) -> None:
        self.browser, self.folder, self.wire = browser, folder, wire
        self.faults: list[str] = []
        self.phone = self.wake()

    def wake(self) -> Phone:
        context: BrowserContext = self.browser.browser_type.launch_persistent_context(
            self.folder, executable_path=find_chromium(), args=["--no-sandbox"], has_touch=True, bypass_csp=True, **LOOK
        )
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        self.phone = Phone(context, self.wire)
        return self.phone

    def die(self) -> None:
        """At once, whatever it was doing."""
        _host, _, process = str((self.folder / "SingletonLock").readlink()).rpartition("-")
        os.kill(int(process), signal.SIGKILL)
        with suppress(Error):
            self.phone.context.close()


@pytest.fixture
def pocket(browser: Browser, portal: Portal, tmp_path: Path) -> Iterator[Pocket]:
    wire = Wire(portal.url)
    held = Pocket(browser, tmp_path / "phone", wire)
    yield held
    held.phone.context.close()
    wire.close()
    assert held.faults == []


def segment(name: str, value: str) -> str:
    return f"label.segment:has([name='{name}'][value='{value}'])"


def at_the_office(phone: Phone, world: World) -> None:
    phone.sign_in(world.users["team_member"])
    phone.open("#/")
    eventually(lambda: phone.page.evaluate("() => field.slice?.villages.length === 2"))
    phone.is_kept()


def the_first_door(phone: Phone, world: World) -> int:
    """Bình and Hòa were met, three skills seen; how many taps it took from tonight's list to the sentence that it is saved."""
    page, thumb = phone.page, Thumb(phone.page)
    binh, hoa = world.people["Bình"].pk, world.people["Hòa"].pk
    thumb.tap(".door-card:has-text('Nguyễn Văn Bình')")
    thumb.tap("a.btn.big:not(.door-log)")
    thumb.tap(f".person-tick:has([name='p-{binh}-met'])")
    thumb.tap(segment(f"p-{binh}-device_use", "3"))
    thumb.tap(segment(f"p-{binh}-local_platforms", "1"))
    thumb.tap(f".person-tick:has([name='p-{hoa}-met'])")
    thumb.tap(segment(f"p-{hoa}-device_use", "2"))
    thumb.tap("[data-save]")
    expect(page.locator(".callout.good")).to_contain_text("Saved on this phone")
    return thumb.taps


def the_phone_dies_at_the_second_door(pocket: Pocket) -> None:
    """Nothing that was touched is lost: the visit is begun on tonight's list, as it was."""
    page, thumb = pocket.phone.page, Thumb(pocket.phone.page)
    thumb.tap(".door-card:has-text('Chủ Hộ 002 5')")
    thumb.tap("a.btn.big:not(.door-log)")
    thumb.tap(segment("result", "nobody_home"))
    thumb.tap(segment("next", "1"))
    eventually(lambda: page.evaluate("() => field.draft('begun').then(begun => Object.keys(begun ?? {}).length === 1)"))
    pocket.die()

    page = pocket.wake().open("#/")
    page.get_by_text("begun, not saved").click()
    chosen = page.locator(".segment input:checked")
    expect(page.locator("[name=result]:checked")).to_have_value("nobody_home")
    expect(page.locator("[name=next]:checked")).to_have_value("1")
    assert chosen.count() >= 2
    page.locator("[data-save]").tap()
    expect(page.locator(".callout.good")).to_contain_text("Saved on this phone")


def somebody_unknown_at_the_third(phone: Phone) -> None:
    """A person who is not on the roster, told with what was seen in the screen of the visit."""
    page = phone.page
    page.get_by_role("link", name="Find").tap()
    page.locator("[name=q]").fill("7 002 ho chu")
    page.keyboard.press("Enter")
    page.locator("a.btn.big:not(.door-log)").tap()
    page.get_by_role("button", name="A person not on the roster").tap()
    page.locator("[data-save]").tap()
    expect(page.locator(".error-summary")).to_contain_text("Give the name.")
    page.get_by_label("Full name").fill("H'Lan Niê")
    page.locator(".is-new label.segment:has([value=female])").tap()
    page.get_by_label("Year of birth").fill("1960")
    page.locator(".is-new label.segment:has([name$='-device_use'][value='1'])").tap()
    page.locator("[data-save]").tap()
    expect(page.locator(".callout.good")).to_contain_text("Saved on this phone")


def test_twenty_visits_of_an_evening_without_a_network_are_all_counted_once_in_the_morning(
    pocket: Pocket, evening: World
) -> None:
    at_the_office(pocket.phone, evening)
    pocket.wire.break_down()
    pocket.phone.page.reload()

    assert the_first_door(pocket.phone, evening) <= 12
    the_phone_dies_at_the_second_door(pocket)
    somebody_unknown_at_the_third(pocket.phone)
    pocket.phone.page.evaluate(ADD_THE_REST)

    assert pocket.phone.states() == {"saved"}
    assert Visit.objects.count() == 0
    pocket.phone.page.evaluate("() => field.go('#/find')")
    pocket.phone.page.evaluate("() => field.go('#/')")
    expect(pocket.phone.page.locator("details.pile").first).to_contain_text("Done tonight 20")

    pocket.wire.heal()
    # The session ended with the browser that died: whoever signs in again finds all of it.
    pocket.phone.sign_in(evening.users["team_member"])
    assert pocket.phone.send() == "sent"
    eventually(lambda: states_of_visits(pocket.phone) == {"counted"}, PATIENCE)

    assert (Visit.objects.count(), Proposal.objects.count()) == (20, 1)
    assert Visit.objects.values("household").distinct().count() == 20
    cells = cells_of(VILLAGES, in_force()).answer()
    assert [cells[code]["households_visited", "all"] for code in VILLAGES] == [(11, 11), (8, 10)]
    assert prove(repairing=False) == []
    assert "80.0% 8 / 10" in village_page(evening)


def states_of_visits(phone: Phone) -> set[str]:
    return {row["state"] for row in phone.rows().values() if row["item"]["kind"] == "visit"}


def village_page(world: World) -> str:
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.users["commune_officer"])
    page = client.get("/vn/66/24364/002/?indicator=households_visited").content.decode()
    return " ".join(re.sub("<[^>]+>", " ", page).split())


def test_a_household_on_no_list_a_class_and_a_move_reach_the_portal_as_told(pocket: Pocket, evening: World) -> None:
    at_the_office(pocket.phone, evening)
    page = pocket.phone.page

    page.evaluate("() => field.go('#/new/24364001')")
    page.get_by_label("Full name").fill("Rơ Châm H'Yên")
    page.locator("label.segment:has([value=female])").tap()
    page.get_by_label("Year of birth").fill("1988")
    page.get_by_role("button", name="Save, then log the visit").tap()
    page.locator(".person-tick").tap()
    page.locator("label.segment:has([name$='-device_use'][value='2'])").first.tap()
    page.locator("[data-save]").tap()
    expect(page.locator(".callout.good")).to_be_visible()
    page.get_by_role("link", name="Class or walk-in").tap()
    page.get_by_label("Find a person").fill("hoa tran")
    page.locator(".pick").tap()
    page.locator("label.segment:has([name$='-device_use'][value='3'])").first.tap()
    for _person in range(2):
        page.get_by_role("button", name="One more: female, 60 and over").tap()
    page.locator("[data-save]").tap()
    expect(page.locator(".callout.good")).to_be_visible()
    page.evaluate("home => field.go(`#/home/${home}`)", str(evening.home_of("Bình").pk))
    page.get_by_text("Something is different from the roster").tap()
    page.locator("label.segment:has([value=moved_away])").tap()
    page.get_by_label("Who?").select_option(label="Nguyễn Đức Minh")
    page.get_by_role("button", name="Propose it to the commune").tap()
    expect(page.locator("section[aria-label='Nguyễn Đức Minh'] .tag")).to_contain_text("moved away")
    pocket.phone.send()
    eventually(lambda: "saved" not in pocket.phone.states(), PATIENCE)

    gathering = Gathering.objects.get()
    assert set(Proposal.objects.values_list("kind", flat=True)) == {"new_household", "moved_away"}
    assert [held.reason for held in Held.objects.all()] == ["unknown_household"]
    assert (gathering.kind, gathering.attendances.count()) == ("walk_in", 3)
    assert list(gathering.outcomes.values_list("resident__full_name", "level")) == [("Trần Thị Hòa", 3)]


UNFOLD = """() => {
    for (const tick of document.querySelectorAll("main .person-tick input")) tick.click();
    for (const fold of document.querySelectorAll("main details")) fold.open = true;
}"""
SCREENS = ["#/", "#/find", "#/home/{home}", "#/visit/{home}", "#/walk-in", "#/new/24364001"]


def test_every_screen_is_accessible_in_both_themes_and_widths(pocket: Pocket, evening: World) -> None:
    at_the_office(pocket.phone, evening)
    page, faults = pocket.phone.page, []
    for screen in SCREENS:
        page.goto(f"{pocket.wire.url}/field/en/{screen.format(home=evening.home_of('Bình').pk)}")
        expect(page.locator("main h1")).to_be_visible()
        page.evaluate(UNFOLD)
        faults += faults_of(page, screen)

    assert faults == []
