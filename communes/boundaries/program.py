"""The reading process from its first line to its last."""

import json
import resource
import sys
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from communes.boundaries.geojson import Feature, Limits, features_in
from communes.boundaries.lying import insist
from communes.boundaries.matching import Matched, Wanted, matched
from communes.boundaries.refused import RefusedError
from literacy_portal.kit.borders.drawing import Polygon, drawn

LISTED = 100
"""Boundaries without a place that are named; of a whole country's file there are thousands."""

PROPERTIES = 12


def main(order_text: str) -> None:
    """Reads, answers, and leaves at once: nothing of the file outlives this process."""
    order = json.loads(order_text)
    limits: Limits = order["bounds"]
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"], limits["memory_bytes"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["processor_seconds"], limits["processor_seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    wanted = [Wanted(*place) for place in order["places"]]
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read(), wanted, limits)))


def answer(data: bytes, wanted: Sequence[Wanted], limits: Limits) -> dict[str, Any]:
    """The places drawn, and what was made of the file; or why it is refused."""
    try:
        features = features_in(data, limits)
        return _drawn(features, _matched(features, wanted))
    except RefusedError as refused:
        return refused.answer
    except MemoryError:
        return RefusedError("too_much").answer


def _matched(features: Sequence[Feature], wanted: Sequence[Wanted]) -> Matched:
    found = matched(features, insist(features), wanted)
    if not found.places:
        names = sorted({name for one in features for name in one.said})[:PROPERTIES]
        raise RefusedError("no_match", properties=", ".join(names) or "–")
    return found


def _drawn(features: Sequence[Feature], found: Matched) -> dict[str, Any]:
    polygons: dict[str, list[Polygon]] = {}
    for number, code in sorted(found.places.items()):
        polygons.setdefault(code, []).extend(features[number].polygons)
    drawing = drawn(polygons)
    strangers = [_label(one, number) for number, one in enumerate(features, 1) if number - 1 not in found.places]
    parts = list(found.places.values())
    return {
        "width": drawing.width,
        "height": drawing.height,
        "shapes": [[code, shape.path, *astuple(shape.mark)] for code, shape in drawing.shapes.items()],
        "code_property": found.code_property,
        "name_property": found.name_property,
        "features": len(features),
        "strangers": strangers[:LISTED],
        "stranger_count": len(strangers),
        "joined": sorted(code for code in polygons if parts.count(code) > 1),
    }


def _label(feature: Feature, number: int) -> str:
    """By what a person would know a boundary: its longest words, else its number in the file."""
    words = max((text for text in feature.said.values() if not text.replace(".", "").isdigit()), key=len, default="")
    return f"{number}. {words[:60]}".rstrip()
