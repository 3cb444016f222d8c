"""Phones that are shared, full, killed, carried or lost; and a new version while somebody types."""

import os
import re
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, expect

from communes.models import Village
from sessions.models import Device, Proposal, Visit
from tests.chromium import find_chromium
from tests.factories import VillageFactory
from tests.phone import LOOK, Item, Phone, eventually
from tests.sessions.phones import seen, visit
from tests.wire import Wire
from tests.world import World

pytestmark = pytest.mark.journey
NewPhone = Callable[..., Phone]


def met(world: World) -> Item:
    """H'Bŭt was met today and did it with help."""
    person = world.people["H'Bŭt"]
    return visit(world.home_of("H'Bŭt"), people=[str(person.pk)], observations=[seen(person, "device_use", 2)])


def stored(item: Item) -> int:
    return Visit.objects.filter(pk=item["id"]).count()


def known(phone: Phone) -> Phone:
    """Opened, known to the portal, with its list."""
    phone.open()
    eventually(lambda: phone.page.evaluate("() => field.slice !== null && field.status.state !== 'sending'"))
    return phone


@pytest.fixture
def member(new_phone: NewPhone, lasting_world: World) -> Phone:
    """The phone of the team's member, known to the portal."""
    return known(new_phone(lasting_world.users["team_member"]))


