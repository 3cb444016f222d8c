"""Whether boundaries lie where boundaries of Vietnam can lie, and if not, what was probably done."""

from collections.abc import Sequence

from communes.boundaries.geojson import Feature
from communes.boundaries.refused import RefusedError

WEST, SOUTH, EAST, NORTH = 100, 5, 120, 25
"""Degrees around Vietnam with its islands."""

STRAIGHT, RIGHT = 180, 90


def lies_in_vietnam(feature: Feature) -> bool:
    """Whether every point of the feature does."""
    return all(WEST <= lon <= EAST and SOUTH <= lat <= NORTH for lon, lat in feature.places())


def insist(features: Sequence[Feature]) -> list[int]:
    """The numbers of the features that can be drawn. Raises RefusedError when there is none."""
    areas = [number for number, one in enumerate(features) if one.polygons]
    if not areas:
        raise RefusedError("no_areas")
    found = [number for number in areas if lies_in_vietnam(features[number])]
    if not found:
        raise RefusedError(_reason(features[areas[0]]))
    return found


def _reason(feature: Feature) -> str:
    lon, lat = next(place for place in feature.places() if not (WEST <= place[0] <= EAST and SOUTH <= place[1] <= NORTH))
    if WEST <= lat <= EAST and SOUTH <= lon <= NORTH:
        return "swapped"
    return "projected" if abs(lon) > STRAIGHT or abs(lat) > RIGHT else "elsewhere"
