"""What the phone decides by itself, in a real browser without a server: tonight's order, search, ladders, and what is sent."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route

from communes.models.roster import number_key
from literacy_portal.kit.vietnamese import search_key
from sessions.enums import Competence, Family, Ladder, Result, Subject
from sessions.models import Skill
from sessions.queries.levels import STALLED_DAYS, Known, suggested

pytestmark = pytest.mark.journey

STATIC = Path(settings.BASE_DIR) / "static"
HERE = "http://phone.test"
DAY = "2026-11-28"
ORDER = """(m, [villages, skills, day]) => {
    const told = entries => entries.map(one => [one.household.number, one.reason.kind]);
    return Object.fromEntries(Object.entries(m.tonight(villages, skills, day)).map(([pile, entries]) => [pile, told(entries)]));
}"""


@pytest.fixture(scope="module")
def rules(browser: Browser) -> Iterator["Rules"]:
    """The modules of `static/js/field/rules/`, served from where they lie."""
    page = browser.new_page()

    def answer(route: Route) -> None:
        path = STATIC / route.request.url.removeprefix(f"{HERE}/")
        if path.suffix == ".js":
            route.fulfill(path=path, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>Rules</title>", content_type="text/html")

    page.route(f"{HERE}/**", answer)
    page.goto(f"{HERE}/")
    yield Rules(page)
    page.close()


class Rules:
    """Runs a script against a module: `module` is its name, `m` in the script."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def run(self, module: str, script: str, given: Any = None) -> Any:
        return self.page.evaluate(f"async given => ({script})(await import('{HERE}/js/field/rules/{module}.js'), given)", given)


def a_home(number: str, **about: Any) -> dict[str, Any]:
    """A household as the phone holds it, after what the portal left out was put in."""
    blank: dict[str, Any] = {"address": "", "best_time": "", "language": "", "poor": False, "visits": 0, "last": None, "due": []}
    people = [{"id": f"p{number}", "name": f"Người {number}", "born": 1990, "levels": {}}]
    return blank | {"id": f"h{number}", "number": number, "facts": {}, "people": people} | about


def in_one_village(*homes: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"code": "24364001", "name": "thôn Một", "team": [], "households": list(homes)}]


def visited(result: str, on: str = "2026-11-02") -> dict[str, Any]:
    return {"visits": 1, "last": {"on": on, "result": result}}


SKILLS = [
    {"code": "device_use", "subject": "person", "ladder": "competence", "family": "base", "order": 10},
    {"code": "cashless_payment", "subject": "person", "ladder": "competence", "family": "core", "order": 40},
]


def test_tonights_doors_stand_in_the_order_of_their_reasons(rules: Rules) -> None:
    learner = {"id": "p7", "name": "Bảy", "born": 1990, "levels": {"cashless_payment": [2, "2026-11-07"]}}
    young = {"id": "p8", "name": "Tám", "born": 1990, "levels": {"cashless_payment": [2, "2026-11-08"]}}
    villages = in_one_village(
        a_home("8", **visited("met"), people=[young]),
        a_home("7", **visited("met"), people=[learner]),
        a_home("6", **visited("nobody_home")),
        a_home("5"),
        a_home("10", people=[{"id": "p10", "name": "Già", "born": 1950, "levels": {}}]),
        a_home("4", **visited("met"), due=[{"on": DAY, "reason": "continue"}]),
        a_home("3", **visited("met"), due=[{"on": "2026-11-20", "reason": "check"}]),
        a_home("2", **visited("come_back"), best_time="8 giờ tối"),
        a_home("1", **visited("come_back"), best_time="19h30", due=[{"on": DAY, "reason": "come_back"}]),
        a_home("9", **visited("refused")),
        a_home("11", **visited("met"), due=[{"on": "2026-12-05", "reason": "continue"}]),
        a_home("12", **visited("met", on=DAY)),
    )

    found = rules.run("tonight", ORDER, [villages, SKILLS, DAY])

    assert found["doors"] == [
        ["1", "come_back"],
        ["2", "come_back"],
        ["3", "due"],
        ["4", "due"],
        ["10", "never"],
        ["5", "never"],
        ["6", "nobody_home"],
        ["7", "stalled"],
    ]
    assert found["later"] == [["11", "agreed"], ["9", "refused"], ["8", "seen"]]
    assert [number for number, _kind in found["done"]] == ["12"]


