"""Every address, with every method, as everyone who has no business there (T1, T2, T4, T6)."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests.house.addresses import OF_ONE_VILLAGE, PEOPLE, SECRETS, Address, Sample, addresses, sample_of
from tests.world import World

METHODS = ("get", "head", "post", "put", "patch", "delete")
UNSAFE = ("post", "put", "patch", "delete")
STRANGERS = ("stranger_officer", "stranger_leader", "stranger_member", "distant_analyst")
OURS = [address for address in addresses() if address.is_ours]
IN_A_PLACE = [address for address in OURS if "commune" in address.parts]
ELSEWHERE = [address for address in OURS if "commune" not in address.parts]

KEPT_BY_PHONES = ("coaching:field", "coaching:shell", "coaching:offline", "coaching:manifest", "coaching:worker")
"""The same bytes for everybody."""

SHARED = {
    "indicators:home", "indicators:country", "indicators:province", "communes:places",
    "coaching:card", "coaching:sheet_by_code", "coaching:paper",
    "coaching:households", "teams:account", "accounts:phone", "teams:personal_access", "teams:close_access",
    "indicators:definitions", "indicators:definition", "indicators:definition_counted", "indicators:definition_new",
    "indicators:definition_change", "indicators:definition_retire", "indicators:province_declared",
    "indicators:province_declared_enter", "indicators:country_figure", "indicators:province_figure",
    "indicators:country_activity", "indicators:province_activity",
    "indicators:country_left_behind", "indicators:province_left_behind",
    "indicators:country_compare", "indicators:province_compare",
    "indicators:country_curves", "indicators:province_curves",
    "indicators:country_ground", "indicators:province_ground",
    "indicators:country_steps", "indicators:province_steps", "indicators:country_evenings", "indicators:province_evenings",
    "indicators:country_meeting", "indicators:province_meeting",
    "indicators:public", "indicators:public_page", "sync:me", "sync:device", "sync:slice",
    *KEPT_BY_PHONES,
    "coaching:devices", "coaching:device_end", "teams:languages",
    "indicators:province_reports", "indicators:reports_remind", "indicators:province_reports_xlsx", "indicators:report_schedule",
    "indicators:country_campaigns", "indicators:province_campaigns", "indicators:country_campaign",
    "indicators:province_campaign", "indicators:country_campaign_new", "indicators:province_campaign_new",
    "indicators:country_campaign_change", "indicators:province_campaign_change", "indicators:country_campaign_targets",
    "indicators:province_campaign_targets", "indicators:country_campaign_import", "indicators:province_campaign_import",
    "indicators:country_work", "indicators:province_work", "indicators:country_silent", "indicators:province_silent",
    *(f"communes:{level}_boundaries{page}" for level in ("country", "province") for page in ("", "_draft", "_drop", "_map")),
    "set_language", "set_theme", "healthz", "readyz", "favicon", "components",
    "sync:visits", "sync:parcels", "indicators:sync_fates",
}  # fmt: skip
"""Addresses outside any commune: each reader gets an own page there, or none. A new one is entered here after thought."""

OF_ADMINISTRATORS = {"indicators:commune_campaign_targets", "indicators:commune_campaign_import"}
"""What administrators write in a commune that is no people's: its targets in a campaign."""

SEARCHED_BY_POST = {"coaching:households", "coaching:village_households"}
"""Where a name that is searched for is sent by POST, to stay out of addresses; it changes nothing."""

LIVING_TABLES = {"django_session", "usersessions_usersession", "django_migrations"}


ADMINISTRATION = [address for address in addresses() if address.is_of_admin and address.is_named]


@pytest.fixture
def sample(world: World) -> Sample:
    """The world with a visit and a roster in Phú Xuân."""
    return sample_of(world)


def signed_in(sample: Sample, who: str) -> Client:
    client = Client()
    client.force_login(sample.world.users[who])
    return client


def sent(client: Client, method: str, url: str) -> HttpResponse:
    return getattr(client, method)(url)


def answers(client: Client, url: str, asked: tuple[str, ...]) -> Iterator[tuple[str, HttpResponse]]:
    """What comes back for an address, and with each of the questions; one where there is no page is asked the first only."""
    plain = client.get(url)
    yield url, plain
    for query in asked if plain.status_code == 200 else asked[:1]:
        yield url + query, client.get(url + query)


