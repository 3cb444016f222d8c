"""Geometry of the small charts: values in, SVG coordinates out, as text with a decimal point."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 120.0, 32.0, 3.0
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A sparkline in a box of WIDTH by HEIGHT: the path and the last point."""

    path: str
    last_x: str
    last_y: str


def sparkline(values: Sequence[float]) -> Line | None:
    """The line through at least two values, oldest first; the lowest value lies at the bottom."""
    if len(values) < FEWEST:
        return None
    low, spread = min(values), (max(values) - min(values)) or 1
    step = (WIDTH - 2 * MARGIN) / (len(values) - 1)
    points = [
        (MARGIN + index * step, HEIGHT - MARGIN - (value - low) / spread * (HEIGHT - 2 * MARGIN))
        for index, value in enumerate(values)
    ]
    path = "M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return Line(path, f"{points[-1][0]:.1f}", f"{points[-1][1]:.1f}")
