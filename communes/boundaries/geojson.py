"""The features of a GeoJSON file (RFC 7946) as far as boundaries need them; whatever else the bytes may be, an answer.

Knows nothing of Django: it runs in a process that may die of what it reads.
"""

import codecs
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from communes.boundaries.refused import RefusedError
from literacy_portal.kit.borders.drawing import Polygon
from literacy_portal.kit.borders.frame import Degrees
from literacy_portal.kit.vietnamese import clean

Limits = dict[str, int]

PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"Rar!", b"7z\xbc\xaf")
LONGEST = 120
"""Letters of a property that are looked at."""

FEWEST = 3
PAIR = 2
WRITTEN = (str, int, float)


@dataclass(frozen=True, slots=True)
class Feature:
    """One boundary: its properties as text, and its areas in degrees; none if it is a point, a line or empty."""

    said: dict[str, str]
    polygons: list[Polygon]

    def places(self) -> Iterator[Degrees]:
        """All points of its outer rings."""
        return (place for polygon in self.polygons for place in polygon[0])


def features_in(data: bytes, limits: Limits) -> list[Feature]:
    """The features of a file. Raises RefusedError."""
    found = _collection(_parsed(data))
    if len(found) > limits["features"]:
        raise RefusedError("too_many_features", limit=limits["features"])
    if not found:
        raise RefusedError("no_features")
    left = limits["points"]
    features = []
    for number, one in enumerate(found, 1):
        feature = _feature(one, number, limits)
        left -= sum(len(ring) for polygon in feature.polygons for ring in polygon)
        if left < 0:
            raise RefusedError("too_many_points", limit=limits["points"])
        features.append(feature)
    return features


def _parsed(data: bytes) -> Any:
    if data.startswith(PACKED):
        raise RefusedError("packed")
    if not data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
        raise RefusedError("not_json")
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_refused)
    except UnicodeDecodeError as error:
        raise RefusedError("encoding") from error
    except json.JSONDecodeError as error:
        raise RefusedError("damaged", line=error.lineno) from error
    except RecursionError as error:
        raise RefusedError("too_deep") from error
    except MemoryError as error:
        raise RefusedError("too_much") from error
    except ValueError as error:  # a number of thousands of digits
        raise RefusedError("damaged", line="?") from error


def _refused(word: str) -> NoReturn:
    """NaN and Infinity are no JSON."""
    raise json.JSONDecodeError(word, "", 0)


def _collection(parsed: dict[str, Any]) -> list[Any]:
    if parsed.get("type") == "Topology":
        raise RefusedError("topology")
    found = parsed.get("features")
    if parsed.get("type") != "FeatureCollection" or not isinstance(found, list):
        raise RefusedError("not_collection")
    return found


def _feature(one: Any, number: int, limits: Limits) -> Feature:
    if not isinstance(one, dict):
        return Feature({}, [])
    said, geometry = one.get("properties"), one.get("geometry")
    known = dict(_said(said, limits)) if isinstance(said, dict) else {}
    return Feature(known, [polygon for area in _areas(geometry) if (polygon := _polygon(area, number))])


def _said(said: dict[str, Any], limits: Limits) -> Iterator[tuple[str, str]]:
    for name, value in list(said.items())[: limits["properties"]]:
        if isinstance(value, WRITTEN) and not isinstance(value, bool):
            yield _text(name), _text(value)


def _text(value: Any) -> str:
    """As the database can keep it: half a character pair is none."""
    text = str(value) if not isinstance(value, float) else f"{value:.12g}"
    return clean(text[:LONGEST].encode("utf-8", "replace").decode())


def _areas(geometry: Any) -> list[Any]:
    """What should be polygons in a geometry, or in the parts of a collection of geometries."""
    if not isinstance(geometry, dict):
        return []
    inside = geometry.get("geometries") if geometry.get("type") == "GeometryCollection" else [geometry]
    areas: list[Any] = []
    for one in inside if isinstance(inside, list) else []:
        coordinates = one.get("coordinates") if isinstance(one, dict) else None
        if isinstance(coordinates, list) and one.get("type") in ("Polygon", "MultiPolygon"):
            areas += [coordinates] if one["type"] == "Polygon" else coordinates
    return areas


def _polygon(area: Any, number: int) -> Polygon:
    """The rings of three or more points; nothing without an outer one."""
    if not isinstance(area, list):
        raise RefusedError("number", number=number)
    rings = [[_place(place, number) for place in ring] if isinstance(ring, list) else [] for ring in area]
    if not rings or len(rings[0]) < FEWEST:
        return []
    return [ring for ring in rings if len(ring) >= FEWEST]


def _place(place: Any, number: int) -> Degrees:
    if isinstance(place, list) and len(place) >= PAIR:
        x, y = place[0], place[1]
        if _is_number(x) and _is_number(y):
            return x, y
    raise RefusedError("number", number=number)


def _is_number(value: Any) -> bool:
    # Python reads 1e999 as infinity.
    return type(value) is int or (type(value) is float and math.isfinite(value))
