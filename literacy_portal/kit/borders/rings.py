"""Closed lines on a grid of whole numbers. The last point of a ring leads back to its first, which is not repeated."""

from collections.abc import Iterable, Sequence

Point = tuple[int, int]
"""Steps to the right and down."""

FEWEST = 3
"""Points of the smallest ring."""


def cleaned(points: Iterable[Point]) -> list[Point]:
    """A ring without a point twice in a row, nor a line out and back the same way; nothing if no ring is left of it."""
    ring: list[Point] = []
    for point in points:
        if ring and ring[-1] == point:
            continue
        if len(ring) > 1 and ring[-2] == point:
            ring.pop()
        else:
            ring.append(point)
    first, last = 0, len(ring) - 1
    while last - first >= FEWEST - 1:
        # Where the end meets the beginning the same may have happened.
        if ring[first] in (ring[last], ring[last - 1]):
            last -= 1
        elif ring[last] == ring[first + 1]:
            first += 1
        else:
            break
    return ring[first : last + 1] if last - first >= FEWEST - 1 else []


def doubled_area(ring: Sequence[Point]) -> int:
    """Twice the area, exactly; above zero for a ring that runs clockwise as seen on the map."""
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(ring, [*ring[1:], *ring[:1]], strict=True))


def turned(ring: list[Point], *, clockwise: bool) -> list[Point]:
    """The ring in this direction."""
    return ring if (doubled_area(ring) > 0) == clockwise else ring[::-1]
