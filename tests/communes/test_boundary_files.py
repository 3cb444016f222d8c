"""Files of boundaries: which area is of which place, and a clear answer to whatever else may come."""

import gzip
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communes.boundaries.bounds import Bounds
from communes.boundaries.matching import Wanted
from communes.boundaries.program import answer
from communes.boundaries.reader import read
from communes.boundaries.refusals import MESSAGES, RefusalError
from tests.boundaries import CENTRES, LAND, NAMES, file_of
from tests.tilings import collection, feature

WANTED = [Wanted(code, "xa", NAMES[code], *centre) for code, centre in CENTRES.items()]
SQUARE = [[107.0, 12.0], [109.0, 12.0], [109.0, 14.0], [107.0, 14.0], [107.0, 12.0]]


def told(data: bytes, **limits: int) -> dict[str, Any]:
    return answer(data, WANTED, {**Bounds().as_dict(), **limits})


def codes_in(said: dict[str, Any]) -> set[str]:
    assert "refused" not in said, said
    return {code for code, *_shape in said["shapes"]}


def one(ring: Any, kind: str = "Polygon", **properties: Any) -> bytes:
    """A file of one boundary around a ring."""
    geometry = {"type": kind, "coordinates": [ring] if kind == "Polygon" else [[ring]]}
    return collection({"type": "Feature", "properties": properties or {"ma": "24364"}, "geometry": geometry})


def test_areas_find_their_places_by_the_code_whatever_its_property_is_called() -> None:
    said = told(collection(*(feature(area, dientich=24364, MaXa_2025=code, ghi_chu="xã") for code, area in LAND.items())))

    assert codes_in(said) == set(CENTRES)
    assert (said["code_property"], said["name_property"], said["stranger_count"]) == ("MaXa_2025", "", 0)


def test_a_code_that_lost_its_zeros_is_found() -> None:
    assert codes_in(told(collection(*(feature(area, id=float(code)) for code, area in LAND.items())))) == set(CENTRES)


def test_without_codes_names_are_enough_without_accents_and_with_a_kind_of_before() -> None:
    names = {
        "24364": "PHU XUAN",
        "24169": "Phường Ea Kao",
        "24001": "thị trấn Ea H'leo",
        "24002": "Xã Hòa Phú",
        "00003": "Krông Buk",
    }

    said = told(collection(*(feature(LAND[code], huyen="Ea Kao", ten=name) for code, name in names.items())))

    assert codes_in(said) == set(CENTRES)
    assert said["name_property"] == "ten"


def test_numbers_that_run_from_one_are_no_codes() -> None:
    said = told(collection(*(feature(area, stt=number, ten=NAMES[code]) for number, (code, area) in enumerate(LAND.items(), 1))))

    assert said["code_property"] == ""
    assert codes_in(said) == set(CENTRES)


def test_a_name_alone_does_not_speak_for_a_place_far_away_nor_for_one_of_two() -> None:
    far = [[[104.0, 20.0], [104.1, 20.0], [104.1, 20.1], [104.0, 20.0]]]
    said = told(collection(feature([far], ten="Ea Kao"), feature(LAND["24364"], ten="Phú Xuân")))
    assert codes_in(said) == {"24364"}
    assert said["strangers"] == ["1. Ea Kao"]

    twins = [*WANTED, Wanted("24003", "phuong", "Hòa Phú")]
    bare, full = (collection(feature(LAND["24002"], ten=name)) for name in ("Hòa Phú", "Phường Hòa Phú"))
    assert answer(bare, twins, Bounds().as_dict())["refused"] == "no_match"
    assert codes_in(answer(full, twins, Bounds().as_dict())) == {"24003"}


def test_several_areas_of_one_place_are_joined_and_strangers_and_points_left_out() -> None:
    point = {"type": "Feature", "properties": {"ma": "24002"}, "geometry": {"type": "Point", "coordinates": [108.0, 13.0]}}
    parts = [feature(LAND["24364"], ma="24364"), feature(LAND["24001"], ma="24364"), feature(LAND["24169"], ma="99999")]

    said = told(collection(*parts, point, {"type": "Feature", "properties": None, "geometry": None}, "nonsense"))

    assert codes_in(said) == {"24364"}
    assert said["joined"] == ["24364"]
    assert said["strangers"] == ["3.", "4.", "5.", "6."]


def test_parts_in_a_collection_of_geometries_holes_heights_and_open_rings_are_understood() -> None:
    hole = [[107.5, 12.5, 9.0], [108.5, 12.5, 9.0], [108.5, 13.5, 9.0]]
    parts = [{"type": "Polygon", "coordinates": [SQUARE[:-1], hole, []]}, {"type": "LineString", "coordinates": SQUARE}]
    geometry = {"type": "GeometryCollection", "geometries": parts}

    said = told(collection({"type": "Feature", "properties": {"ma": "24364"}, "geometry": geometry}))

    [[_code, path, *_mark]] = said["shapes"]
    assert path.count("M") == 2


