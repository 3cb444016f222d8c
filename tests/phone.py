"""A phone in the journeys: a Chromium of its own with the portal's page for the field, on a network that a test can spoil."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django import DjangoDbBlocker

from accounts.models import User
from indicators.actions.proof import prove
from indicators.models.stale import Stale
from tests.journey import Portal
from tests.wire import Wire
from tests.world import World, build_world

Item = dict[str, Any]
LOOK: dict[str, Any] = {"locale": "en-GB", "timezone_id": "Asia/Ho_Chi_Minh", "viewport": {"width": 360, "height": 740}}
MOST_SECONDS = 30.0


def eventually(true: Callable[[], Any], seconds: float = MOST_SECONDS) -> Any:
    """What it returned once that was true. Asked from here: a browser’s own waiting takes a promise for a yes."""
    deadline = time.monotonic() + seconds
    while True:
        if found := true():
            return found
        assert time.monotonic() < deadline, (
            f"it never became true: {true.__name__ if hasattr(true, '__name__') else true}, last {found!r}"
        )
        time.sleep(0.05)


class Phone:
    """One phone. `field` of its page is what its screens use, too."""

    def __init__(self, context: BrowserContext, wire: Wire) -> None:
        self.context, self.wire = context, wire
        self.context.set_default_timeout(15_000)
        self.page: Page = context.pages[0] if context.pages else context.new_page()

    def sign_in(self, user: User) -> str:
        """As whoever signed in on it; the session's key."""
        client = Client()
        client.force_login(user)
        key = client.cookies["session"].value
        self.context.add_cookies([{"name": "session", "value": key, "url": self.wire.url}])
        return str(key)

    def open(self, where: str = "#/outbox", page: Page | None = None) -> Page:
        """Opens the page for the field, and waits until it can be used."""
        page = page or self.page
        page.goto(f"{self.wire.url}/field/en/{where}")
        page.wait_for_function("() => globalThis.field !== undefined")
        return page

    def open_here(self, where: str) -> None:
        """Another screen of the page that is open, which needs no network."""
        self.page.evaluate("where => { location.hash = where; }", where)

    def is_kept(self) -> None:
        """Waits until the page opens without a network."""
        self.page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")

    def add(self, *items: Item) -> None:
        """Saves on the phone; durable when this returns."""
        self.page.evaluate("items => Promise.all(items.map(item => field.add(item)))", list(items))

    def send(self) -> str:
        """Presses *Send now*; how it went."""
        return str(self.page.evaluate("() => field.send({force: true}).then(outcome => outcome.state)"))

    def rows(self) -> dict[str, dict[str, Any]]:
        """What the phone says of each item of its user."""
        found: list[dict[str, Any]] = self.page.evaluate("() => field.items()")
        return {row["id"]: row for row in found}

    def states(self) -> set[str]:
        """The states of all of them."""
        return {row["state"] for row in self.rows().values()}

    def state_of(self, item: Item) -> str:
        """The state of one; "" when it is not there."""
        return str(self.rows().get(item["id"], {}).get("state", ""))

    def is_sent(self, *items: Item) -> None:
        """Waits until the portal has them."""
        keys = {item["id"] for item in items}
        eventually(lambda: all(row["state"] in {"sent", "counted"} for key, row in self.rows().items() if key in keys))
        assert keys <= self.rows().keys()

    def told(self) -> str:
        """The line that every screen has."""
        return self.page.inner_text("#told")


@pytest.fixture(scope="module")
def lasting_world(running_portal: Portal, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world for all tests of a module; each uses visits of its own. In the end all figures equal a recount."""
    with django_db_blocker.unblock():
        yield build_world()
        eventually(lambda: not Stale.objects.exists())
        assert prove(repairing=False) == []


@pytest.fixture(scope="module")
def module_wire(running_portal: Portal) -> Iterator[Wire]:
    wire = Wire(running_portal.url)
    yield wire
    wire.close()


@pytest.fixture
def wire(module_wire: Wire) -> Wire:
    """The network, healed."""
    module_wire.heal()
    return module_wire


@pytest.fixture
def new_phone(browser: Browser, wire: Wire) -> Iterator[Callable[..., Phone]]:
    """Makes phones. Any error in a page's scripts fails the test."""
    made: list[BrowserContext] = []
    faults: list[str] = []

    def make(user: User | None = None, *, script: str = "") -> Phone:
        context = browser.new_context(**LOOK)
        made.append(context)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        if script:
            context.add_init_script(script)
        phone = Phone(context, wire)
        if user:
            phone.sign_in(user)
        return phone

    yield make
    for context in made:
        context.close()
    assert faults == []
