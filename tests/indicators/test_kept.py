"""Pages kept for all who may see the same: made once, never stale, and never somebody else's."""

import gzip
import importlib
import re
from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from redis.exceptions import RedisError

from communes.models import Commune, EthnicGroup, Province, RosterImport, Village
from indicators.actions import bulletins, recount
from indicators.actions.definitions import define
from indicators.actions.marking import mark_stale
from indicators.models import Bulletin, Declaration, Report, Stale, Target
from indicators.queries.state import state_of
from indicators.views import kept
from indicators.views.asked import HOLES, Anyone
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from literacy_portal.kit.templatetags import framed
from sessions.models import Held, Skill, Visit
from teams.models import Membership, PersonalAccess, Posting, Team
from teams.scoping import Reach
from tests.factories import (
    AttendanceFactory,
    CampaignFactory,
    GatheringFactory,
    OutcomeFactory,
    TargetFactory,
    VillageConditionFactory,
    VillageFactory,
    VisitFactory,
)
from tests.indicators.conftest import day_is
from tests.indicators.drafts import draft
from tests.world import World

pytestmark = pytest.mark.django_db

KEPT_SIDES = ("", "left-behind/", "curves/", "ground/", "steps/", "evenings/", "campaigns/", "meeting/", "figures/adults_able/")
PROVINCE, COMMUNE, VILLAGE = "/vn/66/", "/vn/66/24364/", "/vn/66/24364/001/"


@pytest.fixture
def counted(world: World) -> World:
    OutcomeFactory(resident=world.people["Bình"])
    recount.rebuild()
    return world


def get(client: Client, world: World, who: str, url: str, **headers: str) -> str:
    client.force_login(world.users[who])
    client.cookies["language"] = "en"
    return client.get(url, headers=headers).content.decode()


def without_clock(html: str) -> str:
    """Without what is another in every answer."""
    return re.sub(r'Counted up to [\d:/ ]+|name="csrfmiddlewaretoken" value="\w+"', "", html)


def _held(world: World) -> None:
    Held.objects.create(
        client_id=new_id(), content_hash="a", village=world.xuan_lang, reason="unknown_household", item={}, schema=1,
        sent_by=world.users["team_member"],
    )  # fmt: skip


def _visit(world: World) -> Visit:
    return VisitFactory(household=world.home_of("Bình"), visited_on=today(), result="refused")


def _declared(world: World) -> None:
    Declaration.objects.create(
        indicator="officials_trained", commune=world.phu_xuan, day=today(), counted=5, out_of=10, evidence="12/BC",
        declared_by=world.users["commune_officer"],
    )  # fmt: skip


def _imported(world: World) -> None:
    RosterImport.objects.create(
        commune=world.phu_xuan, uploaded_by=world.users["commune_officer"], state="applied",
        applied_at=timezone.now() - timedelta(days=400),
    )  # fmt: skip


def _report(world: World) -> None:
    Report.objects.create(commune=world.phu_xuan, kind="monthly", first=today().replace(day=1), last=today())