def test_what_the_commune_asks_for_comes_first_as_long_as_it_asks_and_until_a_visit_answers_it(rules: Rules) -> None:
    asked = {"on": "2026-11-27", "reason": "stalled"}
    met = {"kind": "visit", "household": "h4", "visited_on": DAY, "result": "met", "observations": [], "written_at": ""}
    villages = in_one_village(
        a_home("1", due=[{"on": DAY, "reason": "come_back"}]),
        a_home("2", **visited("met"), asked=[asked]),
        a_home("3", **visited("met"), asked=[asked | {"until": "2026-11-27"}]),
        a_home("4", **visited("met"), asked=[asked]),
        a_home("5", **visited("refused"), due=[{"on": "2026-12-09", "reason": "check"}], asked=[asked | {"until": DAY}]),
    )
    script = "(m, [slice, items]) => m.merged(slice, items)"

    merged = rules.run("overlay", script, [{"day": DAY, "villages": villages}, [{"item": met, "state": "saved"}]])
    found = rules.run("tonight", ORDER, [merged, SKILLS, DAY])

    assert found["doors"] == [["2", "asked"], ["5", "asked"], ["1", "come_back"]]
    assert ([number for number, _kind in found["done"]], found["later"]) == (["4"], [["3", "seen"]])
    assert merged[0]["households"][3]["asked"] == []


def test_the_phone_and_the_work_lists_say_after_the_same_time_that_somebody_stands_still(rules: Rules) -> None:
    assert rules.run("ladder", "m => [m.STALLED_AT, m.STALLED_DAYS]") == [Competence.WITH_HELP, STALLED_DAYS]


def test_a_promise_that_is_not_due_keeps_a_door_off_tonights_list(rules: Rules) -> None:
    villages = in_one_village(a_home("1", **visited("come_back"), due=[{"on": "2026-12-01", "reason": "come_back"}]))

    assert rules.run("tonight", ORDER, [villages, SKILLS, DAY])["doors"] == []


def test_what_this_phone_wrote_lies_over_the_list_and_twice_is_once(rules: Rules) -> None:
    villages = in_one_village(a_home("1", due=[{"on": "2026-11-20", "reason": "check"}], **visited("met")), a_home("2"))
    met = {
        "kind": "visit", "id": "v1", "village": "24364001", "household": "h1",
        "visited_on": DAY, "result": "met", "people": ["p1"],
        "observations": [
            {"skill": "device_use", "level": 3, "resident": "p1"}, {"skill": "trades", "level": 1, "resident": None},
        ],
        "next_on": "2026-12-05", "next_reason": "", "written_at": f"{DAY}T20:00:00+07:00",
    }  # fmt: skip
    refused = met | {"id": "v2", "household": "h2"}
    newborn = {"kind": "proposal", "id": "q", "proposal": "birth", "village": "24364001", "household": "h2", "resident": "p3"}
    newborn |= {"observed_on": DAY, "said": {"full_name": "Bé", "sex": "female", "birth_date": DAY, "relation": "child"}}
    items = [{"item": met, "state": "saved"}, {"item": refused, "state": "refused"}, {"item": newborn, "state": "sent"}]
    script = """(m, [slice, items]) => {
        const once = m.merged(slice, items);
        return [once, m.merged({...slice, villages: once}, items)];
    }"""

    once, twice = rules.run("overlay", script, [{"day": DAY, "villages": villages}, items])

    first, second = once[0]["households"]
    assert once == twice
    assert (first["last"], first["due"]) == ({"on": DAY, "result": "met"}, [{"on": "2026-12-05", "reason": "continue"}])
    assert (first["facts"], first["people"][0]["levels"]) == ({"trades": 1}, {"device_use": [3, DAY]})
    assert (second["last"], [person["name"] for person in second["people"]]) == (None, ["Bé", "Người 2"][::-1])


