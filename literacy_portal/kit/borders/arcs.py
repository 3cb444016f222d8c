"""Rings cut into arcs where borders part, so that a border between two neighbours is one arc and both go along it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from literacy_portal.kit.borders.rings import Point

Arc = tuple[Point, ...]
"""With both its ends; they are one point where a ring meets no other."""

Way = list[tuple[int, bool]]
"""A ring as numbers of arcs, each with whether it is gone backwards."""


@dataclass(slots=True)
class Cut:
    """All arcs, each once whoever goes along it and in a direction of its own, and each ring as the way along them."""

    arcs: list[Arc] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)


def cut(rings: Sequence[Sequence[Point]]) -> Cut:
    """The rings as ways along common arcs. What the arcs are does not depend on the order of the rings."""
    parting, numbers, found = _parting(rings), dict[Arc, int](), Cut()
    for ring in rings:
        way: Way = []
        for arc in _split(ring, parting):
            stands, is_back = min((arc, False), (arc[::-1], True))
            if stands not in numbers:
                numbers[stands] = len(found.arcs)
                found.arcs.append(stands)
            way.append((numbers[stands], is_back))
        found.ways.append(way)
    return found


def _parting(rings: Sequence[Sequence[Point]]) -> set[Point]:
    """Points through which borders go in more ways than one."""
    sides: dict[Point, tuple[Point, Point]] = {}
    parting: set[Point] = set()
    for ring in rings:
        before = ring[-1]
        for here, after in zip(ring, [*ring[1:], ring[0]], strict=True):
            pair = (before, after) if before < after else (after, before)
            if sides.setdefault(here, pair) != pair:
                parting.add(here)
            before = here
    return parting


def _split(ring: Sequence[Point], parting: set[Point]) -> Iterator[Arc]:
    cuts = [number for number, point in enumerate(ring) if point in parting]
    # A ring that meets no other begins at the same point whoever drew it.
    first = cuts[0] if cuts else ring.index(min(ring))
    turned = [*ring[first:], *ring[:first], ring[first]]
    ends = [number - first for number in cuts[1:]] + [len(ring)]
    start = 0
    for end in ends:
        yield tuple(turned[start : end + 1])
        start = end
