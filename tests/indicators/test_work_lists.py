"""Work lists: by name where people are open, by count in steps elsewhere; asked of the teams from there."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communes.enums import Relation
from communes.models import Village
from indicators.actions import recount
from indicators.silence import Reason
from indicators.suppression import in_steps
from literacy_portal.kit.periods import today
from sessions.enums import Result
from sessions.models import VisitRequest
from tests.factories import (
    FollowUpFactory,
    GatheringFactory,
    HouseholdFactory,
    ResidenceFactory,
    ResidentFactory,
    VillageConditionFactory,
    VisitFactory,
)
from tests.house.addresses import PEOPLE
from tests.indicators.conftest import learn
from tests.world import World

pytestmark = pytest.mark.django_db

COMMUNE, HERE, THERE = "/vn/66/24364/work-lists/", "/vn/66/24364/001/work-lists/", "/vn/66/24364/002/work-lists/"
INDEX_QUERIES, LIST_QUERIES, SILENT_QUERIES = 8, 13, 5
"""Of an officer, those of the session, the user and the user's roles included."""


@pytest.fixture
def evening(world: World) -> World:
    """Bình: promised for yesterday. Hòa: with help for three weeks. H'Bŭt, poor, and Tâm: never visited. Xuân Mỹ is silent."""
    lately = today() - timedelta(days=3)
    visit = VisitFactory(household=world.home_of("Bình"), visited_on=lately)
    FollowUpFactory(household=world.home_of("Bình"), visit=visit, due_on=today() - timedelta(days=1))
    VisitFactory(household=world.home_of("H'Bŭt"), visited_on=lately, result=Result.NOBODY_HOME)
    learn(world.people["Hòa"], "online_shopping", 2, today() - timedelta(days=21))
    learn(world.people["Bình"], "cashless_payment", 3, today() - timedelta(days=30))
    learn(world.people["Bình"], "online_safety", 3, today() - timedelta(days=29))
    recount.rebuild()
    return world


def signed_in(client: Client, world: World, who: str) -> Client:
    client.force_login(world.users[who])
    return client


def listed(client: Client, url: str) -> list[tuple[str, str]]:
    """Number of the household, and of whom or why."""
    lines = client.get(url).context["lines"]
    return [(line.household.number, line.resident.full_name if line.resident else line.why) for line in lines]


def numbers(client: Client, url: str) -> list[str]:
    return [tally.text for _about, tally in client.get(url).context["cards"]]


def test_the_officer_sees_how_many_wait_and_each_list_by_name(client: Client, evening: World) -> None:
    signed_in(client, evening, "commune_officer")

    assert numbers(client, COMMUNE) == ["2", "1", "1", "1", "1"]
    assert listed(client, f"{COMMUNE}never/") == [("2", "Chưa đến lần nào"), ("1", "Chưa đến lần nào")]
    assert [number for number, _why in listed(client, f"{COMMUNE}overdue/")] == ["1"]
    assert listed(client, f"{COMMUNE}stalled/") == [("1", "Trần Thị Hòa")]
    assert listed(client, f"{COMMUNE}check/") == [("1", "Nguyễn Văn Bình")]
    assert listed(client, f"{COMMUNE}never/?village=002") == [("1", "Chưa đến lần nào")]
    assert [village.name for village, _reason, _url in client.get(f"{COMMUNE}silent/").context["lines"]] == ["Xuân Mỹ"]


def test_the_village_with_most_to_do_comes_first_and_its_round_is_two_steps_away(client: Client, evening: World) -> None:
    signed_in(client, evening, "commune_officer")

    rows = client.get(COMMUNE).context["rows"]
    paper = client.get(rows[0][2])

    assert [row.spot.code for row, _url, _paper in rows] == ["24364001", "24364002"]
    assert paper.context["form"]["which"].initial == "tonight"
    assert client.get(f"{COMMUNE}never/?village=001").context["print_url"] == rows[0][2]


def test_a_member_sees_the_own_village_by_name_and_of_the_others_steps(client: Client, evening: World) -> None:
    signed_in(client, evening, "team_member")

    assert listed(client, f"{COMMUNE}never/") == [("2", "Chưa đến lần nào")]
    assert client.get(f"{THERE}never/").status_code == 404
    assert {row.spot.code: row.tallies["never"].text for row, _url, _paper in client.get(COMMUNE).context["rows"]} == {
        "24364001": "1",
        "24364002": "dưới 10",
    }


def test_what_the_member_knows_is_taken_out_before_the_rest_is_told_in_steps(client: Client, evening: World) -> None:
    for number in range(3, 12):
        home = HouseholdFactory(village=evening.xuan_my, number=str(number))
        ResidenceFactory(household=home)
        visit = VisitFactory(household=home, visited_on=today() - timedelta(days=3))
        FollowUpFactory(household=home, visit=visit, due_on=today() - timedelta(days=1))
    recount.rebuild()

    told = {who: numbers(signed_in(client, evening, who), COMMUNE)[1] for who in ("team_member", "province_analyst")}

    assert told == {"team_member": str(1 + in_steps(9)), "province_analyst": str(in_steps(10))}


@pytest.mark.parametrize("place", ["/vn/", "/vn/66/", "/vn/66/24364/", "/vn/66/24364/001/"])
def test_an_analyst_reads_counts_in_steps_and_never_a_name(client: Client, evening: World, place: str) -> None:
    signed_in(client, evening, "province_analyst")

    pages = [client.get(f"{place}work-lists/{which}") for which in ("", "silent/")]
    lists = [client.get(f"{place}work-lists/{which}/").status_code for which in ("never", "overdue", "stalled", "check", "asked")]

    assert numbers(client, f"{place}work-lists/")[:4] == ["dưới 10", "dưới 8", "dưới 8", "dưới 8"]
    assert (set(lists), {page.status_code for page in pages}) == ({404}, {200})
    assert [name for name in PEOPLE for page in pages if name in page.content.decode()] == []