NAMES = ["Nguyễn Văn Bình", "H’Bŭt Êban", "H'Lan Niê", "Đặng Thị Hương", "Hòa", "Ƀru  Văn ", "ĐỖ ĐÔNG", "Y Ƀhăm Ê̆čăm"]


def test_the_phone_folds_names_and_numbers_as_the_portal_does(rules: Rules) -> None:
    numbers = ["9", "10", "03", "12a", "A-7", ""]

    assert rules.run("search", "(m, all) => all.map(m.searchKey)", NAMES) == [search_key(name) for name in NAMES]
    assert rules.run("search", "(m, all) => all.map(m.numberKey)", numbers) == [number_key(number) for number in numbers]


FIND = "(m, [villages, text]) => m.find(m.indexOf(villages), text).map(row => row.person?.name)"


def test_anybody_is_found_without_accents_in_any_order_or_by_number(rules: Rules) -> None:
    def person(key: str, name: str, **more: Any) -> dict[str, Any]:
        return {"id": key, "name": name, "levels": {}} | more

    villages = in_one_village(
        a_home("12", address="Cạnh nhà văn hóa", people=[person("a", "Đặng Thị Hương", head=True), person("b", "Lê Đông")]),
        a_home("3", people=[person("c", "H’Bŭt Êban", head=True)]),
    )
    found = {
        text: rules.run("search", FIND, [villages, text])
        for text in ["huong dang", "dong", "12", "03", "hbut", "van hoa", "dong 12", "d"]
    }

    assert found == {
        "huong dang": ["Đặng Thị Hương"],
        "dong": ["Lê Đông"],
        "12": ["Đặng Thị Hương"],
        "03": ["H’Bŭt Êban"],
        "hbut": ["H’Bŭt Êban"],
        "van hoa": ["Đặng Thị Hương"],
        "dong 12": ["Lê Đông"],
        "d": [],
    }


def test_fifteen_hundred_people_are_searched_well_under_a_tenth_of_a_second(rules: Rules) -> None:
    people = [{"id": str(n), "name": NAMES[n % len(NAMES)], "head": n % 4 == 0, "levels": {}} for n in range(1500)]
    homes = [a_home(str(n), people=people[4 * n : 4 * n + 4]) for n in range(375)]
    script = """(m, villages) => { const index = m.indexOf(villages); const began = performance.now();
        for (let i = 0; i < 10; i++) m.find(index, "binh nguyen"); return (performance.now() - began) / 10; }"""

    took = rules.run("search", script, in_one_village(*homes))

    print(f"1,500 people are searched in {took:.1f} ms.")
    assert took < 50


def test_the_phone_suggests_the_skills_that_the_portal_suggests(rules: Rules, db: None) -> None:
    skills = list(Skill.objects.active())
    levels = {"device_use": [3, "2026-10-02"], "local_platforms": [3, "2026-10-01"], "online_safety": [2, "2026-11-01"]}
    fields = ("code", "subject", "ladder", "family", "order")
    person: Any = "somebody"
    known = Known({(person, code): (level, date.fromisoformat(on)) for code, (level, on) in levels.items()})

    offered = rules.run(
        "ladder",
        "(m, [skills, person]) => m.suggested(skills, person).map(skill => skill.code)",
        [[{name: getattr(skill, name) for name in fields} for skill in skills], {"levels": levels}],
    )

    assert offered == [skill.code for skill in suggested(skills, known, person)]


