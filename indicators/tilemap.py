"""The places inside as a map of equal tiles, each coloured by its figure: the shape of a province at a glance."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from indicators.catalogue import Indicator
from indicators.enums import Group
from indicators.queries.tree import Spot
from indicators.reading import Reading
from literacy_portal.kit.charts import TOPS
from literacy_portal.kit.figures import Figure
from literacy_portal.kit.tiles import arrange

FEWEST = 4
"""With fewer places a map says nothing that the bars do not."""

SHADES = 5
LONGEST_NAME = 9
"""Letters that a tile has room for."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One place: where its tile stands, its name as far as it fits, its figure, and its shade: 1 to SHADES, or 0 for none."""

    column: int
    row: int
    name: str
    figure: Figure
    shade: int


@dataclass(frozen=True, slots=True)
class TileMap:
    """All tiles, the size of the map in tiles, and where each shade ends, as shares of one."""

    tiles: list[Tile]
    columns: int
    rows: int
    scale: list[tuple[int, float, float]]


def tile_map(
    urls: Mapping[Spot, str], indicator: Indicator, group: Group, reading: Reading, *, opened: Container[str]
) -> TileMap | None:
    """The map of the places that lie somewhere; None when they are too few, or none has a figure."""
    lying = {spot.code: spot for spot in urls if spot.centre}
    figures = {
        code: reading.figure(code, indicator, group, label=spot.name, url=urls[spot] if code in opened else "")
        for code, spot in lying.items()
    }
    shares = {code: one.counted / one.out_of for code, one in figures.items() if one.is_known}
    if len(lying) < FEWEST or not shares:
        return None
    top = next(one for one in TOPS if one >= min(max(shares.values()), 1.0))
    arranged = arrange([(code, *spot.centre) for code, spot in lying.items() if spot.centre])
    tiles = [
        Tile(*arranged.cells[code], _short(spot.plain), figures[code], _shade(shares.get(code), top))
        for code, spot in lying.items()
    ]
    scale = [(shade, top * (shade - 1) / SHADES, top * shade / SHADES) for shade in range(1, SHADES + 1)]
    return TileMap(sorted(tiles, key=lambda one: (one.row, one.column)), arranged.columns, arranged.rows, scale)


def _shade(share: float | None, top: float) -> int:
    """A share on the edge of two shades is of the lower one; nobody counted yet is of the lowest."""
    if share is None:
        return 0
    return next((shade for shade in range(1, SHADES) if share <= top * shade / SHADES), SHADES)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
