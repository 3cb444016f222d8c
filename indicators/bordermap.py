"""The places inside in their boundaries, each coloured by its figure, where an administrator has brought boundaries."""

from collections.abc import Mapping
from dataclasses import dataclass

from communes.models import Boundaries
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


def border_map(boundaries: Boundaries | None, figures: Mapping[str, Figure]) -> BorderMap | None:
    """The map of the places with a boundary, by their figures and codes; None when they are too few, or none has a figure."""
    marks = [mark for mark in boundaries.marks if mark[0] in figures] if boundaries else []
    if boundaries is None or len(marks) < ENOUGH * len(figures):
        return None
    found = shaded({code: figures[code] for code, *_mark in marks})
    if found is None:
        return None
    pieces = [
        Piece(code, x, y, room >= ROOM and figures[code].is_known, figures[code], found.shades[code])
        for code, x, y, room in marks
    ]
    without = [figure for code, figure in figures.items() if code not in found.shades]
    return BorderMap(pieces, without, found.scale, boundaries, boundaries.address("boundaries_map"))
