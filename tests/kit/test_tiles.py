"""A tile map: everyone in a cell of their own, near where they lie, whatever the order of asking."""

from hypothesis import given, settings
from hypothesis import strategies as st

from communes.facts import centroids, place_list
from literacy_portal.kit.tiles import arrange

COORDINATE = st.floats(-60, 60, allow_nan=False, allow_infinity=False)
PLACE = st.tuples(st.text("abcdefgh", min_size=1, max_size=4), COORDINATE, COORDINATE)
POINTS = st.lists(PLACE, max_size=40, unique_by=lambda place: place[0])


@settings(max_examples=60, deadline=None)
@given(POINTS)
def test_every_place_has_one_cell_inside_the_map_and_nobody_shares(points: list[tuple[str, float, float]]) -> None:
    arranged = arrange(points)

    assert set(arranged.cells) == {key for key, *_place in points}
    assert len(set(arranged.cells.values())) == len(points)
    assert all(0 <= column < arranged.columns and 0 <= row < arranged.rows for column, row in arranged.cells.values())
    assert arrange(points[::-1]) == arranged


def test_places_on_a_grid_lie_on_that_grid() -> None:
    points = [(f"{column}{row}", -row, column) for column in range(4) for row in range(4)]

    arranged = arrange(points)

    for one, (_key, south, west) in zip(points, points, strict=True):
        for other, south_of, west_of in points:
            (column, row), (column_of, row_of) = arranged.cells[one[0]], arranged.cells[other]
            assert not (west < west_of and column > column_of)
            assert not (south > south_of and row > row_of)


def test_in_every_province_what_lies_north_or_east_mostly_stands_so() -> None:
    centres, communes = centroids(), place_list().communes
    provinces: dict[str, list[tuple[str, float, float]]] = {}
    for code, (latitude, longitude, _area) in centres.items():
        provinces.setdefault(communes[code].province, []).append((code, latitude, longitude))

    wrong = {}
    for province, points in provinces.items():
        cells = arrange(points).cells
        pairs = [(one, other) for one in points for other in points if one[1] > other[1]]
        wrong[province] = sum(cells[one[0]][1] > cells[other[0]][1] for one, other in pairs) / len(pairs)

    assert len(wrong) == 34
    assert max(wrong.values()) < 0.15
