"""The tile map of the places inside: their figures as this reader may see them, shaded, where they lie."""

import re

import pytest
from django.test import Client

from indicators.catalogue.builtin import BUILTIN
from indicators.enums import Group
from indicators.queries.tree import Spot
from indicators.reading import Reading
from indicators.tilemap import TileMap, tile_map
from literacy_portal.kit.periods import today
from tests.factories import CommuneFactory
from tests.indicators.stored import store
from tests.world import World

ABLE = next(one for one in BUILTIN if one.code == "adults_able")
SPOTS = [
    Spot(f"2290{n}", f"xã Ea H'Leo Thượng {n}", f"/{n}/", ("vn", "66"), f"Ea H'Leo Thượng {n}", (12.0 + n, 108.0))
    for n in range(6)
]


def of(counts: dict[int, tuple[int, int]], *, exact: bool = True, opened: frozenset[str] = frozenset()) -> TileMap | None:
    """The map of six communes, one below the other, of which some are counted."""
    cells = {SPOTS[number].code: {(ABLE.code, Group.ALL): both} for number, both in counts.items()}
    reading = Reading(cells, frozenset(spot.code for spot in SPOTS) if exact else frozenset())
    return tile_map(SPOTS, reading.figures(SPOTS, ABLE, urls={spot.code: spot.url for spot in SPOTS if spot.code in opened}))


def test_shades_run_from_nobody_to_a_round_share_above_the_highest() -> None:
    tiles = of({0: (0, 100), 1: (8, 100), 2: (9, 100), 3: (40, 100)})

    assert tiles is not None
    assert [one.shade for one in sorted(tiles.tiles, key=lambda one: one.figure.label)] == [1, 1, 2, 5, 0, 0]
    assert tiles.scale[-1] == (5, pytest.approx(0.32), 0.4)


def test_the_north_is_above_and_a_long_name_is_cut() -> None:
    tiles = of({0: (1, 2)})

    assert tiles is not None
    assert [one.figure.label[-1] for one in tiles.tiles] == ["5", "4", "3", "2", "1", "0"]
    assert {one.name for one in tiles.tiles} == {"Ea H'Leo…"}


def test_only_what_is_open_to_the_reader_leads_somewhere() -> None:
    tiles = of({0: (1, 2)}, opened=frozenset({"22903"}))

    assert tiles is not None
    assert [one.figure.url for one in tiles.tiles if one.figure.url] == ["/3/"]


def test_a_reader_of_aggregates_sees_no_shade_of_a_number_that_is_too_small_to_tell() -> None:
    tiles = of({0: (3, 100), 1: (3, 6), 2: (50, 100)}, exact=False)

    assert tiles is not None
    shades = {one.figure.label[-1]: one.shade for one in tiles.tiles}
    assert (shades["0"], shades["1"]) == (0, 0)
    assert shades["2"] > 0


def test_there_is_no_map_without_figures_or_of_few_places() -> None:
    assert of({}) is None
    cells = {SPOTS[0].code: {(ABLE.code, Group.ALL): (1, 2)}}
    assert tile_map(SPOTS[:3], Reading(cells, frozenset(cells)).figures(SPOTS[:3], ABLE)) is None


def test_the_province_page_shows_a_tile_for_each_commune_that_lies_somewhere(client: Client, world: World) -> None:
    for number in range(4):
        commune = CommuneFactory(
            code=f"2290{number}", name=f"Nơi {number}", province=world.dak_lak, latitude=13, longitude=number
        )
        store(commune.pk, ABLE.code, {today(): (50, 100)})
    client.force_login(world.users["province_analyst"])

    html = client.get("/vn/66/").content.decode()

    assert re.findall(r'class="tile-name[^>]*>([^<]+)', html) == [f"Nơi {number}" for number in range(4)]
    assert html.count('class="tile shade-5"') == 4 + 1