def text_of(response: HttpResponse) -> str:
    """The body, without the token and the request's number."""
    text = b"".join(response).decode(errors="replace")
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    text = re.sub(r'name="next" value="[^"]*"', "", text)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "", text)


def database() -> dict[str, str]:
    """A checksum of each table's rows."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name not in LIVING_TABLES]
        sums = {}
        for table in tables:
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {connection.ops.quote_name(table)} t"  # noqa: S608 -- our own tables
            )
            sums[table] = cursor.fetchone()[0]
    return sums


def test_every_address_outside_communes_is_known_to_the_walk() -> None:
    assert {address.name for address in ELSEWHERE} - SHARED == set()


def test_the_walk_can_fill_in_every_address_of_a_commune(sample: Sample) -> None:
    assert len({sample.url(address) for address in IN_A_PLACE}) == len(IN_A_PLACE)


@pytest.mark.parametrize("who", STRANGERS)
def test_nothing_of_a_commune_exists_for_strangers(sample: Sample, who: str) -> None:
    client, before = signed_in(sample, who), database()

    wrong = [
        f"{method} {address.name} {foreign.status_code} {absent.status_code}"
        for address in IN_A_PLACE
        for method in METHODS
        for foreign, absent in [(sent(client, method, sample.url(address)), sent(client, method, sample.absent_url(address)))]
        if foreign.status_code not in {404, 405}
        or foreign.status_code != absent.status_code
        or text_of(foreign) != text_of(absent)
    ]

    assert wrong == []
    assert database() == before


def test_a_member_of_the_next_village_finds_no_household_of_this_one(sample: Sample) -> None:
    client, before = signed_in(sample, "neighbour_member"), database()
    in_the_village = [
        address for address in IN_A_PLACE if {"household", "gathering", "roster_import", "team"} & set(address.parts)
    ]

    wrong = [
        f"{method} {address.name} {answer.status_code}"
        for address in in_the_village
        for method in METHODS
        for answer in [sent(client, method, sample.url(address))]
        for body in [text_of(answer)]
        if answer.status_code not in {404, 405} or any(secret in body for secret in OF_ONE_VILLAGE)
    ]

    assert wrong == []
    assert database() == before


@pytest.mark.parametrize("who", STRANGERS)
def test_pages_that_everyone_has_say_nothing_of_another_commune(sample: Sample, who: str) -> None:
    client = signed_in(sample, who)
    asked = ("?q=nguyen+van+binh&order=name&indicator=adults_able", "?q=24364", "?q=12345601")

    leaks = [
        f"{place}: {secret}"
        for address in ELSEWHERE
        for place, answer in answers(client, sample.url(address), asked)
        for body in [text_of(answer)]
        for secret in SECRETS
        if secret in body
    ]

    assert leaks == []


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("words", ["nguyen van binh", "0912345601", "canh nha van hoa"])
def test_a_search_that_is_posted_finds_nobody_of_another_commune(sample: Sample, who: str, words: str) -> None:
    client = signed_in(sample, who)

    page = text_of(client.post("/households/", {"q": words}, follow=True))

    assert [secret for secret in SECRETS if secret in page and secret != words] == []


@pytest.mark.parametrize("who", ["commune_officer", "province_analyst"])
def test_the_administration_does_not_exist_for_those_who_administer_nothing(sample: Sample, who: str) -> None:
    client, before = signed_in(sample, who), database()

    wrong = [
        f"{method} {address.name} {answer.status_code}"
        for address in ADMINISTRATION
        for method in ("get", "post")
        for answer in [sent(client, method, sample.admin_url(address))]
        if answer.status_code != 404
        and address.name not in {"admin:logout", "admin:password_change", "admin:password_change_done"}
    ]

    assert wrong == []
    assert database() == before


def _is_led_to_sign_in(address: Address, answer: HttpResponse) -> bool:
    """A page leads there; a program is told so."""
    if hasattr(address.view, "speaks_json"):
        return answer.status_code == 401 and answer.content in {b'{"error":"signed_out"}', b""}  # nothing after HEAD
    return answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")


def test_without_signing_in_every_address_leads_to_the_sign_in_page(sample: Sample) -> None:
    client, before = Client(), database()
    closed = [address for address in OURS if not getattr(address.view, "is_public", False)]

    wrong = [
        f"{method} {address.name} {answer.status_code}"
        for address in closed
        for method in METHODS
        for answer in [sent(client, method, sample.url(address))]
        if not _is_led_to_sign_in(address, answer)
    ]

    assert wrong == []
    assert database() == before


def test_an_analyst_never_meets_a_person(sample: Sample) -> None:
    client, opened, leaks = signed_in(sample, "province_analyst"), [], []

    for address in OURS:
        for place, answer in answers(client, sample.url(address), ("?q=nguyen+van+binh", "?q=binh")):
            opened += [address.name] if answer.status_code == 200 else []
            body = text_of(answer)
            leaks += [f"{place}: {secret}" for secret in PEOPLE if secret in body]

    assert leaks == []
    assert {"indicators:country", "indicators:province", "indicators:commune", "indicators:village"} <= set(opened)
    of_phones = {name for name in opened if name.startswith(("coaching:", "sync:"))}
    assert of_phones <= {"sync:me", "coaching:devices", *KEPT_BY_PHONES}


@pytest.mark.parametrize("who", ["province_analyst", "commune_leader", "province_admin", "system_admin"])
def test_those_who_only_read_change_nothing_of_people_with_any_method(sample: Sample, who: str) -> None:
    client, before = signed_in(sample, who), database()
    of_people = [
        one
        for one in IN_A_PLACE
        if not one.name.startswith("teams:") and "report" not in one.parts and one.name not in OF_ADMINISTRATORS
    ]

    for address in of_people:
        for method in UNSAFE:
            allowed = {302, 404, 405} if address.name in SEARCHED_BY_POST else {404, 405}
            assert sent(client, method, sample.url(address)).status_code in allowed, f"{method} {address.name}"

    assert database() == before


def test_reading_changes_nothing(sample: Sample) -> None:
    client, before = signed_in(sample, "commune_officer"), database()

    for address in OURS:
        for method in ("get", "head"):
            sent(client, method, sample.url(address))

    assert database() == before


JUNK = ("\x00", "🤡" * 300, "'; DROP TABLE", "-1", "99999999999999999999", "2026-13-45")

READERS = ["commune_officer", "system_admin"]


@pytest.mark.parametrize("who", READERS)
def test_junk_in_any_place_is_never_a_server_error(sample: Sample, who: str) -> None:
    client = signed_in(sample, who)
    client.raise_request_exception = False
    names = ("q", "page", "order", "indicator", "filter", "village", "state", "next", "commune", "reason", "file", "day")
    names += ("group", "since", "show", "first", "last", "all", "period", "revision", "remark", "kind", "change")
    names += ("row", "code", "which", "skills", "visited_on", "r1-result", "r1-who", "r1-again")
    names += ("household", "shown", "every", "withdraw", "until", "with", "near", "then")

    broken = [
        f"{method} {address.name} {junk[:20]!r} {status}"
        for place, address in enumerate(OURS, start=READERS.index(who))
        for method in ("get", "post")
        # Half of it each: the other half goes to the next reader, and to the same page of the next level.
        for junk in JUNK[place % 2 :: 2]
        for status in [getattr(client, method)(sample.url(address), dict.fromkeys(names, junk)).status_code]
        if status >= 500 and address.name != "readyz"
    ]

    assert broken == []


def test_two_readers_of_one_address_share_no_stored_page(sample: Sample) -> None:
    officer, stranger = signed_in(sample, "commune_officer"), signed_in(sample, "stranger_officer")

    for address in OURS:
        url = sample.url(address)
        mine = officer.get(url)
        if mine.status_code != 200 or getattr(address.view, "is_public", False):
            continue
        assert (
            "private" in mine.get("Cache-Control", "")
            or "no-store" in mine.get("Cache-Control", "")
            or "Cookie" in mine.get("Vary", "")
        ), address.name
        again = stranger.get(url, headers={"if-none-match": mine.get("ETag", '"x"')})
        assert again.status_code != 304, address.name
