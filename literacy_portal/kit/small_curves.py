"""Geometry of many small curves on one scale, as light as can be: whole numbers, few points, nothing twice."""

from collections.abc import Sequence
from datetime import date

WIDTH, HEIGHT = 200, 60
"""The box of a curve."""

MOST_POINTS = 40


def days_between(first: date, last: date) -> list[date]:
    """The days at which curves are told: both ends, and between them at even distances."""
    steps = min((last - first).days, MOST_POINTS - 1)
    return [first + (last - first) * step / steps for step in range(steps + 1)] if steps > 0 else [last]


def curve(shares: Sequence[float | None], top: float) -> str:
    """A line through shares at even distances, where `top` lies at the upper edge; a gap where nothing is known.

    A share that is known alone is a short dash.
    """
    across = WIDTH / max(len(shares) - 1, 1)
    runs: list[list[tuple[int, int]]] = [[]]
    for index, share in enumerate(shares):
        if share is None:
            runs.append([])
        else:
            runs[-1].append((round(index * across), round(HEIGHT * (1 - min(share / top, 1)))))
    return "".join(_line(run) for run in runs if run)


def _line(run: Sequence[tuple[int, int]]) -> str:
    points = run if len(run) > 1 else [run[0], (run[0][0] + 2, run[0][1])]
    kept = [
        point
        for before, point, after in zip([None, *points], points, [*points[1:], None], strict=False)
        if before is None or after is None or not before[1] == point[1] == after[1]
    ]
    return "M" + " ".join(f"{x},{y}" for x, y in kept)
