"""The places inside in their boundaries: the figures of the tiles, in the shapes that an administrator brought."""

import re
from typing import Any

import pytest
from django.test import Client

from communes.actions import boundaries as actions
from communes.actions.boundaries import take_in
from communes.models import Boundaries, Commune
from indicators.bordermap import border_map
from indicators.catalogue.builtin import BUILTIN
from indicators.enums import Group
from indicators.models import Bulletin
from indicators.queries.tree import Spot
from indicators.reading import Reading
from indicators.views.kept import asked_before
from literacy_portal.kit.periods import today
from tests.boundaries import CENTRES, bring, file_of, five_communes, read_here
from tests.indicators.stored import store
from tests.world import World

ABLE = next(one for one in BUILTIN if one.code == "adults_able")
PROVINCE = "/vn/66/"
COUNTS = {"24364": (40, 100), "24169": (9, 100), "24001": (3, 100), "24002": (3, 6)}


@pytest.fixture
def land(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Five communes with figures and boundaries."""
    monkeypatch.setattr(actions, "read", read_here)
    five_communes(world)
    for code, counts in COUNTS.items():
        store(code, ABLE.code, {today(): counts})
    bring(world)
    return world


def page(client: Client, who: str, world: World, url: str = PROVINCE) -> str:
    client.force_login(world.users[who])
    client.cookies["language"] = "en"
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def shades(html: str) -> dict[str, str]:
    """The shade of each shape by its commune."""
    return {code: shade for shade, code in re.findall(r'class="piece shade-(\d)" href="[^"]+#p(\d{5})"', html)}


def test_a_province_is_shown_as_it_lies_with_the_shades_links_and_titles_of_the_tiles(client: Client, land: World) -> None:
    html = page(client, "province_analyst", land)

    assert shades(html) == {"24364": "5", "24169": "2", "24001": "0", "24002": "0", "00003": "0"}
    assert (
        '<a href="/vn/66/24364/" aria-label="commune Phú Xuân: 40.0%"><title>commune Phú Xuân: 40.0% (40 / 100)</title>' in html
    )
    assert "Boundaries: Máy vẽ. Để thử." in html
    assert "tile-name" not in html


def test_no_small_number_is_told_by_a_shape_a_title_or_letters(client: Client, land: World) -> None:
    html = page(client, "province_analyst", land)
    borders = html[html.index('class="tiles borders"') :]

    assert "fewer than 8" in borders
    assert "3 / 100" not in borders
    assert "3.0%" not in borders
    assert "50.0%" not in borders


def test_only_what_is_open_to_the_reader_leads_somewhere(client: Client, land: World) -> None:
    html = page(client, "stranger_officer", land)
    borders = html[html.index('class="tiles borders"') : html.index("tiles-scale")]

    assert re.findall(r'<a href="([^"]+)"', borders) == ["/vn/66/24169/"]
    assert borders.count("<title>") == 5


def test_the_reader_changes_to_tiles_and_back_and_stays_with_it(client: Client, land: World) -> None:
    html = page(client, "province_analyst", land, f"{PROVINCE}?order=low&day={today()}")
    assert f'href="?day={today()}&amp;indicator=adults_able&amp;order=low&amp;map=tiles#inside"' in html

    tiles = page(client, "province_analyst", land, f"{PROVINCE}?map=tiles")
    assert shades(tiles) == {}
    assert tiles.count('class="tile-name') == 5
    assert tiles.count('<input type="hidden" name="map" value="tiles">') == 2
    assert 'href="/vn/66/24364/?map=tiles"' in tiles
    assert shades(page(client, "province_analyst", land, f"{PROVINCE}?map=nonsense")) != {}


def test_a_place_without_a_boundary_is_named_below_and_of_few_there_is_no_such_map(client: Client, land: World) -> None:
    bring(land, "24364", "24169", "24001", "24002")
    html = page(client, "province_analyst", land)
    assert 'Without a boundary: <a href="/vn/66/00003/">commune Krông Búk</a>' in " ".join(html.split())

    Commune.objects.filter(pk="24364").update(closed_on=today())
    html = page(client, "province_analyst", land)
    assert 'class="piece' not in html
    assert 'class="tile-name' in html


@pytest.mark.parametrize(("places", "is_drawn"), [(8, True), (9, False)])
def test_of_a_land_half_of_whose_places_have_no_boundary_there_is_no_such_map(places: int, is_drawn: bool) -> None:  # noqa: FBT001
    spots = [Spot(f"{number:05}", f"xã {number}", f"/{number}/", ("vn", "66")) for number in range(places)]
    reading = Reading({spots[0].code: {(ABLE.code, Group.ALL): (1, 2)}}, frozenset(spot.code for spot in spots))
    known = Boundaries(province_id="66", marks=[[spot.code, 1, 1, 200] for spot in spots[:4]])

    found = border_map(known, reading.figures(spots, ABLE))

    assert (found is not None) == is_drawn


def test_boundaries_cost_one_query_whatever_they_hold(client: Client, land: World, django_assert_num_queries: Any) -> None:
    client.force_login(land.users["province_analyst"])
    for codes in (CENTRES, list(CENTRES)[:4]):
        bring(land, *codes)
        client.get(PROVINCE)
        Bulletin.objects.create(word=1)
        asked_before.cache_clear()
        with django_assert_num_queries(5):  # as without any: tests/indicators/test_pages.py
            client.get(PROVINCE)


def test_a_page_is_sent_again_when_its_boundaries_are_others(client: Client, land: World) -> None:
    client.force_login(land.users["province_analyst"])
    seen = {"if-none-match": client.get(PROVINCE)["ETag"]}
    assert client.get(PROVINCE, headers=seen).status_code == 304

    take_in(by=land.users["province_admin"], province=land.dak_lak, file_name="x", content=file_of())
    assert client.get(PROVINCE, headers=seen).status_code == 304

    for change in (lambda: bring(land, *list(CENTRES)[:4]), lambda: Boundaries.objects.get(is_shown=True).delete()):
        change()
        again = client.get(PROVINCE, headers=seen)
        assert again.status_code == 200
        seen = {"if-none-match": again["ETag"]}


def test_the_wall_of_the_meeting_room_shows_the_same_shapes_and_leads_nowhere(client: Client, land: World) -> None:
    html = page(client, "province_analyst", land, f"{PROVINCE}meeting/")
    borders = html[html.index('class="tiles borders"') : html.index("tiles-scale")]

    assert shades(html) == shades(page(client, "province_analyst", land))
    assert "<a href" not in borders
    assert "fewer than 8" in borders
    assert 'class="tile-name' not in html
