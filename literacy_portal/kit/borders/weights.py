"""What each point of a line is worth: the area that the line loses without it (Visvalingam and Whyatt, 1993)."""

import heapq

from literacy_portal.kit.borders.arcs import Arc
from literacy_portal.kit.borders.rings import Point


def weights(arc: Arc) -> list[int]:
    """For each point between the ends, twice the area of the triangle lost with it, the least first left out.

    No point is worth less than one left out before it, so that all points above some worth make the same line at every scale.
    """
    count = len(arc)
    before, after = list(range(-1, count - 1)), list(range(1, count + 1))
    worth = [0] * count
    now = [0, *(_lost(arc[at - 1], arc[at], arc[at + 1]) for at in range(1, count - 1)), 0]
    heap = [(area, at) for at, area in enumerate(now[1:-1], 1)]
    heapq.heapify(heap)
    least = 0
    while heap:
        area, at = heapq.heappop(heap)
        if area != now[at]:
            continue
        least = worth[at] = max(area, least)
        now[at] = -1
        left, right = before[at], after[at]
        after[left], before[right] = right, left
        for near in (left, right):
            if 0 < near < count - 1:
                now[near] = _lost(arc[before[near]], arc[near], arc[after[near]])
                heapq.heappush(heap, (now[near], near))
    return worth[1:-1]


def _lost(one: Point, middle: Point, other: Point) -> int:
    return abs((middle[0] - one[0]) * (other[1] - one[1]) - (other[0] - one[0]) * (middle[1] - one[1]))