def test_the_page_can_be_installed_and_a_page_that_is_not_reached_leads_back_to_it(
    member: Phone, wire: Wire, lasting_world: World, db: None
) -> None:
    # Made before `db`: its sign-in would lie in that transaction, and the portal would wait for the user's row to be free.
    phone = member
    phone.is_kept()
    protocol = phone.context.new_cdp_session(phone.page)

    # A window of its own for one test is private; that is the only complaint.
    complaints = [one["errorId"] for one in protocol.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert set(complaints) <= {"in-incognito"}

    wire.break_down()
    phone.add(met(lasting_world))
    phone.page.goto(f"{wire.url}/households/")
    assert "Not sent yet: 1" in phone.page.inner_text("#told")
    phone.page.click("text=Tonight’s list")
    phone.page.wait_for_url("**/field/en/*")


def test_who_is_in_no_team_takes_a_village_along_and_has_it_without_a_network(
    new_phone: NewPhone, wire: Wire, lasting_world: World
) -> None:
    phone = known(new_phone(lasting_world.users["commune_officer"]))
    phone.is_kept()
    page, main = phone.page, phone.page.locator("#main")
    phone.open_here("#/")
    wire.break_down()
    page.get_by_label("Xuân Mỹ").check()
    page.click("#take-along")
    expect(main).to_contain_text("not here yet")
    expect(page.get_by_label("Xuân Mỹ")).to_be_checked()

    wire.heal()
    phone.send()
    expect(main).to_contain_text("Phạm Minh Tâm")
    expect(main).not_to_contain_text("not here yet")
    wire.break_down()
    page.reload()
    expect(main).to_contain_text("Phạm Minh Tâm")
    expect(main).not_to_contain_text("Nguyễn Văn Bình")

    wire.heal()
    page.click("#other-villages")
    page.get_by_label("Xuân Mỹ").uncheck()
    page.press("#take-along", "Enter")
    expect(main).to_contain_text("No village on this phone yet")
    expect(main).not_to_contain_text("Phạm Minh Tâm")


def test_of_many_villages_one_is_found_by_some_letters_without_accents_and_what_is_ticked_stays(
    new_phone: NewPhone, lasting_world: World
) -> None:
    for number, name in enumerate(["Đồng Tâm", "Đông Sơn", *(f"Tân Lập {n}" for n in range(1, 12))], 201):
        VillageFactory(commune=lasting_world.phu_xuan, serial=str(number), name=name)
    phone = known(new_phone(lasting_world.users["commune_officer"]))
    phone.open_here("#/")
    villages = phone.page.locator(".chips label:visible")
    everything = Village.objects.filter(commune=lasting_world.phu_xuan).count()
    expect(villages).to_have_count(everything)
    phone.page.get_by_label("Xuân Mỹ").check()
    phone.page.get_by_label("Find a village").press_sequentially("dong ")
    expect(villages).to_have_text(["thôn Xuân Mỹ", "thôn Đồng Tâm", "thôn Đông Sơn"])

    phone.page.get_by_label("Find a village").fill("zzz")
    expect(villages).to_have_text(["thôn Xuân Mỹ"])
    expect(phone.page.locator("#main")).to_contain_text("No village has these letters.")

    phone.page.get_by_label("Find a village").press("Enter")
    phone.page.get_by_label("Find a village").fill("")
    expect(villages).to_have_count(everything)
    expect(phone.page.get_by_label("Xuân Mỹ")).to_be_checked()


def test_a_parcel_in_a_file_is_delivered_by_a_colleague_and_counted_once(
    new_phone: NewPhone, wire: Wire, lasting_world: World, tmp_path: Path
) -> None:
    mine, item = known(new_phone(lasting_world.users["team_member"])), met(lasting_world)
    theirs = known(new_phone(lasting_world.users["neighbour_member"]))
    mine.is_kept()
    theirs.is_kept()
    wire.break_down()
    mine.add(item)
    mine.open_here("#/handover")
    with mine.page.expect_download() as download:
        mine.page.click("text=As a file")
    file = tmp_path / "parcel.txt"
    download.value.save_as(file)
    assert item["id"] not in file.read_text()
    assert mine.state_of(item) == "saved"

    theirs.open_here("#/handover")
    theirs.page.set_input_files("#parcels", file)
    eventually(lambda: "This phone carries it" in theirs.page.inner_text("#main"))
    assert theirs.rows() == {}
    wire.heal()
    theirs.send()
    eventually(lambda: "carries nothing" in theirs.page.inner_text("#main"))

    assert str(Visit.objects.get(pk=item["id"]).recorded_by) == str(lasting_world.users["team_member"])
    assert mine.state_of(item) == "saved"
    mine.send()
    mine.is_sent(item)
    assert stored(item) == 1


KEPT_LATER = """async () => {
    const [name] = await caches.keys();
    const kept = name ? await (await caches.open(name)).keys() : [];
    return kept.map(one => one.url).filter(url => url.includes("/vendor/"));
}"""


def test_a_chain_of_pictures_carries_the_same(new_phone: NewPhone, wire: Wire, lasting_world: World) -> None:
    mine, item = known(new_phone(lasting_world.users["team_member"])), met(lasting_world)
    eventually(lambda: len(mine.page.evaluate(KEPT_LATER)) == 2)
    wire.break_down()
    mine.add(item)
    mine.open_here("#/handover")
    mine.page.click("text=As pictures")
    mine.page.click("text=Pause")
    total = int(eventually(lambda: re.search(r"of (\d+)", mine.page.inner_text("#main")))[1])
    pictures = []
    for _ in range(total):
        pictures.append(mine.page.evaluate("() => document.querySelector('canvas.qr').toDataURL()"))
        before = mine.page.evaluate("() => document.querySelector('canvas.qr').dataset.frame")
        mine.page.click("text=Next")
        eventually(partial(_is_another, mine, before, total))

    wire.heal()
    theirs = known(new_phone(lasting_world.users["neighbour_member"]))
    theirs.page.evaluate(FAKE_CAMERA, pictures)
    theirs.open_here("#/handover")
    theirs.page.click("text=Read pictures with the camera")
    eventually(lambda: stored(item))

    assert str(Visit.objects.get(pk=item["id"]).recorded_by) == str(lasting_world.users["team_member"])
    mine.send()
    mine.is_sent(item)
    assert stored(item) == 1


def _is_another(phone: Phone, before: str, total: int) -> bool:
    shown = str(phone.page.evaluate("() => document.querySelector('canvas.qr').dataset.frame"))
    return total == 1 or shown != before


FAKE_CAMERA = """pictures => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 720;
    const pen = canvas.getContext("2d");
    let at = 0;
    // As bytes: the policy of the page opens no picture from an address of data.
    const bytes = text => Uint8Array.from(atob(text.split(",")[1]), one => one.charCodeAt(0));
    const next = async () => {
        const picture = await createImageBitmap(new Blob([bytes(pictures[at++ % pictures.length])]));
        pen.fillStyle = "#fff";
        pen.fillRect(0, 0, 720, 720);
        pen.drawImage(picture, 0, 0);
    };
    next();
    setInterval(next, 400);
    navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(10);
}"""


def test_a_new_version_is_offered_and_takes_nothing_away_from_who_is_typing(
    new_phone: NewPhone, wire: Wire, lasting_world: World
) -> None:
    phone = known(new_phone(lasting_world.users["team_member"]))
    phone.is_kept()
    phone.page.reload()
    phone.page.wait_for_function("() => globalThis.field !== undefined")
    phone.page.evaluate("() => field.saveDraft('visit/1', {note: 'half a sent'})")
    [version] = phone.page.evaluate("() => caches.keys()")
    wire.replaced = {version.removeprefix("field-").encode(): b"0123456789abcdef"}

    phone.page.evaluate("() => navigator.serviceWorker.ready.then(one => one.update()).then(() => null)")
    eventually(lambda: "There is a new version" in phone.page.inner_text("#version"))
    assert phone.page.evaluate("() => globalThis.field.draft('visit/1')") == {"note": "half a sent"}

    phone.page.evaluate("() => { globalThis.isOld = true; }")
    phone.page.click("text=Use it now")
    phone.page.wait_for_function("() => globalThis.field !== undefined && globalThis.isOld === undefined")
    assert phone.page.evaluate("() => globalThis.field.draft('visit/1')") == {"note": "half a sent"}
    eventually(lambda: phone.page.evaluate("() => caches.keys()") == ["field-0123456789abcdef"])


def test_a_new_version_that_another_page_took_is_taken_by_the_press_here_too(
    new_phone: NewPhone, wire: Wire, lasting_world: World
) -> None:
    phone = known(new_phone(lasting_world.users["team_member"]))
    phone.is_kept()
    other = phone.context.new_page()
    for page in (phone.page, other):
        page.goto(phone.page.url)
        page.wait_for_function("() => globalThis.field !== undefined && navigator.serviceWorker.controller !== null")
    [version] = other.evaluate("() => caches.keys()")
    wire.replaced = {version.removeprefix("field-").encode(): b"fedcba9876543210"}
    other.evaluate("() => navigator.serviceWorker.ready.then(one => one.update()).then(() => null)")
    for page in (phone.page, other):
        eventually(lambda page=page: "There is a new version" in page.inner_text("#version"))
        page.evaluate("() => { globalThis.isOld = true; }")

    for page in (phone.page, other):
        page.click("text=Use it now")
        page.wait_for_function("() => globalThis.field !== undefined && globalThis.isOld === undefined")


def test_a_full_phone_says_that_nothing_was_saved(new_phone: NewPhone, wire: Wire, lasting_world: World) -> None:
    phone, item = new_phone(lasting_world.users["team_member"]), met(lasting_world)
    protocol = phone.context.new_cdp_session(phone.page)
    # Set before the browser looks for the first time: it remembers for a while how much room there was.
    protocol.send("Storage.overrideQuotaForOrigin", {"origin": wire.url, "quotaSize": 4_000_000})
    known(phone)
    wire.break_down()

    add = "item => field.add(item).then(() => 'saved', error => error.name)"
    large = item | {"note": "x" * 8_000_000}
    assert phone.page.evaluate(add, large) == "QuotaExceededError"
    assert phone.rows() == {}

    assert phone.page.evaluate(add, item) == "saved"
    wire.heal()
    phone.send()
    phone.is_sent(item)


FILL_UP = """async () => {
    const noise = size => crypto.getRandomValues(new Uint8Array(size));
    let filled = 0;
    for (const size of [60_000, 6_000, 600, 60])
        while (await field.saveDraft(`noise/${filled}`, noise(size)).then(() => true, () => false)) filled += 1;
    return filled;
}"""
MAKE_ROOM = "async filled => { for (let at = 0; at < filled; at++) await field.dropDraft(`noise/${at}`); }"


def test_a_full_phone_keeps_a_visit_on_the_screen_and_hands_it_over_as_a_file(
    new_phone: NewPhone, wire: Wire, lasting_world: World, tmp_path: Path
) -> None:
    phone, theirs = new_phone(lasting_world.users["team_member"]), known(new_phone(lasting_world.users["neighbour_member"]))
    protocol = phone.context.new_cdp_session(phone.page)
    protocol.send("Storage.overrideQuotaForOrigin", {"origin": wire.url, "quotaSize": 4_000_000})
    page, home = known(phone).page, lasting_world.home_of("H'Bŭt")
    phone.open_here("#/")
    page.wait_for_selector(".door-card")
    phone.open_here(f"#/visit/{home.pk}")
    page.wait_for_selector("[data-save]")
    wire.break_down()
    filled = page.evaluate(FILL_UP)
    page.locator("label.segment:has([name=result][value=nobody_home])").click()
    page.locator("summary:has-text('About the visit')").click()
    page.locator("[name=note]").fill("Đi rẫy")
    page.click("[data-save]")

    unsaved = page.locator("[data-unsaved]")
    expect(unsaved).to_contain_text("This phone’s memory is full.")
    expect(unsaved).to_contain_text("It is not saved.")
    assert phone.rows() == {}
    with page.expect_download() as download:
        unsaved.get_by_role("button", name="Hand it over as a file").click()
    expect(unsaved).to_contain_text("The file is made.")
    expect(page.locator("[name=note]")).to_have_value("Đi rẫy")
    file = tmp_path / "parcel.txt"
    download.value.save_as(file)

    page.evaluate(MAKE_ROOM, filled)
    unsaved.get_by_role("button", name="Try again").click()
    expect(page.locator(".callout.good")).to_contain_text("Saved on this phone")
    [item] = [row["item"] for row in phone.rows().values()]
    wire.heal()
    theirs.open_here("#/handover")
    theirs.page.set_input_files("#parcels", file)
    eventually(lambda: stored(item))
    phone.send()
    phone.is_sent(item)

    assert (stored(item), Visit.objects.get(pk=item["id"]).note) == (1, "Đi rẫy")


def test_what_a_full_phone_handed_over_and_keeps_later_is_one_proposal(
    new_phone: NewPhone, wire: Wire, lasting_world: World, tmp_path: Path
) -> None:
    phone = new_phone(lasting_world.users["team_member"])
    protocol = phone.context.new_cdp_session(phone.page)
    # Before the browser looks, as above: it would go on for half a minute with the room that it remembers.
    protocol.send("Storage.overrideQuotaForOrigin", {"origin": wire.url, "quotaSize": 4_000_000})
    page, home = known(phone).page, lasting_world.home_of("H'Bŭt")
    phone.open_here(f"#/home/{home.pk}")
    page.get_by_text("Something is different from the roster").click()
    wire.break_down()
    filled = page.evaluate(FILL_UP)
    page.locator("label.segment:has([value=moved_away])").click()
    page.locator("[name=x-resident]").select_option(label="H'Bŭt Êban")
    page.get_by_role("button", name="Propose it to the commune").click()

    unsaved = page.locator("[data-unsaved]")
    expect(unsaved).to_contain_text("It is not saved.")
    with page.expect_download() as download:
        unsaved.get_by_role("button", name="Hand it over as a file").click()
    download.value.save_as(tmp_path / "parcel.txt")
    page.evaluate(MAKE_ROOM, filled)
    unsaved.get_by_role("button", name="Try again").click()
    eventually(lambda: len(phone.rows()) == 1)
    [item] = [row["item"] for row in phone.rows().values()]
    wire.heal()
    theirs = known(new_phone(lasting_world.users["neighbour_member"]))
    theirs.open_here("#/handover")
    theirs.page.set_input_files("#parcels", tmp_path / "parcel.txt")
    eventually(lambda: Proposal.objects.filter(pk=item["id"]).exists())
    phone.send()
    phone.is_sent(item)

    assert Proposal.objects.filter(household=home.pk).count() == 1


def test_signing_out_takes_the_list_away_and_keeps_what_is_not_sent_for_its_owner(
    new_phone: NewPhone, wire: Wire, lasting_world: World
) -> None:
    phone, item = known(new_phone(lasting_world.users["team_member"])), met(lasting_world)
    wire.break_down()
    phone.add(item)
    wire.heal()
    wire.loses = b"POST /sync/"
    phone.page.goto(f"{wire.url}/households/")
    eventually(lambda: phone.page.is_visible("[data-unsent-link]"))
    assert phone.page.inner_text("[data-unsent]") == "1"
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    phone.page.on("dialog", agree)
    phone.page.evaluate("() => document.querySelector('[data-sign-out]').requestSubmit()")
    phone.page.wait_for_url("**/accounts/login/**")

    assert "not sent: 1" in asked[0]
    phone.open()
    eventually(lambda: "Nobody has signed in" in phone.told())
    assert phone.page.evaluate("() => [field.user, field.slice]") == [None, None]

    wire.heal()
    phone.sign_in(lasting_world.users["team_member"])
    phone.page.goto(f"{wire.url}/households/")
    eventually(lambda: stored(item))


def test_a_phone_that_was_ended_forgets_its_list(new_phone: NewPhone, lasting_world: World) -> None:
    leader = lasting_world.users["team_leader"]
    phone = known(new_phone(leader))
    Device.objects.filter(user=leader).update(ended_at="2026-01-01T00:00:00Z")

    assert phone.send() == "ended"

    assert phone.page.evaluate("() => field.slice") is None


def test_a_browser_that_is_killed_has_what_it_said_was_saved(
    browser: Browser, wire: Wire, lasting_world: World, tmp_path: Path
) -> None:
    first, second = met(lasting_world), met(lasting_world)
    start = {"executable_path": find_chromium(), "args": ["--no-sandbox"], **LOOK}
    phone = Phone(browser.browser_type.launch_persistent_context(tmp_path, **start), wire)
    phone.sign_in(lasting_world.users["team_member"])
    known(phone).is_kept()
    wire.break_down()
    phone.add(first)
    phone.page.evaluate("item => void field.add(item)", second)
    _kill(tmp_path)

    phone = Phone(browser.browser_type.launch_persistent_context(tmp_path, **start), wire)
    phone.open()
    rows = phone.rows()
    assert rows[first["id"]]["item"] == first
    assert rows.get(second["id"], {"item": second})["item"] == second

    wire.heal()
    phone.sign_in(lasting_world.users["team_member"])
    phone.send()
    eventually(lambda: phone.states() <= {"sent", "counted"})
    phone.context.close()
    assert stored(first) == 1
    assert stored(second) == (second["id"] in rows)


def _kill(folder: Path) -> None:
    """The browser whose storage lies in the folder, at once, as when a battery falls out."""
    mark = f"--user-data-dir={folder}".encode()
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and mark in _command(process):
            os.kill(int(process.name), signal.SIGKILL)


def _command(process: Path) -> list[bytes]:
    try:
        return (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return []
