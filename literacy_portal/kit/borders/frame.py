"""From degrees to the grid of a map. Equirectangular with the cosine of the middle latitude: true enough for a country."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from literacy_portal.kit.borders.rings import Point

SIDE = 2000
"""Steps of the grid along the longer side: finer than the dots of any screen a map is looked at on."""

Degrees = tuple[float, float]
"""Longitude and latitude, in the order of GeoJSON."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the map begins (degrees west and north), its steps per degree, and its size in steps."""

    west: float
    north: float
    across: float
    down: float
    width: int
    height: int

    @classmethod
    def around(cls, places: Iterable[Degrees]) -> "Frame":
        """The smallest frame that holds all these. Without any, or of one place only, it has a size of one step."""
        lons, lats = zip(*places, strict=True)
        west, north = min(lons), max(lats)
        narrow = math.cos(math.radians((north + min(lats)) / 2))
        width, height = (max(lons) - west) * narrow, north - min(lats)
        down = SIDE / (max(width, height) or 1)
        return cls(west, north, down * narrow, down, max(round(width * down), 1), max(round(height * down), 1))

    def laid(self, places: Iterable[Degrees]) -> list[Point]:
        """The nearest points of the grid, the north at the top."""
        west, north, across, down = self.west, self.north, self.across, self.down
        return [(round((lon - west) * across), round((north - lat) * down)) for lon, lat in places]