def test_strangers_find_nothing_and_hear_of_no_village_of_the_next_commune(client: Client, evening: World) -> None:
    for who in ("stranger_officer", "stranger_member", "distant_analyst"):
        signed_in(client, evening, who)
        paths = ["", "never/", "overdue/", "stalled/", "check/", "asked/", "silent/"]
        assert {client.get(COMMUNE + path).status_code for path in paths} == {404}
        assert "Xuân Mỹ" not in client.get("/vn/work-lists/silent/").content.decode()


def test_a_silent_village_is_told_with_the_one_reason_that_its_side_gives(client: Client, evening: World) -> None:
    Village.objects.get(pk="24364002").teams.clear()
    VillageConditionFactory(village=evening.xuan_my, since=today() - timedelta(days=9), has_4g=False, has_power=True)
    GatheringFactory(village=evening.xuan_my, held_on=today() - timedelta(days=14))
    signed_in(client, evening, "province_analyst")

    ((village, reason, url),) = client.get("/vn/66/24364/work-lists/silent/").context["lines"]
    GatheringFactory(village=evening.xuan_my, held_on=today() - timedelta(days=13))

    assert (village.heard_on, reason, url) == (today() - timedelta(days=14), Reason.NO_NETWORK, "/vn/66/24364/002/")
    assert not client.get("/vn/66/24364/work-lists/silent/").context["lines"]


def ask(client: Client, url: str, **said: Any) -> Any:
    return client.post(url, said, follow=True)


def test_the_officer_asks_for_those_ticked_or_for_the_whole_page_and_takes_back(client: Client, evening: World) -> None:
    signed_in(client, evening, "commune_officer")
    poor, tam = (evening.home_of(name) for name in ("H'Bŭt", "Tâm"))
    url = f"{COMMUNE}never/"

    ask(client, url, household=str(poor.pk), remark="Đến trước", until=today().isoformat())
    asked = VisitRequest.objects.get()
    ask(client, url, shown=[str(poor.pk), str(tam.pk)], every="1")
    both = listed(client, f"{COMMUNE}asked/")
    ask(client, f"{COMMUNE}asked/", withdraw=str(tam.pk))

    assert (asked.household, asked.reason, asked.remark, asked.until) == (poor, "never", "Đến trước", today())
    assert ([number for number, _why in both], listed(client, f"{COMMUNE}asked/")) == (
        ["2", "1"],
        [("2", "Chưa đến lần nào")],
    )


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client: Client, evening: World) -> None:
    signed_in(client, evening, "commune_officer")
    poor, url = evening.home_of("H'Bŭt"), f"{COMMUNE}never/"

    nobody = ask(client, url, remark="Đến trước")
    past = ask(client, url, household=str(poor.pk), remark="Đến trước", until="2020-01-01")
    page = past.content.decode()

    assert nobody.context["form"].non_field_errors()
    assert past.context["form"].errors.keys() == {"until"}
    assert 'value="Đến trước"' in page
    assert re.search(rf'value="{poor.pk}" checked', page)
    assert not VisitRequest.objects.exists()


def test_nobody_is_asked_for_but_by_the_communes_officer_and_in_the_commune(client: Client, evening: World) -> None:
    foreign = evening.home_of("Lạ")
    for who in ("team_leader", "team_member", "commune_leader", "province_analyst"):
        signed_in(client, evening, who)
        assert ask(client, f"{HERE}never/", household=str(evening.home_of("H'Bŭt").pk)).status_code == 404
    signed_in(client, evening, "commune_officer")
    ask(client, f"{COMMUNE}never/", household=str(foreign.pk))
    ask(client, f"{HERE}never/", household=str(evening.home_of("Tâm").pk))

    assert not VisitRequest.objects.exists()


def test_lists_of_any_length_ask_the_same_number_of_questions(client: Client, evening: World) -> None:
    signed_in(client, evening, "commune_officer")
    found = []
    for more in (0, 60):
        for number in range(more):
            home = HouseholdFactory(village=evening.xuan_lang, number=str(100 + number))
            person = ResidentFactory(birth_year=1950 + number)
            ResidenceFactory(resident=person, household=home, relation=Relation.HEAD)
            learn(person, "online_shopping", 2, today() - timedelta(days=30))
        pages = (COMMUNE, f"{COMMUNE}stalled/", f"{COMMUNE}silent/")
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(page)
            found.append(len(queries))
    assert answer.status_code == 200
    assert len(client.get(f"{COMMUNE}stalled/").context["lines"]) == 50
    assert len(client.get(f"{COMMUNE}stalled/?all=1").context["lines"]) == 61
    assert found == [INDEX_QUERIES, LIST_QUERIES, SILENT_QUERIES] * 2


def test_figures_and_the_honesty_line_lead_to_their_lists(client: Client, evening: World) -> None:
    signed_in(client, evening, "commune_officer")

    figure = client.get("/vn/66/24364/figures/households_visited/").content.decode()

    assert f'href="{COMMUNE}never/"' in figure
    assert f'href="{COMMUNE}silent/"' in figure
    assert f'href="{COMMUNE}silent/"' in client.get("/vn/66/24364/").content.decode()
    signed_in(client, evening, "province_analyst")
    assert f'href="{COMMUNE}never/"' not in client.get("/vn/66/24364/figures/households_visited/").content.decode()
