"""Invented boundaries: land shared out to the nearest of some centres, with crooked borders that neighbours have in common.

No real border of anything: the tests need shapes that touch, not maps.
"""

import json
import math
import random
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

Corner = tuple[int, int]
Place = tuple[float, float]
Polygons = list[list[list[Place]]]


def tiling(centres: Mapping[str, tuple[float, float]], cells: int = 40, reach: float = 0.35) -> dict[str, Polygons]:
    """For each centre (latitude, longitude in degrees) its polygons in the order of GeoJSON, on a raster of so many cells a side.

    Nothing is farther than `reach` degrees from a centre: the coast.
    """
    south, north = (edge(lat for lat, _lon in centres.values()) for edge in (min, max))
    west, east = (edge(lon for _lat, lon in centres.values()) for edge in (min, max))
    step = max(north - south, east - west, 0.01) / cells
    margin = min(reach, cells * step) / 2
    columns, rows = (math.ceil((size + 2 * margin) / step) for size in (east - west, north - south))
    owner = {}
    for column in range(columns):
        for row in range(rows):
            lat, lon = south - margin + (row + 0.5) * step, west - margin + (column + 0.5) * step
            key, squared = min(((k, (a - lat) ** 2 + (o - lon) ** 2) for k, (a, o) in centres.items()), key=lambda one: one[1])
            if squared <= reach**2:
                owner[column, row] = key
    return {key: _polygons(owner, key, (west - margin, south - margin), step) for key in centres if key in owner.values()}


def _polygons(owner: Mapping[Corner, str], key: str, origin: Place, step: float) -> Polygons:
    """The outlines of a centre's cells; what lies inside others is a hole of the first."""
    loops = [[_bent(corner, origin, step) for corner in loop] for loop in _loops([cell for cell in owner if owner[cell] == key])]
    outer = [loop for loop in loops if _area(loop) > 0]
    holes = [loop for loop in loops if _area(loop) < 0]
    return [[loop, *(holes if number == 0 else [])] for number, loop in enumerate(outer)]


def _loops(cells: Sequence[Corner]) -> list[list[Corner]]:
    mine = set(cells)
    leads: dict[Corner, list[Corner]] = {}
    for x, y in cells:
        around = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]
        beside = [(x, y - 1), (x + 1, y), (x, y + 1), (x - 1, y)]
        for one, other, neighbour in zip(around, around[1:] + around[:1], beside, strict=True):
            if neighbour not in mine:
                leads.setdefault(one, []).append(other)
    loops = []
    while leads:
        start = here = min(leads)
        loop = []
        while True:
            loop.append(here)
            ways = leads[here]
            here_next = ways.pop()
            if not ways:
                del leads[here]
            here = here_next
            if here == start:
                break
        loops.append([*loop, start])
    return loops


def _bent(corner: Corner, origin: Place, step: float) -> Place:
    """Each corner a little beside its place, the same for all who share it."""
    chance = random.Random(f"{corner}")
    x, y = (origin[side] + (corner[side] + chance.uniform(-0.35, 0.35)) * step for side in (0, 1))
    return round(x, 7), round(y, 7)


def _area(ring: Sequence[Place]) -> float:
    return sum(x * b - a * y for (x, y), (a, b) in pairwise(ring))


def feature(polygons: Any, **properties: Any) -> dict[str, Any]:
    """A boundary with its properties."""
    geometry = {"type": "Polygon", "coordinates": polygons[0]}
    if len(polygons) != 1:
        geometry = {"type": "MultiPolygon", "coordinates": polygons}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: Any) -> bytes:
    """The bytes of a file."""
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()
