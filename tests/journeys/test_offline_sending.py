"""Visits written without a network: whatever network, server or session do, each arrives once and the phone says what is true."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from playwright.sync_api import expect

from accounts.session_store import SessionStore
from literacy_portal.kit.periods import today
from sessions.models import Device, Held, Visit
from teams.models import Membership
from tests.phone import Item, Phone, eventually
from tests.sessions.phones import seen, visit
from tests.wire import Wire
from tests.world import World

pytestmark = pytest.mark.journey
NewPhone = Callable[..., Phone]


@pytest.fixture
def member(lasting_world: World, new_phone: NewPhone) -> Phone:
    """The phone of the team's member, open and known to the portal."""
    phone = new_phone(lasting_world.users["team_member"])
    phone.open()
    eventually(lambda: phone.page.evaluate("() => field.user !== null && field.status.state === 'sent'"))
    return phone


def met(world: World) -> Item:
    """Bình was met today and did it alone."""
    binh = world.people["Bình"]
    return visit(world.home_of("Bình"), people=[str(binh.pk)], observations=[seen(binh, "device_use", 3)])


def stored(*items: Item) -> int:
    """How many visits the database holds of these."""
    return Visit.objects.filter(pk__in=[item["id"] for item in items]).count()


def test_a_new_phone_makes_itself_known_and_takes_its_list(member: Phone, lasting_world: World, db: None) -> None:
    device = Device.objects.get(user=lasting_world.users["team_member"])

    assert (bool(device.public_key), device.label) == (True, "Chrome · Linux")
    assert member.page.evaluate("() => field.slice.villages.map(one => one.code)") == ["24364001"]


def test_a_visit_written_without_a_network_is_kept_shown_and_then_counted_once(
    member: Phone, wire: Wire, lasting_world: World
) -> None:
    item = met(lasting_world)
    member.is_kept()
    wire.break_down()
    member.page.reload()
    member.page.wait_for_function("() => globalThis.field !== undefined")

    member.add(item)
    eventually(lambda: "The portal was not reached" in member.told())

    assert member.state_of(item) == "saved"
    assert "Not sent yet: 1" in member.told()
    assert "saved on this phone" in member.page.inner_text("#main")
    assert member.page.evaluate("() => navigator.onLine")

    wire.heal()
    member.send()
    eventually(lambda: member.state_of(item) == "counted")

    eventually(lambda: "counted" in member.page.inner_text("#main") and member.told() == "")
    assert (stored(item), wire.posts()) == (1, 1)


def test_a_try_that_failed_is_made_again_after_its_pause_without_anybody_s_doing(
    member: Phone, wire: Wire, lasting_world: World
) -> None:
    item = met(lasting_world)
    wire.break_down()
    member.add(item)
    eventually(lambda: member.page.evaluate("() => field.status.state") == "unreachable")

    wire.heal()  # the browser is told nothing: it was online all the time

    member.is_sent(item)
    assert (stored(item), wire.posts()) == (1, 1)


def test_an_answer_that_is_lost_makes_no_second_visit(member: Phone, wire: Wire, lasting_world: World) -> None:
    item, wire.loses = met(lasting_world), b"POST /sync/v1/visits"

    member.add(item)
    eventually(lambda: wire.lost and member.page.evaluate("() => field.status.state") == "unreachable")

    assert (stored(item), member.state_of(item)) == (1, "saved")

    wire.loses = b""
    member.send()
    member.is_sent(item)
    assert stored(item) == 1


def test_a_page_of_somebody_s_network_is_not_taken_for_an_answer(member: Phone, lasting_world: World) -> None:
    item = met(lasting_world)
    page = "<html><body>Wifi miễn phí</body></html>"
    member.context.route("**/sync/v1/**", lambda route: route.fulfill(status=200, content_type="text/html", body=page))

    member.add(item)
    assert member.send() == "unreachable"
    assert (member.state_of(item), stored(item)) == ("saved", 0)

    member.context.unroute("**/sync/v1/**")
    member.send()
    member.is_sent(item)


def test_a_session_that_ended_loses_nothing_and_says_what_to_do(member: Phone, lasting_world: World) -> None:
    item = met(lasting_world)
    [session] = [one for one in member.context.cookies() if one["name"] == "session"]
    SessionStore(session["value"]).delete()

    member.add(item)
    assert member.send() == "signed_out"
    assert member.state_of(item) == "saved"
    eventually(lambda: "Sign in again, then it goes." in member.told())
    assert member.page.evaluate("() => field.slice.villages.length") == 1

    member.sign_in(lasting_world.users["team_member"])
    member.send()
    member.is_sent(item)
    assert stored(item) == 1


