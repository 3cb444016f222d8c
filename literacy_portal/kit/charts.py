"""Geometry of the small charts: values in, SVG coordinates out, as text with a decimal point."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

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
    across, deep = _across(len(values)), (HEIGHT - 2 * MARGIN) / spread
    down = [f"{HEIGHT - MARGIN - (value - low) * deep:.1f}" for value in values]
    path = " ".join([f"{x},{y}" for x, y in zip(across, down, strict=True)])
    return Line(f"M{path}", across[-1], down[-1])


@cache
def _across(number: int) -> list[str]:
    """Where so many points stand, from left to right."""
    step = (WIDTH - 2 * MARGIN) / (number - 1)
    return [f"{MARGIN + index * step:.1f}" for index in range(number)]


TOPS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
"""Where the scale of a course may end, as a share; its half is a round number, too."""

SIDE = 1000.0


@dataclass(frozen=True, slots=True)
class Course:
    """How a share went from day to day, in a box of SIDE by SIDE that is stretched to its frame.

    `line` and `area` are paths: a step for every change, a gap where nothing is known. `rows` and `columns` name the
    scales: how far down or along ("50.0%"), and the share or the day there.
    """

    line: str
    area: str
    rows: list[tuple[str, float]]
    columns: list[tuple[str, date]]


def course(points: Sequence[tuple[date, float | None]], last: date) -> Course | None:
    """The steps between the days of `points` and the end of `last`; None when not one share is known."""
    known = [share for _day, share in points if share is not None]
    if not known:
        return None
    first, top = points[0][0], next(one for one in TOPS if one >= min(max(known), 1.0))
    # The last day is drawn as a day like any other: it ends where the box does.
    days = max((last - first).days, 0) + 1
    ends = [day for day, _share in points[1:]] + [last + timedelta(days=1)]
    spans = [
        ((day - first).days / days * SIDE, (end - first).days / days * SIDE, SIDE * (1 - share / top))
        for (day, share), end in zip(points, ends, strict=True)
        if share is not None
    ]
    line = area = ""
    reached = -1.0
    for left, right, height in spans:
        line += f"{'V' if left == reached else 'M'}{'' if left == reached else f'{left:.1f},'}{height:.1f}H{right:.1f}"
        area += f"M{left:.1f},{SIDE:.1f}V{height:.1f}H{right:.1f}V{SIDE:.1f}Z"
        reached = right
    marks = [first, first + (last - first) / 2, last] if last > first else [first]
    columns = [(f"{index / max(len(marks) - 1, 1) * 100:.1f}%", day) for index, day in enumerate(marks)]
    return Course(line, area, [("0.0%", top), ("50.0%", top / 2), ("100.0%", 0.0)], columns)
