"""Borders made simpler: nobody vanishes, neighbours keep one border, and nothing depends on who came first."""

import re
from collections import Counter
from collections.abc import Mapping

from hypothesis import example, given, settings
from hypothesis import strategies as st

from literacy_portal.kit.borders.arcs import cut
from literacy_portal.kit.borders.drawing import Drawing, drawn
from literacy_portal.kit.borders.frame import SIDE, Frame
from literacy_portal.kit.borders.rings import Point, cleaned, doubled_area, turned
from literacy_portal.kit.borders.simple import Simple
from tests.tilings import Polygons, tiling

LATITUDE, LONGITUDE = st.floats(12.0, 13.0), st.floats(107.5, 108.5)
LAND = st.lists(st.tuples(LATITUDE, LONGITUDE), min_size=2, max_size=7, unique=True).map(
    lambda centres: tiling({f"{number}": place for number, place in enumerate(centres)}, cells=9)
)
FEW = st.integers(0, 60)
Edge = tuple[Point, Point]


def rings_of(path: str) -> list[list[Point]]:
    """The rings that a browser would draw of a path."""
    rings = []
    for part in path.split("M")[1:]:
        numbers = [int(number) for number in re.findall(r"-?\d+", part)]
        ring = [(numbers[0], numbers[1])]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            ring.append((ring[-1][0] + dx, ring[-1][1] + dy))
        rings.append(ring)
    return rings


def edges_of(rings: list[list[Point]]) -> list[Edge]:
    return [edge for ring in rings for edge in zip(ring, [*ring[1:], *ring[:1]], strict=True)]


def full(land: Mapping[str, Polygons]) -> dict[str, list[list[Point]]]:
    """The rings on the grid with all their points, ground clockwise."""
    frame = Frame.around(place for ones in land.values() for polygon in ones for ring in polygon for place in ring)
    return {
        key: [turned(cleaned(frame.laid(ring)), clockwise=number == 0) for polygon in ones for number, ring in enumerate(polygon)]
        for key, ones in land.items()
    }


def lone(edges: list[Edge]) -> set[Point]:
    """The ends of edges that are gone along more often one way than the other: the coast."""
    seen = Counter(edges)
    return {point for edge in edges if seen[edge] != seen[edge[::-1]] for point in edge}


def drawn_rings(drawing: Drawing) -> dict[str, list[list[Point]]]:
    return {key: rings_of(shape.path) for key, shape in drawing.shapes.items()}


TURNED = tiling({"0": (12.0, 107.5), "1": (12.5, 108.0)}, cells=9)
"""Made simpler, a shape of it crossed itself and was turned inside out."""


@settings(max_examples=25, deadline=None)
@given(LAND, FEW)
@example(
    tiling({"0": (12.0, 107.5), "1": (12.5, 108.0)}, cells=9), 0
)  # made simpler, one crossed itself and was turned inside out
def test_every_place_keeps_some_ground_inside_the_box_it_had(land: dict[str, Polygons], points: int) -> None:
    drawing, before = drawn(land, points), full(land)

    for key, rings in drawn_rings(drawing).items():
        box = [sorted(point[side] for ring in before[key] for point in ring) for side in (0, 1)]
        assert doubled_area(rings[0]) > 0
        assert all(box[side][0] <= point[side] <= box[side][-1] for ring in rings for point in ring for side in (0, 1))
        assert all(0 <= x <= drawing.width <= SIDE and 0 <= y <= drawing.height <= SIDE for ring in rings for x, y in ring)
    assert set(drawing.shapes) == set(land)


@settings(max_examples=25, deadline=None)
@given(LAND, FEW)
def test_neighbours_keep_one_border_so_that_no_gap_opens_inland(land: dict[str, Polygons], points: int) -> None:
    before = [edge for rings in full(land).values() for edge in edges_of(rings)]
    after = [edge for rings in drawn_rings(drawn(land, points)).values() for edge in edges_of(rings)]

    assert lone(after) <= lone(before)


