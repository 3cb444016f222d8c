"""What all sides that show figures have in common: queries, extremes, long names."""

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communes.models import Commune
from indicators.actions import recount
from indicators.views.kept import asked_before, at_hand
from indicators.views.sides import SIDES
from tests.factories import CommuneFactory, HouseholdFactory, OutcomeFactory, ResidenceFactory, ResidentFactory, VillageFactory
from tests.indicators.stored import store
from tests.indicators.test_pages import COMMUNE, COUNTRY, PROVINCE, VILLAGE, page
from tests.world import World

pytestmark = pytest.mark.django_db

OURS = ("left-behind", "compare", "curves", "ground")
MOST = {"left-behind": 10, "compare": 13, "curves": 8, "ground": 9, "steps": 7, "evenings": 6}
"""Queries of a page that is made, for the reader who costs most: a member, who knows a part of the commune exactly."""
KEPT = 1
"""As long as its state stays: user, roles and state, at once. A comparison tells of two places, and is not kept."""


@pytest.fixture
def counted(world: World) -> World:
    OutcomeFactory(resident=world.people["Bình"])
    recount.rebuild()
    return world


def queries(client: Client, place: str) -> dict[str, int]:
    """How many it takes to make each side of the place; every other but a comparison is kept from then on."""
    asked = {}
    for side in MOST:
        client.get(f"{place}{side}/")
        cache.clear()
        asked_before.cache_clear()
        at_hand.cache_clear()
        with CaptureQueriesContext(connection) as made:
            assert client.get(f"{place}{side}/").status_code == 200
        with CaptureQueriesContext(connection) as again:
            client.get(f"{place}{side}/")
        asked[side] = len(made)
        if side != "compare":
            assert len(again) == KEPT, side
    return asked


def test_no_side_asks_more_where_there_are_more_places(client: Client, counted: World) -> None:
    places = {"commune_officer": COMMUNE, "province_analyst": PROVINCE, "team_member": COMMUNE}
    before = {}
    for who, place in places.items():
        client.force_login(counted.users[who])
        before[who] = queries(client, place)
    for number in range(10, 30):
        village = VillageFactory(serial=f"0{number}", commune=Commune.objects.get(code="24364"))
        ResidenceFactory(resident=ResidentFactory(), household=HouseholdFactory(village=village))
        CommuneFactory(code=f"224{number}", province=counted.dak_lak)
    recount.rebuild()

    for who, place in places.items():
        client.force_login(counted.users[who])
        assert queries(client, place) == before[who], who
    assert {side: max(asked[side] for asked in before.values()) for side in MOST} == MOST


def test_each_side_is_taken_along_as_it_is_told(client: Client, counted: World) -> None:
    asked, told = "indicator=online_shopping_alone&day=2026-10-31&as=csv", {}
    client.cookies["language"] = "en"
    for who in ("commune_officer", "province_analyst"):
        client.force_login(counted.users[who])
        told[who] = {
            side: client.get(f"{COMMUNE}{side}/?{asked}", headers={"accept-language": "en"}).content.decode() for side in OURS
        }
        assert client.get(f"{COMMUNE}curves/?as=pdf").status_code == 404
    exact, aggregate = told.values()

    assert re.search(r"Women,0,3,0\.0%,-25(\.0)?,1,as 30 days ago", exact["left-behind"])
    assert "-25" not in aggregate["left-behind"]
    assert "thôn Xuân Lạng 2,0,3" in exact["curves"]
    assert "thôn Xuân Lạng 2" not in aggregate["curves"]
    assert all("thôn Xuân Mỹ" in of["ground"] for of in told.values())
    assert "Alone: shopping online,1,4" in exact["compare"]
    assert "Alone: shopping online,not shown" in aggregate["compare"]


def test_a_page_that_would_say_the_same_is_not_sent_again(client: Client, counted: World) -> None:
    client.force_login(counted.users["commune_officer"])
    for side in OURS:
        seen = {"if-none-match": client.get(f"{COMMUNE}{side}/")["ETag"]}
        assert client.get(f"{COMMUNE}{side}/", headers=seen).status_code == 304
        client.force_login(counted.users["commune_leader"])
        assert client.get(f"{COMMUNE}{side}/", headers=seen).status_code == 200
        client.force_login(counted.users["commune_officer"])


@pytest.mark.parametrize("counts", [(0, 900), (900, 900), (0, 0)])
def test_nobody_everybody_and_nothing_make_a_page_with_long_names(client: Client, world: World, counts: tuple[int, int]) -> None:
    name = "Xuân Lạng Thượng Hạ Trung Đông Tây Nam Bắc Ea Kao Phú Xuân 2"
    for place in (world.phu_xuan, world.xuan_lang, world.dak_lak):
        place.name = name
        place.save()
    for place in ("vn", "66", "24364", "24364001", "24364002"):
        for indicator in ("adults_able", "adults_kept", "adults_trained"):
            store(place, indicator, {date(2026, 1, 1): counts}, groups=("all", "female", "poor"))

    for place in (COUNTRY, PROVINCE, COMMUNE, VILLAGE):
        for side in SIDES:
            if side.word in OURS and (place != VILLAGE or side.word != "curves"):
                words = page(client, world, "system_admin", f"{place}{side.word}/")
                assert "nan" not in words.lower().split()
                assert ("100.0%" in words) == (counts == (900, 900)) or side.word == "ground"