def test_nobody_s_visits_are_sent_or_shown_as_another_s(member: Phone, wire: Wire, lasting_world: World) -> None:
    item = met(lasting_world)
    wire.break_down()
    member.add(item)
    member.page.evaluate("() => field.saveDraft('visit/1', {note: 'private'})")
    # Before the network is back: what a try that began earlier still sends is the portal's to refuse, and is.
    member.sign_in(lasting_world.users["neighbour_member"])
    wire.heal()

    assert member.send() in {"wrong_user", "sent"}
    eventually(lambda: member.page.evaluate("() => field.user.name") == "Tổ viên neighbour member")
    assert (stored(item), member.rows()) == (0, {})
    wire.heal()  # from here the phone knows, and asks nothing of the kind
    member.send()
    eventually(lambda: member.page.evaluate("() => field.slice?.villages.map(one => one.code)") == ["24364002"])
    assert member.page.evaluate("() => field.draft('visit/1')") is None
    assert (stored(item), wire.posts()) == (0, 0)

    member.sign_in(lasting_world.users["team_member"])
    assert member.send() in {"wrong_user", "sent"}
    member.send()
    member.is_sent(item)
    assert str(Visit.objects.get(pk=item["id"]).recorded_by) == str(lasting_world.users["team_member"])


def test_a_token_that_is_gone_is_fetched_anew(member: Phone, lasting_world: World) -> None:
    item = met(lasting_world)
    member.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)

    member.add(item)

    member.is_sent(item)


def test_a_bad_item_stays_for_correction_and_stops_no_other(member: Phone, lasting_world: World) -> None:
    good, bad = met(lasting_world), met(lasting_world) | {"minutes": -5}

    member.add(bad, good)
    member.is_sent(good)
    eventually(lambda: member.state_of(bad) == "refused")

    row = member.rows()[bad["id"]]
    assert row["field"] == "minutes"
    eventually(lambda: row["message"] in member.page.inner_text("#main"))
    eventually(lambda: "Not sent yet: 1" in member.told())

    member.page.evaluate("([id, item]) => field.correct(id, item)", [bad["id"], bad | {"minutes": 5}])
    member.is_sent(bad)
    assert stored(good, bad) == 2


def test_a_refused_visit_is_corrected_where_it_was_written_and_counted_once(member: Phone, lasting_world: World) -> None:
    bad, page = met(lasting_world) | {"minutes": 601, "note": "Học ở bếp"}, member.page
    member.add(bad)
    eventually(lambda: member.state_of(bad) == "refused")
    message = member.rows()[bad["id"]]["message"]
    row = page.locator(f"[data-id='{bad['id']}']")
    expect(row).to_contain_text(message)

    row.get_by_role("link", name="Correct it").click()
    minutes = page.locator(".field.has-error:has([name=minutes])")
    expect(minutes).to_contain_text(message)
    expect(page.locator("[name=note]")).to_have_value("Học ở bếp")
    expect(minutes.locator("input")).to_have_value("601")
    minutes.locator("input").fill("60")
    page.click("[data-save]")
    expect(page.locator(".callout.good")).to_contain_text("Saved on this phone")

    member.is_sent(bad)
    kept = Visit.objects.get(pk=bad["id"])
    assert (kept.minutes, kept.note, kept.outcomes.count()) == (60, "Học ở bếp", 1)
    assert list(member.rows()).count(bad["id"]) == 1


def test_what_a_closed_page_left_is_sent_in_the_background(member: Phone, wire: Wire, lasting_world: World) -> None:
    item = met(lasting_world)
    member.is_kept()
    elsewhere = member.context.new_page()
    browser = member.context.new_cdp_session(elsewhere)
    heard: list[dict[str, str]] = []
    browser.on("ServiceWorker.workerRegistrationUpdated", lambda told: heard.extend(told["registrations"]))
    browser.send("ServiceWorker.enable")
    wire.break_down()
    member.add(item)
    eventually(lambda: member.page.evaluate("() => field.status.state") == "unreachable")
    tags = "() => navigator.serviceWorker.ready.then(one => one.sync.getTags())"
    assert member.page.evaluate(tags) == ["outbox"]
    member.page.close()
    wire.heal()
    [registration] = {one["registrationId"] for one in heard if one["scopeURL"].startswith(wire.url)}

    # As Chromium does when a network comes back, only not after its minutes.
    fired = {"origin": wire.url, "registrationId": registration, "tag": "outbox", "lastChance": False}
    browser.send("ServiceWorker.dispatchSyncEvent", fired)
    eventually(lambda: stored(item) == 1)

    assert wire.posts() == 1
    member.page = member.open(page=elsewhere)
    member.is_sent(item)
    assert (stored(item), wire.posts()) == (1, 1)


def test_a_triple_tap_is_one_item_and_two_tabs_send_each_once(member: Phone, wire: Wire, lasting_world: World) -> None:
    item, more = met(lasting_world), [met(lasting_world) for _ in range(10)]
    other = member.open(page=member.context.new_page())
    wire.break_down()
    member.add(item, item, item)
    member.add(*more)
    assert len(member.rows()) == 11

    wire.heal()
    other.evaluate("() => void field.send({force: true})")
    member.send()
    member.is_sent(item, *more)

    assert stored(item, *more) == 11
    assert wire.posts() == 1
    other.close()


