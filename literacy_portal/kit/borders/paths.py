"""Rings as the path of an SVG: whole numbers, each point told by how far it lies from the one before."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from literacy_portal.kit.borders.rings import Point


def path(rings: Iterable[Sequence[Point]]) -> str:
    """The path of all rings, each closed: "M3 4l5-6 7 8z"."""
    return "".join(_closed(ring) for ring in rings)


def _closed(ring: Sequence[Point]) -> str:
    steps = [number for (x, y), (next_x, next_y) in pairwise(ring) for number in (next_x - x, next_y - y)]
    # A minus parts two numbers as well as a space.
    return f"M{ring[0][0]} {ring[0][1]}l{''.join(f' {step}' if step >= 0 else str(step) for step in steps).lstrip()}z"