BOW_TIE = [[107.0, 12.0], [109.0, 14.0], [109.0, 12.0], [107.0, 14.0]]
PINCHED = [[107.0, 12.0], [108.0, 13.0], [109.0, 12.0], [109.0, 14.0], [108.0, 13.0], [107.0, 14.0]]


@pytest.mark.parametrize("ring", [BOW_TIE, PINCHED, [[107.0, 12.0]] * 5, [[107.0, 12.0], [108.0, 12.0], [107.0, 12.0]]])
def test_a_ring_that_touches_or_crosses_itself_or_holds_nothing_is_still_drawn(ring: Any) -> None:
    assert codes_in(told(one(ring))) == {"24364"}


REFUSED = {
    "packed": [gzip.compress(file_of()), b"PK\x03\x04..."],
    "not_json": [b"", b"   ", b"<kml/>", b"[]", b"\xff\xfe{\x00", b"\x00" * 100, "ranh giới".encode()],
    "damaged": [
        file_of()[:-40], b'{"a":' + b"9" * 5000 + b"}", b'{"a": NaN}',
        one([[float("nan"), 2.0]] * 3), one([[float("inf"), 1]] * 3),
    ],
    "encoding": [b'{"type":"FeatureCollection","ten":"x\xe3 Ph\xf3 Xu\xe2n"}'],
    "too_deep": [b'{"a":' * 50_000, b'{"type":"FeatureCollection","features":' + b"[" * 200_000],
    "topology": [b'{"type":"Topology","objects":{}}'],
    "not_collection": [
        b"{}", b'{"type":"Polygon"}', b'{"type":"FeatureCollection","features":{}}', b'{"type":["FeatureCollection"]}',
    ],
    "no_features": [collection()],
    "no_areas": [
        one([]), one(None), one([[107.0, 12.0]]), one(SQUARE, kind="Circle"), collection(None, 3, [], {"geometry": 1}),
    ],
    "number": [
        one([[1]] * 3), one([["107", "12"]] * 3), one([[True, 12]] * 3), one([[None, None]] * 3), one([3, 4, 5]),
        one(SQUARE, kind="MultiPolygon").replace(b"[[[[", b"[7, [[["), one(SQUARE).replace(b"109.0", b"1e999"),
    ],
    "swapped": [one([[lat, lon] for lon, lat in SQUARE])],
    "projected": [
        one([[lon * 4_000, lat * 100_000] for lon, lat in SQUARE]), one([[1e308, -1e308]] * 4), one([[10**400, 1]] * 3),
    ],
    "elsewhere": [
        one([[2.3, 48.8], [2.4, 48.8], [2.4, 48.9]]), one([[179.0, 12.0], [-179.0, 12.0], [-179.0, 13.0]]),
    ],
    "no_match": [one(SQUARE, ten="Atlantis"), collection(feature([[SQUARE]], **{"\ud800\x00ten": "\udfff\x00"}))],
}  # fmt: skip


@pytest.mark.parametrize(("code", "data"), [(code, data) for code, files in REFUSED.items() for data in files])
def test_whatever_is_no_file_of_boundaries_is_refused_with_its_reason(code: str, data: bytes) -> None:
    said = told(data)

    assert said.get("refused") == code
    assert str(MESSAGES[code]) % said["params"]
    json.dumps(said).encode()


def test_a_byte_order_mark_is_no_fault() -> None:
    assert codes_in(told(b"\xef\xbb\xbf" + file_of())) == set(CENTRES)


def test_what_is_too_much_is_refused_by_its_number() -> None:
    assert told(file_of(), features=4) == {"refused": "too_many_features", "params": {"limit": 4}}
    assert told(file_of(), points=50) == {"refused": "too_many_points", "params": {"limit": 50}}
    with pytest.raises(RefusalError, match="too_large"):
        read(b"{" * 11, WANTED, Bounds(file_bytes=10))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["Polygon", "MultiPolygon"]),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "geometry", "coordinates", "properties", "geometries", "ma"]), inside, max_size=4
        )
    ),
    max_leaves=25,
)


NEARLY = st.fixed_dictionaries({"geometry": st.fixed_dictionaries({"type": st.just("Polygon"), "coordinates": JSON})})


@settings(max_examples=150, deadline=None)
@given(st.lists(JSON, max_size=4) | st.lists(NEARLY, max_size=4))
def test_no_json_whatsoever_is_more_than_refused(features: list[Any]) -> None:
    said = told(collection(*features))

    assert said["refused"] in MESSAGES


def test_the_reading_process_answers_as_told_and_dies_alone() -> None:
    assert codes_in(read(file_of(), WANTED)) == set(CENTRES)
    with pytest.raises(RefusalError, match="too_much"):
        read(b'{"a":[' + b"[]," * 3_000_000 + b"[]]}", WANTED, Bounds(memory_bytes=150 * 1024 * 1024))
    with pytest.raises(RefusalError, match="too_slow"):
        read(file_of(), WANTED, Bounds(seconds=0))