def test_the_phone_knows_the_words_of_the_portal(rules: Rules) -> None:
    why = rules.run("overlay", "m => m.WHY_AGAIN")
    tops = rules.run("ladder", "m => m.TOP")

    assert why == {result.value: result.why_again.value for result in Result}
    assert tops == {ladder.value: ladder.top for ladder in Ladder}
    assert {skill["subject"] for skill in SKILLS} <= set(Subject.values)
    assert {skill["family"] for skill in SKILLS} <= set(Family.values)


SHEET_SKILLS = [
    *SKILLS,
    {"code": "own_smartphone", "subject": "person", "ladder": "fact", "family": "fact", "order": 110},
    {"code": "vneid", "subject": "person", "ladder": "vneid", "family": "fact", "order": 120},
    {"code": "trades", "subject": "household", "ladder": "fact", "family": "fact", "order": 210},
]
TELL = """(m, [home, skills, values, added]) => {
    const draft = m.blank({household: home, village: {code: "24364001"}, day: "2026-11-28", defaults: {}, skills, id: "v"});
    Object.assign(draft.values, values); draft.added = added;
    const now = Date.parse("2026-11-28T13:31:00Z");
    const items = m.itemsOf(draft, {people: home.people, skills, note: names => "Met: " + names, now});
    return [items, m.draftOf(items.at(-1), home, skills).values];
}"""


def told(rules: Rules, values: dict[str, Any], added: list[Any] | None = None) -> Any:
    person = {"id": "p1", "name": "Một", "levels": {"own_smartphone": [1, "2026-10-01"], "vneid": [1, "2026-10-01"]}}
    return rules.run("sheet", TELL, [a_home("1", people=[person]), SHEET_SKILLS, values, added or []])


def test_of_the_facts_only_what_differs_is_sent_and_a_correction_starts_from_what_was_said(rules: Rules) -> None:
    values = {
        "result": "met",
        "p-p1-met": "on",
        "p-p1-device_use": "3",
        "p-p1-vneid": "2",
        "h-trades": "on",
        "next": "7",
        "minutes": "25",
    }

    [visit], again = told(rules, values)

    assert visit["observations"] == [
        {"skill": "device_use", "level": 3, "resident": "p1", "mode": "own_phone"},
        {"skill": "vneid", "level": 2, "resident": "p1", "mode": "own_phone"},
        {"skill": "trades", "level": 1, "resident": None, "mode": "own_phone"},
    ]
    assert (visit["people"], visit["next_on"], visit["minutes"]) == (["p1"], "2026-12-05", 25)
    assert visit["written_at"] == "2026-11-28T20:31:00+07:00"
    assert again | values | {"next": "day"} == again


def test_whoever_says_nobody_was_home_sends_nothing_of_the_people(rules: Rules) -> None:
    [visit], _again = told(rules, {"result": "nobody_home", "p-p1-met": "on", "p-p1-device_use": "3", "h-trades": "on"})

    assert (visit["people"], visit["observations"]) == ([], [])


def test_somebody_not_on_the_roster_travels_as_a_proposal_with_what_was_seen(rules: Rules) -> None:
    values = {
        "result": "met",
        "n-r9-full_name": " H'Lan ",
        "n-r9-sex": "female",
        "n-r9-birth_year": "1960",
        "n-r9-device_use": "1",
    }

    (proposal, visit), _again = told(rules, values, [{"resident": "r9", "proposal": "q9"}])

    assert (proposal["id"], proposal["proposal"], proposal["visit"], proposal["resident"]) == ("q9", "new_person", "v", "r9")
    assert (proposal["said"]["full_name"], proposal["said"]["birth_year"]) == ("H'Lan", 1960)
    assert proposal["observations"] == [{"skill": "device_use", "level": 1, "mode": "own_phone"}]
    assert (visit["people"], visit["note"]) == ([], "Met: H'Lan")
