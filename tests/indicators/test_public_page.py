"""A province's public page: only where it was switched on, the same for everybody, in steps, and light enough for a crowd."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from indicators.actions.publishing import publish
from indicators.models import Measurement
from indicators.suppression import STEP
from literacy_portal.kit.periods import today
from tests.factories import CampaignFactory, CommuneFactory, TargetFactory
from tests.indicators.stored import store
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE, SWITCH = "/public/66/", "/vn/66/public/"
READERS = ("commune_officer", "province_analyst", "province_admin", "stranger_member")


@pytest.fixture
def counted(world: World) -> World:
    """Odd counts of every day of a fortnight, and a campaign that runs."""
    count(0)
    campaign = CampaignFactory(
        province=world.dak_lak, first_day=today() - timedelta(days=20), last_day=today() + timedelta(days=20)
    )
    TargetFactory(campaign=campaign, minimum=40)
    return world


def count(more: int) -> None:
    """`more` is at most 4: every count stays in its step."""
    Measurement.objects.all().delete()
    for place, base in (("66", 208), ("24364", 128), ("24169", 83)):
        counts = {today() - timedelta(days=day): (base + more - 5 * day, 10 * base + 3 + more) for day in range(14)}
        for code in ("adults_able", "adults_kept", "households_visited"):
            store(place, code, counts)


def published(world: World) -> None:
    publish(by=world.users["province_admin"], province=world.dak_lak, is_on=True)


def as_reader(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


def test_it_exists_for_everybody_while_it_is_on_and_for_nobody_else(counted: World) -> None:
    admin = as_reader(counted, "province_admin")
    readers = [Client(), *(as_reader(counted, who) for who in READERS)]

    seen = []
    for pressed in ({}, {"on": "1"}, {"off": "1"}):
        if pressed:
            assert admin.post(SWITCH, pressed).status_code == 302
        seen.append({reader.get(PAGE).status_code for reader in readers})

    assert seen == [{404}, {200}, {404}]
    assert Client().get("/public/40/").status_code == 404


def test_only_the_provinces_own_administrator_finds_the_switch_and_each_turn_is_noted_once(counted: World) -> None:
    others = ("commune_officer", "province_analyst", "distant_analyst", "stranger_officer", "team_member")
    admin = as_reader(counted, "province_admin")

    assert {as_reader(counted, who).post(SWITCH, {"on": "1"}).status_code for who in others} == {404}
    for _press in range(2):
        admin.post(SWITCH, {"on": "1"})
    assert admin.post("/vn/40/public/", {"on": "1"}).status_code == 404

    events = AuditEvent.objects.filter(verb__startswith="public_page.")
    assert [(one.verb, one.place, one.actor) for one in events] == [("public_page.on", "66", counted.users["province_admin"])]
    assert "http://testserver/public/66/" in admin.get(SWITCH).content.decode()


def test_everybody_reads_the_same_page_in_steps_and_no_day_tells_two_worlds_apart(counted: World) -> None:
    """By attack: counts that differ within their step make the same page, its curve and forecast included."""
    published(counted)
    readers = [Client(), *(as_reader(counted, who) for who in READERS)]
    seen = []
    for more in (0, 4):
        count(more)
        cache.clear()
        seen.append({main_of(reader.get(f"{PAGE}?lang=en&indicator=adults_able")) for reader in readers})
    (page,) = seen[0]
    told = page[: page.index("<aside")]  # villages and teams heard from are no persons
    counts = [int(one.replace(",", "")) for pair in re.findall(r"(\d[\d,]*)(?:</strong>)? / (\d[\d,]*)", told) for one in pair]

    assert seen[0] == seen[1]
    assert "day 21 of 41" in re.sub(r"<[^>]+>", "", page)
    assert len(counts) >= 12
    assert {one % STEP for one in counts} == {0}


def main_of(answer: HttpResponse) -> str:
    html = answer.content.decode()
    return re.sub(r"Counted up to [^<·]*", "", html[html.index("<main") : html.index("</main>")])


def test_caches_may_keep_it_and_nobody_is_given_a_cookie(counted: World) -> None:
    published(counted)
    for reader in (Client(), as_reader(counted, "commune_officer")):
        answer = reader.get(PAGE)
        again = reader.get(PAGE, headers={"if-none-match": answer["ETag"]})

        assert "public" in answer["Cache-Control"]
        assert "max-age=60" in answer["Cache-Control"]
        assert "Cookie" not in answer["Vary"]
        assert not answer.cookies
        assert answer["X-Robots-Tag"] == "noindex"
        assert "csrfmiddlewaretoken" not in answer.content.decode()
        assert (again.status_code, again.content) == (304, b"")


def test_a_crowd_costs_two_look_ups_each_and_a_large_province_no_more_than_a_small_one(counted: World) -> None:
    published(counted)
    cold, warm = queries(), queries(cold=False)
    for number in range(20):
        CommuneFactory(code=f"22{number:03}", province=counted.dak_lak)

    assert queries() == cold
    assert warm <= 3
    assert cold <= 35


def queries(*, cold: bool = True) -> int:
    if cold:
        cache.clear()
        Client().get(f"{PAGE}?lang=fr")
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(PAGE).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("query", "language", "word"),
    [("", "vi", "Hộ đã gặp"), ("?lang=en", "en", "Households met"), ("?lang=fr", "fr", "Foyers rencontrés"),
     ("?lang=%00&indicator=%00", "vi", "Hộ đã gặp")],
)  # fmt: skip
def test_the_language_stands_in_the_address(counted: World, query: str, language: str, word: str) -> None:
    published(counted)
    html = Client().get(f"{PAGE}{query}", headers={"accept-language": "en"}).content.decode()

    assert f'<html lang="{language}">' in html
    assert word in html
