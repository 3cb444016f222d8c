"""Every page in a real Chromium, in both themes and two widths: accessible, light, without a breach of the policy."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import axe_playwright_python
import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from indicators.models import Campaign
from literacy_portal.kit.periods import today
from tests.factories import TargetFactory
from tests.house.addresses import Sample, addresses, sample_of
from tests.indicators.stored import store
from tests.journey import Portal
from tests.world import World

pytestmark = pytest.mark.journey

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe*.js")).read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOK = """async ([first, sure]) => {
    const boxes = JSON.stringify([...document.body.querySelectorAll("*")].map(one => {
        const {x, y, width, height} = one.getBoundingClientRect();
        return [x, y, width, height];
    }));
    // Where every box stands as it did in the first theme, sizes need no second look.
    const rules = first ?? (boxes === globalThis.boxes ? [] : ["target-size"]);
    globalThis.boxes = boxes;
    globalThis.sure ??= new Set(sure);
    const surfaces = new Map();
    const surface = one => {
        if (!one) return "";
        if (!surfaces.has(one)) {
            const {backgroundColor, backgroundImage, opacity, filter, mixBlendMode} = getComputedStyle(one);
            const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode].join("/");
            const isBare = own === "rgba(0, 0, 0, 0)/none/1/none/normal";
            surfaces.set(one, surface(one.parentElement) + (isBare ? "" : "|" + own));
        }
        return surfaces.get(one);
    };
    const colours = one => {
        const {color, fontSize, fontWeight, textShadow} = getComputedStyle(one);
        return [color, fontSize, fontWeight, textShadow, surface(one)].join();
    };
    const hasWords = one => one.matches("input, select, textarea")
        || [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const unsure = [...document.body.querySelectorAll("*")]
        .filter(one => hasWords(one) && one.checkVisibility() && !globalThis.sure.has(colours(one)));
    const ask = async (where, only, more) => axe.run(where, {runOnly: only, preload: false, ...more});
    const found = [], passed = new Set();
    if (unsure.length) {
        const told = await ask({include: unsure}, ["color-contrast"], {resultTypes: ["violations", "passes"], elementRef: true});
        found.push(...told.violations);
        told.passes.forEach(one => one.nodes.forEach(node => passed.add(colours(node.element))));
        passed.forEach(one => globalThis.sure.add(one));
    }
    if (rules.length) {
        const others = {resultTypes: ["violations"], rules: {"color-contrast": {enabled: false}}};
        found.push(...(await ask(document, rules, others)).violations);
    }
    const faults = found.map(one => one.id + ": " + one.nodes.map(node => node.target.join(" ")).slice(0, 3).join("; "));
    if (document.scrollingElement.scrollWidth > innerWidth) faults.push("scrolls sideways");
    return [faults, [...passed]];
}"""
SURE: set[str] = set()
"""Colours, sizes and surfaces that axe found good on some words: other words that are the very same are not measured again."""
WIDTHS = (360, 1280)
THEMES = ("light", "dark")
FIRST_VISIT_BYTES = 60 * 1024
SCRIPT_BYTES = 30 * 1024

Kind = tuple[str, frozenset[str], str]
"""Of an element: its name, the names of its attributes, its classes."""
ELEMENT = re.compile(r"""<(\w+)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*)""")
ATTRIBUTE = re.compile(r"""([^\s"'=]+)(?:\s*=\s*(?:"([^"]*)"|'[^']*'|[^\s"']+))?""")
MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)

SEEN: set[frozenset[Kind]] = set()
"""What was looked at, the frames of pages and what they frame: a page that has both of the very same kinds is not looked at."""

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
    faults, sure = [], sorted(SURE)
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            found, passed = page.evaluate(LOOK, [RULES if theme == THEMES[0] else None, sure])
            SURE.update(passed)
            faults += [f"{address} {theme} {width}: {fault}" for fault in found]
            sure = []  # The page knows them from now on.
    return faults


def looked_at(context: BrowserContext, portal: Portal, paths: list[str]) -> list[str]:
    """The faults of all these pages. A path that answers no page is a fault too."""
    page, faults = context.new_page(), []
    # Known to the browser from now on; handed over for each page it would cost more than some of the looks.
    page.add_init_script(AXE)
    page.on("console", lambda told: faults.append(f"{page.url}: {told.text}") if "Content Security Policy" in told.text else None)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    for path in paths:
        page.goto(portal.url + path)
        faults += faults_of(page, path)
    return faults


SMALL = """<style>div { display: flex } button { width: 60px; height: 60px; padding: 0; border: 0 }
@media (prefers-color-scheme: dark) { button { width: 9px; height: 9px } }</style>
<div><button aria-label=one></button><button aria-label=two></button><button aria-label=three></button></div>"""
PLANTED = {
    "<input name=x>": ["light 360 label", "light 1280 label"],
    "<style>@media (prefers-color-scheme: dark) { p { color: #222; background: #000 } }</style>": [
        "dark 360 color-contrast",
        "dark 1280 color-contrast",
    ],
    "<style>@media (width > 1000px) { p { color: #eee; background: #fff } }</style>": [
        "light 1280 color-contrast",
        "dark 1280 color-contrast",
    ],
    "<style>div { width: 600px }</style><div>wide</div>": ["light 360 scrolls sideways", "dark 360 scrolls sideways"],
    "<style>@media (width < 1000px) { img { display: none } }</style><img src='data:,'>": ["light 1280 image-alt"],
    SMALL: ["dark 360 target-size", "dark 1280 target-size"],
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_fault_of_any_kind_is_found_in_the_look_where_it_shows(visitor: BrowserContext, planted: str) -> None:
    page = visitor.new_page()
    head = "<!doctype html><html lang=en><title>A page</title><meta name=viewport content='width=device-width'>"
    page.set_content(f"{head}<main><h1>A page</h1><p>Words that were good on the page before.</p></main>")
    assert faults_of(page, "planted") == []

    page.set_content(f"{head}<main><h1>A page</h1><p>Words that were good on the page before.</p>{planted}</main>")

    found = [fault.removeprefix("planted ").split(": ") for fault in faults_of(page, "planted")]
    assert {f"{look} {kind}" for look, kind, *_where in found} == set(PLANTED[planted])


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
    pages = {path: parts for address in addresses() if address.is_ours if (parts := _parts(client, path := sample.url(address)))}
    unseen = []
    for path, parts in pages.items():
        unseen += [path] if parts - SEEN else []
        SEEN.update(parts)
    sign_in(visitor, portal, world, who)

    faults = looked_at(visitor, portal, [*unseen, *(PAGES_OF_ACCOUNTS if who == "commune_officer" else [])])

    assert len(pages) >= 5
    assert faults == []


def let_the_campaign_run(sample: Sample) -> None:
    """So that its page has a curve, a forecast, and a place that will miss its target."""
    first = today() - timedelta(days=20)
    Campaign.objects.filter(pk=sample.campaign.pk).update(first_day=first, last_day=first + timedelta(days=60))
    TargetFactory(campaign=sample.campaign, place="24364", minimum=40, stretch=60)
    for place in ("24364", "24364001"):
        store(place, "adults_able", {first + timedelta(days=day): (100 + day, 1000) for day in range(-1, 20, 3)})


def _parts(client: Client, path: str) -> set[frozenset[Kind]]:
    """The kinds of elements of the page, those of its frame and those within; none if it is no page for this reader."""
    answer = client.get(path)
    body = b"".join(answer).decode(errors="replace") if answer.status_code == 200 else ""
    if "<html" not in body:
        return set()
    within = "".join(MAIN.findall(body))
    return {_kinds("frame", MAIN.sub("", body)), _kinds("within", within)}


def _kinds(part: str, markup: str) -> frozenset[Kind]:
    kinds = set[Kind]({(part, frozenset(), "")})
    for name, given in ELEMENT.findall(markup):
        attributes = dict(ATTRIBUTE.findall(given))
        kinds.add((name, frozenset(attributes), attributes.get("class", "")))
    return frozenset(kinds)


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
