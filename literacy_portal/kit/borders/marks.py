"""Where in a shape a few letters have room."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from literacy_portal.kit.borders.rings import Point

LINES = 15
"""Heights at which room is looked for."""

HALF = 16
"""Half the height of letters, in steps of the grid."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The middle of the widest room, and how wide it is; without room for letters the width is 0."""

    x: int
    y: int
    room: int


def mark(ring: Sequence[Point]) -> Mark:
    """The place for letters in a ring: of some lines across it, where their top and bottom have most room in common.

    Not far from the middle, as long as there is not much more room elsewhere.
    """
    heights = [y for _x, y in ring]
    top, bottom = min(heights), max(heights)
    tries = [_room(ring, top + (bottom - top) * line / (LINES + 1)) for line in range(1, LINES + 1)]
    middle = (top + bottom) / 2
    best = max(tries, key=lambda one: one.room - abs(one.y - middle))
    if best.room:
        return best
    return Mark(sum(x for x, _y in ring) // len(ring), sum(heights) // len(ring), 0)


def _room(ring: Sequence[Point], y: float) -> Mark:
    above, below = list(_inside(ring, y - HALF)), list(_inside(ring, y + HALF))
    common = [(max(left, other), min(right, end)) for left, right in above for other, end in below]
    left, right = max(common, key=lambda span: span[1] - span[0], default=(0, 0))
    return Mark(round((left + right) / 2), round(y), max(round(right - left), 0))


def _inside(ring: Sequence[Point], y: float) -> Iterator[tuple[float, float]]:
    """From where to where a line across the map lies in the ring."""
    crossed = sorted(
        x + (y - one) * (next_x - x) / (other - one)
        for (x, one), (next_x, other) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (one <= y) != (other <= y)
    )
    return zip(crossed[::2], crossed[1::2], strict=True)