CHANGES: dict[str, tuple[str, Callable[[World], object]]] = {
    "a visit of nobody's team that met nobody": (COMMUNE, _visit),
    "a gathering": (COMMUNE, lambda world: GatheringFactory(village=world.xuan_my, team=None, held_on=today())),
    "something held": (COMMUNE, _held),
    "a village opened": (COMMUNE, lambda world: VillageFactory(commune=world.phu_xuan, serial="007")),
    "a village closed": (PROVINCE, lambda world: Village.objects.filter(pk=world.xuan_my.pk).update(closed_on=today())),
    "a village renamed": (COMMUNE, lambda world: Village.objects.filter(pk=world.xuan_my.pk).update(name="Xuân Mới")),
    "itself renamed": (COMMUNE, lambda _world: Commune.objects.filter(pk="24364").update(name="Phú Mới")),
    "its commune renamed": (VILLAGE, lambda _world: Commune.objects.filter(pk="24364").update(name="Phú Mới")),
    "its province renamed": (VILLAGE, lambda _world: Province.objects.filter(pk="66").update(name="Đắk Mới")),
    "the ground": (VILLAGE, lambda world: VillageConditionFactory(village=world.xuan_lang)),
    "a people renamed": (VILLAGE, lambda _world: EthnicGroup.objects.filter(slug="kinh").update(name="Việt")),
    "a team closed": (PROVINCE, lambda world: Team.objects.filter(pk=world.team.pk).update(closed_on=today())),
    "a village covered no more": (COMMUNE, lambda world: world.team.villages.clear()),
    "a declared figure": (PROVINCE, _declared),
    "a campaign": (VILLAGE, lambda world: CampaignFactory(province=world.dak_lak, last_day=today())),
    "a campaign in the meeting room": (
        f"{PROVINCE}meeting/",
        lambda world: CampaignFactory(province=world.dak_lak, last_day=today()),
    ),
    "its name in the meeting room": (
        f"{COMMUNE}meeting/",
        lambda _world: Commune.objects.filter(pk="24364").update(name="Phú Mới"),
    ),
    "a roster": (COMMUNE, _imported),
    "a report": (COMMUNE, _report),
    "an indicator": (COMMUNE, lambda world: define(by=world.users["system_admin"], draft=draft(), province=None)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_on_a_page_is_on_it_at_once(client: Client, counted: World, change: str) -> None:
    url, done = CHANGES[change]
    before = without_clock(get(client, counted, "commune_officer", url))
    assert without_clock(get(client, counted, "commune_officer", url)) == before

    done(counted)

    now = without_clock(get(client, counted, "commune_officer", url))
    Bulletin.objects.create(word=1)
    framed.kept.cache_clear()
    assert now == without_clock(get(client, counted, "commune_officer", url)) != before


@pytest.mark.parametrize("who", ["team_member", "commune_officer", "province_analyst"])
def test_pieces_kept_by_themselves_are_what_they_would_be_made_anew(client: Client, counted: World, who: str) -> None:
    asked = ("", "?group=female&day=2026-10-31&order=name&indicator=online_shopping_alone")
    for url in [f"{place}{side}{query}" for place in (PROVINCE, COMMUNE, VILLAGE) for side in KEPT_SIDES for query in asked]:
        client.force_login(counted.users[who])
        client.cookies["language"] = "en"
        client.get(url)  # the pieces are there
        Bulletin.objects.create(word=1)
        with_pieces = client.get(url)
        Bulletin.objects.create(word=1)
        framed.kept.cache_clear()
        anew = client.get(url)

        assert with_pieces.status_code == anew.status_code
        if anew.status_code == 200:
            assert without_clock(with_pieces.content.decode()) == without_clock(anew.content.decode()), url


def test_a_visit_waits_on_the_page_at_once_and_its_figure_stands_there_as_soon_as_it_is_counted(
    client: Client, counted: World
) -> None:
    assert "33.3%" in get(client, counted, "commune_officer", VILLAGE)

    OutcomeFactory(resident=counted.people["Hòa"])
    waiting = get(client, counted, "commune_officer", VILLAGE)
    recount.drain()

    assert "1 village waits" in waiting
    assert "66.7%" in (after := get(client, counted, "commune_officer", VILLAGE))
    assert "waits" not in after


def test_what_a_team_does_elsewhere_is_heard_wherever_it_works(client: Client, counted: World) -> None:
    """Also when the visit is corrected: then another team has been heard from."""
    counted.team.villages.add(counted.stranger_village)
    recount.drain()
    ward = "/vn/66/24169/"
    assert "0 of 2 teams" in get(client, counted, "stranger_officer", ward)

    visit = VisitFactory(household=counted.home_of("Bình"), team=counted.team, visited_on=today())
    recount.drain()
    heard = get(client, counted, "stranger_officer", ward)
    VisitFactory(household=counted.home_of("Bình"), visited_on=today(), replaces=visit)
    recount.drain()

    assert "1 of 2 teams" in heard
    assert "0 of 2 teams" in get(client, counted, "stranger_officer", ward)


def test_a_target_and_a_course_change_the_page_of_their_campaign(client: Client, counted: World) -> None:
    campaign = CampaignFactory(province=counted.dak_lak, indicators=["adults_able"])
    TargetFactory(campaign=campaign, minimum=40)
    url = f"{COMMUNE}campaigns/{campaign.pk}/"
    pages = [get(client, counted, "commune_officer", url)]
    Target.objects.update(minimum=77)
    pages.append(get(client, counted, "commune_officer", url))
    gathering = GatheringFactory(village=counted.xuan_lang, held_on=today())
    recount.drain()
    states = [state_of("24364")]
    AttendanceFactory(gathering=gathering)
    states.append(state_of("24364"))

    assert "77%" in pages[1]
    assert "77%" not in pages[0]
    assert states[0] != states[1]


def test_whose_role_ended_gets_nothing_from_what_is_kept(client: Client, counted: World) -> None:
    for who, model, url in (("commune_officer", Posting, COMMUNE), ("team_member", Membership, VILLAGE)):
        assert counted.users[who].full_name in get(client, counted, who, url)
        model.objects.filter(user=counted.users[who]).update(ended_on=today())
        assert client.get(url).status_code == 404


def test_each_reader_gets_a_page_of_the_own_reach_and_the_own_name(client: Client, counted: World) -> None:
    """One address, in turn, and again: what is kept for one must not be what another sees."""
    seen = {}
    readers = ("commune_officer", "province_analyst", "team_member", "province_admin", "commune_leader")
    for _turn in (1, 2):
        for who in readers:
            html = get(client, counted, who, VILLAGE)
            assert html.count(f"<strong>{counted.users[who].full_name}</strong>") == 1
            assert not [other for other in readers if other != who and counted.users[other].full_name in html]
            assert not [hole for hole in HOLES.values() if hole in html]
            assert seen.setdefault(who, without_clock(html)) == without_clock(html)
    assert "1 / 3" in seen["commune_officer"]
    assert "1 / 3" not in seen["province_analyst"]
    client.force_login(counted.users["stranger_officer"])
    assert client.get(VILLAGE).status_code == 404


def test_what_is_opened_for_a_reason_is_shown_to_that_administrator_as_long_as_it_is_open(client: Client, counted: World) -> None:
    closed = get(client, counted, "province_admin", VILLAGE)
    now = timezone.now()
    access = PersonalAccess.objects.create(
        user=counted.users["province_admin"], commune=counted.phu_xuan, reason="x", closes_at=now + timedelta(hours=8)
    )
    opened = get(client, counted, "province_admin", VILLAGE)
    PersonalAccess.objects.filter(pk=access.pk).update(closes_at=now)

    assert "Personal data are open to you" in opened
    assert "1 / 3" in opened
    assert without_clock(get(client, counted, "province_admin", VILLAGE)) == without_clock(closed)
    assert "1 / 3" not in closed


def test_the_token_on_a_kept_page_is_the_readers_own(counted: World) -> None:
    for who in ("commune_officer", "commune_leader", "commune_officer"):
        client = Client(enforce_csrf_checks=True)
        html = get(client, counted, who, COMMUNE)
        (token, *_others) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
        answer = client.post("/settings/theme/", {"theme": "dark", "next": COMMUNE, "csrfmiddlewaretoken": token})
        assert (answer.status_code, answer["Location"]) == (302, COMMUNE)
        assert 'data-theme="dark"' in client.get(COMMUNE).content.decode()


def test_language_theme_and_day_make_it_another_page(client: Client, counted: World) -> None:
    texts = set()
    for language, theme in (("en", ""), ("vi", ""), ("vi", "dark"), ("fr", "dark")):
        client.force_login(counted.users["commune_officer"])
        client.cookies["language"], client.cookies["theme"] = language, theme
        texts.add(without_clock(client.get(COMMUNE).content.decode()))
    assert len(texts) == 4

    visit_day = today()
    _visit(counted)
    recount.drain()
    seen = []
    for days in (0, 13, 14):
        with day_is(visit_day + timedelta(days=days)):
            seen.append("heard from 1 of 2 villages" in get(client, counted, "commune_officer", COMMUNE))
    assert seen == [True, True, False]


def test_the_clock_on_a_kept_page_is_that_of_the_reading(client: Client, counted: World) -> None:
    with day_is(today()) as clock:
        for hour in (1, 2):
            clock.return_value = clock.return_value.replace(hour=hour)  # type: ignore[attr-defined]
            assert f"Counted up to {hour + 7:02}:00" in get(client, counted, "commune_officer", COMMUNE)


def test_a_process_fetches_a_page_once_and_another_finds_what_the_first_made(client: Client, counted: World) -> None:
    pages = [get(client, counted, "commune_officer", COMMUNE)]
    fetched, fetch = [], kept.cache.get
    for is_another_process in (False, True, False):
        if is_another_process:
            kept.at_hand.cache_clear()
        with (
            patch.object(kept.cache, "get", side_effect=lambda key, *more: [fetched.append(key), fetch(key, *more)][1]),
            CaptureQueriesContext(connection) as queries,
        ):
            pages.append(client.get(COMMUNE).content.decode())
        assert len(queries) == 1
        fetched.append("next")

    assert [key.partition(":")[0] for key in fetched if key.startswith(("page:", "next"))] == ["next", "page", "next", "next"]
    assert len(set(map(without_clock, pages))) == 1


def test_without_redis_pages_are_made_anew(client: Client, counted: World) -> None:
    there = without_clock(get(client, counted, "commune_officer", COMMUNE))
    kept.at_hand.cache_clear()
    with patch.object(kept.cache, "get", side_effect=RedisError), patch.object(kept.cache, "set", side_effect=RedisError):
        client.cookies["language"] = "en"
        answer = client.get(COMMUNE)

    assert (answer.status_code, without_clock(answer.content.decode())) == (200, there)


def test_a_browser_that_takes_it_gets_the_page_packed_and_the_same(client: Client, counted: World) -> None:
    plain = get(client, counted, "commune_officer", COMMUNE)
    answer = client.get(COMMUNE, headers={"accept-encoding": "gzip, deflate, br"})

    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert without_clock(gzip.decompress(answer.content).decode()) == without_clock(plain)


def test_a_maker_cannot_ask_who_reads() -> None:
    with pytest.raises(RuntimeError, match="reader"):
        _unknown = Anyone(Reach.of([])).email


def test_added_up_bulletins_say_the_same(counted: World) -> None:
    def sums() -> dict[str, int]:
        rows = Bulletin.objects.order_by().values("commune").annotate(sum=Sum("word"))
        return {row["commune"]: row["sum"] for row in rows}

    for _number in range(bulletins.MANY + 1):
        Bulletin.objects.create(commune="24364", word=1)
    before = sums()
    bulletins.add_up()

    assert sums() == before
    assert Bulletin.objects.count() == len(before)


FIGURES = {"indicators_measurement", "indicators_headcount", "indicators_edition", "indicators_latenews", "indicators_stale"}
READER = {"accounts_user", "teams_membership", "teams_posting", "teams_personalaccess", "django_session"}


def watched() -> dict[str, object]:
    """The tables that tell of their changes."""
    modules = ("0011_bulletins", "0012_boundaries_told")
    return {
        table: how for one in modules for table, how in importlib.import_module(f"indicators.migrations.{one}").WATCHED.items()
    }


def test_whatever_table_a_kept_page_reads_tells_of_its_changes(client: Client, counted: World) -> None:
    """By construction: a page that reads another table is made to say so here, before it can be stale."""
    marks = importlib.import_module("indicators.migrations.0004_marks_by_trigger").WATCHED
    told = watched()
    campaign = CampaignFactory(province=counted.dak_lak, indicators=["adults_able"])
    TargetFactory(campaign=campaign)
    sides = ("", "figures/adults_able/", f"campaigns/{campaign.pk}/", "?day=2026-10-01&group=female")
    with CaptureQueriesContext(connection) as queries:
        for who in ("commune_officer", "province_analyst", "team_member"):
            for place in ("/vn/", PROVINCE, COMMUNE, VILLAGE):
                for side in sides:
                    get(client, counted, who, f"{place}{side}")
    read = {
        table
        for query in queries.captured_queries
        if query["sql"].lstrip().upper().startswith(("SELECT", "WITH"))
        for table in re.findall(r"\b(?:communes|coaching|teams|indicators|accounts|django)_[a-z_]+", query["sql"])
    }
    names = {"indicators_bulletin", "coaching_visit_members", *FIGURES, *READER, *marks, *told}

    assert {table for table in read if table in connection.introspection.table_names()} - names == set()


def test_every_table_that_is_told_of_has_its_triggers_and_they_fire_always() -> None:
    told = importlib.import_module("indicators.migrations.0011_bulletins")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, count(*), bool_and(tgenabled = 'A') FROM pg_trigger"
            " WHERE tgname LIKE 'indicators\\_tell\\_%' GROUP BY 1"
        )
        found = {table: (number, always) for table, number, always in cursor.fetchall()}

    assert found == {table: (len(told.events(table)), True) for table in watched()}


def test_a_skill_that_is_renamed_is_told_everywhere() -> None:
    before = state_of("66")
    Skill.objects.filter(pk=Skill.objects.values("pk")[:1]).update(name_vi="Khác")

    assert state_of("66") != before


def test_each_mark_that_comes_or_goes_is_another_state_of_its_place_and_of_no_other(world: World) -> None:
    near, far = [state_of("24364")], state_of("40")
    for _n in range(3):
        mark_stale(villages=[world.xuan_lang.pk], since=today())
        near.append(state_of("24364"))
    Stale.objects.order_by("pk").first().delete()  # type: ignore[union-attr]
    near.append(state_of("24364"))

    assert len(set(near)) == 5
    assert state_of("40") == far