@settings(max_examples=25, deadline=None)
@given(LAND, FEW, st.randoms(use_true_random=False))
def test_a_map_does_not_depend_on_the_order_of_places_nor_on_where_rings_begin(
    land: dict[str, Polygons], points: int, chance: object
) -> None:
    keys = list(land)
    chance.shuffle(keys)  # type: ignore[attr-defined]
    other = {key: [[[*ring[3:-1], *ring[:4]][::-1] for ring in polygon] for polygon in land[key][::-1]] for key in keys}

    paths = {key: sorted(map(turned_first, rings)) for key, rings in drawn_rings(drawn(land, points)).items()}
    assert {key: sorted(map(turned_first, rings)) for key, rings in drawn_rings(drawn(other, points)).items()} == paths
    assert drawn({key: land[key] for key in keys}, points) == drawn(land, points)


def turned_first(ring: list[Point]) -> list[Point]:
    """The ring from its least point on."""
    first = ring.index(min(ring))
    return [*ring[first:], *ring[:first]]


@settings(max_examples=25, deadline=None)
@given(LAND, FEW)
def test_no_place_gains_or_loses_more_than_what_was_left_out_is_worth(land: dict[str, Polygons], points: int) -> None:
    before = full(land)
    found = cut([ring for rings in before.values() for ring in rings])
    simple = Simple(found, points)

    for way, ring in zip(found.ways, (ring for rings in before.values() for ring in rings), strict=True):
        left_out = sum(len(simple.arcs[number]) - 2 - len(simple.kept[number]) for number, _is_back in way)
        assert abs(doubled_area(simple.ring(way)) - doubled_area(ring)) <= left_out * simple.least


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
def test_a_ring_is_cleaned_of_ways_out_and_back_and_keeps_its_area(ring: list[Point]) -> None:
    clean = cleaned(ring)

    assert abs(doubled_area(clean)) == abs(doubled_area(ring))
    assert all(one != other for one, other in edges_of([clean]))
    assert all(clean[at - 2] != clean[at] for at in range(len(clean)))
    assert len(clean) not in {1, 2}


def test_an_islet_is_left_out_but_a_place_that_is_nothing_else_is_a_dot_and_drawn_last() -> None:
    square, speck = (
        [(107.0, 12.0), (109.0, 12.0), (109.0, 14.0), (107.0, 14.0)],
        [(108.0, 13.0), (108.0001, 13.0), (108.0, 13.0001)],
    )

    drawing = drawn({"tiny": [[speck]], "land": [[square], [speck]]})

    assert list(drawing.shapes) == ["land", "tiny"]
    assert drawing.shapes["land"].path.count("M") == 1
    assert doubled_area(rings_of(drawing.shapes["tiny"].path)[0]) != 0
    assert drawing.shapes["tiny"].mark.room == 0


def test_a_hole_is_cut_out_whatever_its_direction_and_the_same_area_twice_is_one() -> None:
    outer, hole = (
        [(107.0, 12.0), (109.0, 12.0), (109.0, 14.0), (107.0, 14.0)],
        [(107.5, 12.5), (108.5, 12.5), (108.5, 13.5), (107.5, 13.5)],
    )
    twice = drawn({"a": [[outer, hole], [outer, hole[::-1]]]}).shapes["a"]

    assert twice == drawn({"a": [[outer[::-1], hole]]}).shapes["a"]
    areas = [doubled_area(ring) for ring in rings_of(twice.path)]
    assert [area > 0 for area in areas] == [True, False]


def test_letters_stand_where_they_have_room() -> None:
    house = [(107.0, 12.0), (109.0, 12.0), (109.0, 12.6), (107.6, 12.6), (107.6, 14.0), (107.0, 14.0)]

    mark = drawn({"a": [[house]]}).shapes["a"].mark

    assert mark.y > SIDE * 0.7
    assert mark.room > SIDE * 0.9
