"""Every page in a real Chromium, in both themes and two widths: accessible, light, without a breach of the policy."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import axe_playwright_python
import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from indicators.models import Campaign, Measurement
from literacy_portal.kit.periods import today
from tests.factories import TargetFactory
from tests.house.addresses import Sample, addresses, sample_of
from tests.journey import Portal
from tests.world import World

pytestmark = pytest.mark.journey

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe*.js")).read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOKS = ["color-contrast", "target-size"]
"""The only rules that a theme can change: the first theme is asked all, the other these."""
RUN = """async rules => (await axe.run(document, {runOnly: rules})).violations
    .map(one => one.id + ": " + one.nodes.map(node => node.target.join(" ")).slice(0, 3).join("; "))"""
WIDTHS = (360, 1280)
THEMES = ("light", "dark")
FIRST_VISIT_BYTES = 60 * 1024
SCRIPT_BYTES = 30 * 1024

CLASSED = re.compile(r'<(\w+)(?:\s[^>]*?\bclass="([^"]*)")?')

SEEN: set[frozenset[tuple[str, str]]] = set()
"""What pages were made of that have been looked at: the next reader's page of the very same parts is not looked at again."""

PAGES_OF_ACCOUNTS = [
    "/accounts/password/change/",
    "/accounts/email/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
]
PAGES_BEFORE = ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/accounts/inactive/", "/nothing/here/"]


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser, whose policy breaches and script errors are gathered in `faults`."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 360, "height": 740})
    context.set_default_timeout(20_000)
    yield context
    context.close()


def sign_in(context: BrowserContext, portal: Portal, world: World, who: str) -> None:
    client = Client()
    client.force_login(world.users[who])
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": portal.url}])


def faults_of(page: Page, address: str) -> list[str]:
    """What is wrong on the page that is open, in four looks."""
    page.evaluate(AXE)
    faults: list[str] = []
    for theme, rules in zip(THEMES, (RULES, LOOKS), strict=True):
        page.emulate_media(color_scheme=theme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 740})
            faults += [f"{address} {theme} {width}: {fault}" for fault in page.evaluate(RUN, rules)]
            if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
                faults.append(f"{address} {theme} {width}: scrolls sideways")
    return faults


def looked_at(context: BrowserContext, portal: Portal, paths: list[str]) -> list[str]:
    """The faults of all these pages. A path that answers no page is a fault too."""
    page, faults = context.new_page(), []
    page.on("console", lambda told: faults.append(f"{page.url}: {told.text}") if "Content Security Policy" in told.text else None)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    for path in paths:
        page.goto(portal.url + path)
        page.wait_for_load_state("load")
        faults += faults_of(page, path)
    return faults


def test_pages_before_signing_in_are_accessible_in_both_themes_and_widths(portal: Portal, visitor: BrowserContext) -> None:
    assert looked_at(visitor, portal, PAGES_BEFORE) == []


@pytest.mark.parametrize("who", ["commune_officer", "system_admin", "province_analyst"])
def test_every_page_is_accessible_in_both_themes_and_widths(
    portal: Portal, visitor: BrowserContext, world: World, who: str
) -> None:
    sample = sample_of(world)
    let_the_campaign_run(sample)
    client = Client()
    client.force_login(world.users[who])
    shapes = {sample.url(address): _shape(client, sample.url(address)) for address in addresses() if address.is_ours}
    pages = [path for path, shape in shapes.items() if shape]
    unseen = [path for path in pages if shapes[path] not in SEEN]
    SEEN.update(shapes.values())
    sign_in(visitor, portal, world, who)

    faults = looked_at(visitor, portal, [*unseen, *(PAGES_OF_ACCOUNTS if who == "commune_officer" else [])])

    assert len(pages) >= 5
    assert faults == []


def let_the_campaign_run(sample: Sample) -> None:
    """So that its page has a curve, a forecast, and a place that will miss its target."""
    first = today() - timedelta(days=20)
    Campaign.objects.filter(pk=sample.campaign.pk).update(first_day=first, last_day=first + timedelta(days=60))
    TargetFactory(campaign=sample.campaign, place="24364", minimum=40, stretch=60)
    Measurement.objects.bulk_create(
        Measurement(
            place=place, indicator="adults_able", group="all", day=first + timedelta(days=day), counted=100 + day, out_of=1000
        )
        for place in ("24364", "24364001")
        for day in range(-1, 20, 3)
    )


def _shape(client: Client, path: str) -> frozenset[tuple[str, str]]:
    """The kinds of elements that the page is made of, with their classes; empty if it is no page for this reader."""
    answer = client.get(path)
    body = b"".join(answer).decode(errors="replace") if answer.status_code == 200 else ""
    return frozenset(CLASSED.findall(body)) if "<html" in body else frozenset()


@pytest.mark.parametrize("path", ["/accounts/login/", "/vn/66/24364/", "/vn/66/24364/001/", "/households/", "VISIT"])
def test_a_first_visit_is_light(portal: Portal, visitor: BrowserContext, world: World, path: str) -> None:
    sample = sample_of(world)
    new_visit = next(address for address in addresses() if address.name == "coaching:visit_new")
    if "login" not in path:
        sign_in(visitor, portal, world, "commune_officer")
    page = visitor.new_page()
    protocol, weights, scripts = visitor.new_cdp_session(page), {}, set()
    protocol.send("Network.enable")
    protocol.on("Network.responseReceived", lambda told: scripts.add(told["requestId"]) if told["type"] == "Script" else None)
    protocol.on("Network.loadingFinished", lambda told: weights.update({told["requestId"]: told["encodedDataLength"]}))

    page.goto(portal.url + (sample.url(new_visit) if path == "VISIT" else path), wait_until="networkidle")

    print(f"{path}: {sum(weights.values())} bytes, of them scripts {sum(weights.get(one, 0) for one in scripts)}")
    assert sum(weights.values()) <= FIRST_VISIT_BYTES
    assert sum(weights.get(one, 0) for one in scripts) <= SCRIPT_BYTES
