"""The places inside in their boundaries, each coloured by its figure, where an administrator has brought boundaries."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from communes.models import Boundaries
from indicators.catalogue import Indicator
from indicators.enums import Group
from indicators.queries.tree import Spot
from indicators.reading import Reading
from indicators.shading import Scale, shaded
from literacy_portal.kit.figures import Figure

ROOM = 150
"""Steps of the map's grid that a percentage needs."""

ENOUGH = 0.5
"""The share of the places that must have a boundary: a map of a few would tell of a land that is not there."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One place: its code, where its percentage stands and whether it has room, its figure and shade."""

    code: str
    x: int
    y: int
    has_room: bool
    figure: Figure
    shade: int


@dataclass(frozen=True, slots=True)
class BorderMap:
    """The shapes, those drawn first first; what has none; the scale; the boundaries and where their file is."""

    pieces: list[Piece]
    missing: list[Figure]
    scale: Scale
    about: Boundaries
    file: str


def border_map(
    boundaries: Boundaries | None,
    urls: Mapping[Spot, str],
    indicator: Indicator,
    group: Group,
    reading: Reading,
    *,
    opened: Container[str],
) -> BorderMap | None:
    """The map of the places that have a boundary; None when they are too few, or none has a figure."""
    spots = {spot.code: spot for spot in urls}
    marks = [mark for mark in boundaries.marks if mark[0] in spots] if boundaries else []
    drawn = [spots[code] for code, *_mark in marks]
    if boundaries is None or len(drawn) < ENOUGH * len(spots):
        return None
    found = shaded(drawn, urls, indicator, group, reading, opened=opened)
    if found is None:
        return None
    pieces = [
        Piece(code, x, y, room >= ROOM and found.figures[code].is_known, found.figures[code], found.shades[code])
        for code, x, y, room in marks
    ]
    without = [
        reading.figure(spot.code, indicator, group, label=spot.name, url=url if spot.code in opened else "")
        for spot, url in urls.items()
        if spot.code not in found.figures
    ]
    return BorderMap(pieces, without, found.scale, boundaries, boundaries.address("boundaries_map"))
