"""Places drawn as shapes on one small map."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from literacy_portal.kit.borders.arcs import Way, cut
from literacy_portal.kit.borders.frame import Degrees, Frame
from literacy_portal.kit.borders.marks import Mark, mark
from literacy_portal.kit.borders.paths import path
from literacy_portal.kit.borders.rings import Point, cleaned, doubled_area, turned
from literacy_portal.kit.borders.simple import POINTS, Simple

Polygon = Sequence[Sequence[Degrees]]
"""The ring around a piece of ground, and those around its holes."""

ISLET = 8
"""Twice the area, in steps of the grid, below which a piece of a place is left out that is not its largest."""

DOT = 3
"""Half the size of what stands for a place too small to have a shape."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One place: its path, where letters have room, and twice its area in steps of the grid."""

    path: str
    mark: Mark
    size: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """The size of the map in steps of the grid, and the shapes of all places, the largest first."""

    width: int
    height: int
    shapes: Mapping[str, Shape]


def drawn(places: Mapping[str, Sequence[Polygon]], points: int = POINTS) -> Drawing:
    """The map of the places, each with at least one polygon of at least one ring; borders keep `points` points or so.

    Whatever is common to two places stays common; what a place is drawn as does not depend on the order of the places.
    """
    frame = Frame.around(place for polygons in places.values() for polygon in polygons for ring in polygon for place in ring)
    rings = {key: list(_rings(frame, polygons)) for key, polygons in places.items()}
    found = cut([ring for ones in rings.values() for ring in ones])
    simple, ways = Simple(found, points), iter(found.ways)
    along = {key: [next(ways) for _ring in ones] for key, ones in rings.items()}
    simple.show([way[0] for way in along.values() if way])
    shapes = {key: _shape(simple, way) if way else _dot(frame, places[key][0][0][0]) for key, way in along.items()}
    ordered = sorted(shapes.items(), key=lambda one: (-one[1].size, one[0]))
    return Drawing(frame.width, frame.height, dict(ordered))


def _rings(frame: Frame, polygons: Sequence[Polygon]) -> Iterator[list[Point]]:
    """The largest first, ground clockwise and holes the other way; each once, and no islets."""
    both = [(cleaned(frame.laid(one)), number == 0) for polygon in polygons for number, one in enumerate(polygon)]
    laid = [(ring, is_ground) for ring, is_ground in both if ring]
    sized = sorted(((doubled_area(turned(ring, clockwise=is_ground)), ring, is_ground) for ring, is_ground in laid), reverse=True)
    seen = set[frozenset[Point]]()
    for number, (area, ring, is_ground) in enumerate(sized):
        points = frozenset(ring)
        if area and points not in seen and (number == 0 or abs(area) >= ISLET):
            seen.add(points)
            yield turned(ring, clockwise=is_ground)


def _shape(simple: Simple, ways: Sequence[Way]) -> Shape:
    rings = [simple.ring(way) for way in ways]
    shown = [rings[0], *(ring for ring in rings[1:] if abs(doubled_area(ring)) >= ISLET)]
    return Shape(path(shown), mark(shown[0]), abs(sum(map(doubled_area, shown))))


def _dot(frame: Frame, place: Degrees) -> Shape:
    [(x, y)] = frame.laid([place])
    return Shape(path([[(x, y - DOT), (x + DOT, y), (x, y + DOT), (x - DOT, y)]]), Mark(x, y, 0), 2 * DOT * DOT)
