"""Geometry of a climb towards a target: how a share went, the straight line it should have gone, and where it leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from literacy_portal.kit.charts import SIDE, TOPS

Point = tuple[date, float]


@dataclass(frozen=True, slots=True)
class Climb:
    """Paths in a box of SIDE by SIDE that is stretched to its frame; empty where there is nothing to draw.

    `rows` and `columns` name the scales as in `charts.Course`; `today` is how far along the day looked at is, `goal` how far
    down the target lies, `goal_word` how far from it its word stands.
    """

    line: str
    area: str
    straight: str
    ahead: str
    fan: str
    goal: str
    goal_word: str
    today: str
    rows: list[tuple[str, float]]
    columns: list[tuple[str, date]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What is drawn, as shares of 1: steps until `day`, the target, the baseline, and the range on the last day."""

    first: date
    last: date
    day: date
    steps: Sequence[Point]
    baseline: float
    goal: float | None
    low: float | None
    expected: float | None
    high: float | None


def climb(course: Course) -> Climb | None:
    """The drawing; None when nothing is known."""
    if not course.steps:
        return None
    shares = [share for _day, share in course.steps]
    tallest = max([*shares, course.goal or 0, course.high or 0, course.expected or 0])
    frame = _Frame(course.first, course.last, next((one for one in TOPS if one >= min(tallest * 1.02, 1.0)), 1.0))
    line, area = _steps(course, frame)
    return Climb(
        line=line,
        area=area,
        straight=_straight(course, frame),
        ahead=_ahead(course, frame),
        fan=_fan(course, frame),
        goal="" if course.goal is None else f"{min(max(frame.height(course.goal), 0), SIDE) / SIDE * 100:.1f}%",
        goal_word="18" if course.goal is not None and frame.height(course.goal) < _NEAR_THE_TOP else "-6",
        today=f"{frame.along(course.day + timedelta(days=1)) / SIDE * 100:.1f}%",
        rows=[("0.0%", frame.top), ("50.0%", frame.top / 2), ("100.0%", 0.0)],
        columns=[("0.0%", course.first), ("50.0%", course.first + (course.last - course.first) / 2), ("100.0%", course.last)],
    )


_NEAR_THE_TOP = 90.0
"""Where the word of the target stands below its line, not above."""


@dataclass(frozen=True, slots=True)
class _Frame:
    first: date
    last: date
    top: float

    def along(self, day: date) -> float:
        """How far along the beginning of a day lies."""
        days = (self.last - self.first).days + 1
        return min(max((day - self.first).days / days, 0.0), 1.0) * SIDE

    def height(self, share: float) -> float:
        """How far down a share lies."""
        return SIDE * (1 - share / self.top)


def _steps(course: Course, frame: _Frame) -> tuple[str, str]:
    ends = [day for day, _share in course.steps[1:]] + [course.day + timedelta(days=1)]
    line = area = ""
    for (day, share), end in zip(course.steps, ends, strict=True):
        left, right, height = frame.along(day), frame.along(end), frame.height(share)
        if right > left:
            line += f"{'V' if line else f'M{left:.1f},'}{height:.1f}H{right:.1f}"
            area += f"M{left:.1f},{SIDE:.1f}V{height:.1f}H{right:.1f}V{SIDE:.1f}Z"
    return line, area


def _straight(course: Course, frame: _Frame) -> str:
    if course.goal is None:
        return ""
    return f"M0.0,{frame.height(course.baseline):.1f}L{SIDE:.1f},{frame.height(course.goal):.1f}"


def _ahead(course: Course, frame: _Frame) -> str:
    if course.expected is None or course.day >= course.last:
        return ""
    return f"{_now(course, frame)}L{SIDE:.1f},{frame.height(course.expected):.1f}"


def _fan(course: Course, frame: _Frame) -> str:
    if course.low is None or course.high is None or course.day >= course.last:
        return ""
    return f"{_now(course, frame)}L{SIDE:.1f},{frame.height(course.high):.1f}V{frame.height(course.low):.1f}Z"


def _now(course: Course, frame: _Frame) -> str:
    return f"M{frame.along(course.day + timedelta(days=1)):.1f},{frame.height(course.steps[-1][1]):.1f}"
