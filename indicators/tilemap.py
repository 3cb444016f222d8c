"""The places inside as a map of equal tiles, each coloured by its figure: the shape of a province at a glance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from indicators.queries.tree import Spot
from indicators.shading import Scale, shaded
from literacy_portal.kit.figures import Figure
from literacy_portal.kit.tiles import arrange

LONGEST_NAME = 9
"""Letters that a tile has room for."""


class Tile(NamedTuple):
    """One place: where its tile stands, its name as far as it fits, its figure, and its shade: 1 to SHADES, or 0 for none."""

    column: int
    row: int
    name: str
    figure: Figure
    shade: int


@dataclass(frozen=True, slots=True)
class TileMap:
    """All tiles as one reads them, the size of the map in tiles, and where each shade ends, as shares of one."""

    tiles: list[Tile]
    columns: int
    rows: int
    scale: Scale


def tile_map(spots: Iterable[Spot], figures: Mapping[str, Figure]) -> TileMap | None:
    """The map of the places that lie somewhere, with their figures by code; None when they are too few, or none has a figure."""
    lying = [spot for spot in spots if spot.centre]
    found = shaded({spot.code: figures[spot.code] for spot in lying})
    if found is None:
        return None
    arranged = arrange([(spot.code, *spot.centre) for spot in lying if spot.centre])
    names = {spot.code: _short(spot.plain) for spot in lying}
    tiles = [Tile(*cell, names[code], figures[code], found.shades[code]) for code, cell in arranged.cells.items()]
    return TileMap(tiles, arranged.columns, arranged.rows, found.scale)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