PRESS_WHILE_A_QUIET_TRY_WAITS = """async () => {
    let free;
    const busy = new Promise(resolve => { free = resolve; });
    // Another sender of this phone: the worker in the background, or a tab whose network is slow.
    await new Promise(resolve => void navigator.locks.request("field-outbox", () => (resolve(), busy)));
    const quiet = field.send();
    await new Promise(resolve => setTimeout(resolve, 100));
    const pressed = field.send({force: true});
    free();
    return [(await quiet).state, (await pressed).state];
}"""


def test_who_presses_while_a_quiet_try_waits_for_its_turn_is_heard(member: Phone, wire: Wire, lasting_world: World) -> None:
    item = met(lasting_world)
    wire.break_down()
    member.add(item)
    eventually(lambda: member.page.evaluate("() => field.status.state") == "unreachable")
    wire.heal()

    assert member.page.evaluate(PRESS_WHILE_A_QUIET_TRY_WAITS) == ["sent", "sent"]
    member.is_sent(item)


KEEP_ALL = """([user, items]) => new Promise((resolve, reject) => {
    const asked = indexedDB.open("field");
    asked.onsuccess = () => {
        const keeping = asked.result.transaction("outbox", "readwrite");
        const rest = {user, state: "saved", reason: "", field: "", message: "", url: "", edition: 1};
        for (const item of items) keeping.objectStore("outbox").put({id: item.id, item, saved_at: item.written_at, ...rest});
        keeping.oncomplete = () => { asked.result.close(); resolve(null); };
        keeping.onabort = () => reject(keeping.error);
    };
})"""


def test_five_hundred_visits_at_once_go_in_few_deliveries(member: Phone, wire: Wire, lasting_world: World) -> None:
    items = [visit(lasting_world.home_of("Bình"), result="nobody_home") for _ in range(500)]
    # As the weeks would have left them, in one go: each on its own would take the disk its time five hundred times.
    member.page.evaluate(KEEP_ALL, [lasting_world.users["team_member"].pk, items])

    member.send()
    member.is_sent(*items)

    assert stored(*items) == 500
    assert wire.posts() == 4


def test_a_slow_portal_holds_nobody_up(member: Phone, wire: Wire, lasting_world: World) -> None:
    item, wire.holds = met(lasting_world), 1.5

    took = member.page.evaluate(
        "async item => { const began = performance.now(); await field.add(item); return performance.now() - began }", item
    )
    assert took < 1_000
    assert member.state_of(item) == "saved"
    eventually(lambda: "Sending" in member.told())

    member.is_sent(item)


def test_who_is_in_the_team_no_more_loses_no_visit_of_before(new_phone: NewPhone, wire: Wire, lasting_world: World) -> None:
    leader = lasting_world.users["team_leader"]
    phone = new_phone(leader)
    phone.open()
    eventually(lambda: phone.page.evaluate("() => field.slice !== null"))
    yesterday, now = met(lasting_world) | {"visited_on": str(today() - timedelta(days=1))}, met(lasting_world)
    wire.break_down()
    phone.add(yesterday, now)
    Membership.objects.filter(user=leader).update(ended_on=today() - timedelta(days=1))
    wire.heal()

    phone.send()
    eventually(lambda: phone.states() <= {"sent", "counted", "held"})

    assert {phone.state_of(yesterday), phone.state_of(now)} <= {"sent", "counted", "held"}
    assert stored(yesterday, now) + Held.objects.filter(client_id__in=[yesterday["id"], now["id"]]).count() == 2
    phone.page.evaluate("() => field.send({force: true, fresh: true})")
    eventually(lambda: phone.page.evaluate("() => field.slice === null"))


CLOCK_AHEAD = """{
    const Real = Date, ahead = 3 * 24 * 3600 * 1000;
    globalThis.Date = class extends Real {
        constructor(...parts) { parts.length ? super(...parts) : super(Real.now() + ahead); }
        static now() { return Real.now() + ahead; }
    };
}"""


def test_a_clock_that_is_three_days_wrong_writes_the_right_day_and_is_told(new_phone: NewPhone, lasting_world: World) -> None:
    phone = new_phone(lasting_world.users["team_member"], script=CLOCK_AHEAD)
    phone.open()
    eventually(lambda: phone.page.evaluate("() => field.slice !== null"))
    item = met(lasting_world) | {"visited_on": phone.page.evaluate("() => field.today()")}

    phone.add(item)
    phone.is_sent(item)

    assert "This phone’s clock is wrong" in phone.told()
    assert Visit.objects.get(pk=item["id"]).visited_on == today()
