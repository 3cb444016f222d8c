"""A tile map: every place one square of the same size, near where it lies. Small communes weigh as much as large ones.

Pure geometry; what a tile says and how it looks is the business of others.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

ROOM = 1.3
"""Cells for each place: so much is left free that the shape of the land still shows."""

ROUNDS = 12
"""Exchanges between tiles come to rest sooner; this only bounds them."""

NOTHING = 1e-9
"""A gain so small is one of rounding."""

Cell = tuple[int, int]
Points = tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The cell (column, row) of each place by its key, from the north-west, row by row; and how many there are of either."""

    cells: Mapping[str, Cell]
    columns: int
    rows: int


def arrange(points: Sequence[tuple[str, float, float]]) -> Arrangement:
    """Cells for places given as key, latitude, longitude (degrees). The order in which they are given does not matter."""
    return _arranged(tuple(points))


@lru_cache(maxsize=64)
def _arranged(given: Points) -> Arrangement:
    points = tuple(sorted(given))
    if not points:
        return Arrangement({}, 0, 0)
    wanted, columns, rows = _wanted(points)
    taken = _settled(wanted, columns, rows)
    _exchange(taken, wanted, columns, rows)
    return _trimmed(taken)


def _wanted(points: Points) -> tuple[dict[str, tuple[float, float]], int, int]:
    """Where each place would lie on the grid if cells could be shared, and the size of the grid."""
    middle = math.radians(sum(latitude for _key, latitude, _longitude in points) / len(points))
    east = {key: longitude * math.cos(middle) for key, _latitude, longitude in points}
    south = {key: -latitude for key, latitude, _longitude in points}
    width, height = (max(_reach(side), NOTHING) for side in (east, south))
    cells = max(len(points) * ROOM, 1)
    columns = max(1, min(len(points), round(math.sqrt(cells * width / height))))
    rows = max(1, math.ceil(cells / columns))
    across, down = _spread(east, columns), _spread(south, rows)
    return {key: (across[key], down[key]) for key, *_point in points}, columns, rows


def _reach(places: Mapping[str, float]) -> float:
    """How far most places lie apart: an island far out at sea does not make the whole map narrow."""
    ordered = sorted(places.values())
    tenth = len(ordered) // 10
    return ordered[-1 - tenth] - ordered[tenth]


def _spread(places: Mapping[str, float], size: int) -> dict[str, float]:
    """Places along one side, half by where they lie and half by their rank, so that a crowded town finds room."""
    low, high = min(places.values()), max(places.values())
    ordered = sorted(places, key=lambda key: (places[key], key))
    last = max(len(ordered) - 1, 1)
    ranks = {key: number / last for number, key in enumerate(ordered)}
    return {key: (size - 1) * ((value - low) / ((high - low) or 1) + ranks[key]) / 2 for key, value in places.items()}


def _settled(wanted: Mapping[str, tuple[float, float]], columns: int, rows: int) -> dict[str, Cell]:
    """Each place takes the free cell nearest to it, those at the edge first: the outline holds."""
    free = {(column, row) for column in range(columns) for row in range(rows)}
    centre = ((columns - 1) / 2, (rows - 1) / 2)
    taken: dict[str, Cell] = {}
    for key in sorted(wanted, key=lambda key: (-_distance(wanted[key], centre), key)):
        taken[key] = min(free, key=lambda cell: (_distance(wanted[key], cell), cell))
        free.remove(taken[key])
    return taken


def _exchange(taken: dict[str, Cell], wanted: Mapping[str, tuple[float, float]], columns: int, rows: int) -> None:
    """Two neighbours change cells, or one moves to a free cell, as long as all together come nearer to where they lie."""
    at: dict[Cell, str] = {cell: key for key, cell in taken.items()}
    for _round in range(ROUNDS):
        moved = False
        for key in sorted(taken):
            for cell in _near(wanted[key], columns, rows):
                moved |= _tried(key, cell, taken, at, wanted)
        if not moved:
            return


def _near(wish: tuple[float, float], columns: int, rows: int) -> list[Cell]:
    column, row = round(wish[0]), round(wish[1])
    return [
        (one, other)
        for one in range(max(column - 2, 0), min(column + 3, columns))
        for other in range(max(row - 2, 0), min(row + 3, rows))
    ]


def _tried(key: str, cell: Cell, taken: dict[str, Cell], at: dict[Cell, str], wanted: Mapping[str, tuple[float, float]]) -> bool:
    here, other = taken[key], at.get(cell)
    if other == key:
        return False
    gain = _distance(wanted[key], here) - _distance(wanted[key], cell)
    if other:
        gain += _distance(wanted[other], cell) - _distance(wanted[other], here)
    if gain <= NOTHING:
        return False
    taken[key], at[cell] = cell, key
    if other:
        taken[other], at[here] = here, other
    else:
        del at[here]
    return True


def _trimmed(taken: Mapping[str, Cell]) -> Arrangement:
    west, north = min(column for column, _row in taken.values()), min(row for _column, row in taken.values())
    in_rows = sorted(taken.items(), key=lambda one: one[1][::-1])
    cells = {key: (column - west, row - north) for key, (column, row) in in_rows}
    columns, rows = (max(cell[side] for cell in cells.values()) + 1 for side in (0, 1))
    return Arrangement(cells, columns, rows)


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2
