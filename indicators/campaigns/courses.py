"""Two numbers at once: courses held and places taken, against what was planned (R64)."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.campaigns import words
from indicators.models import CourseTarget
from indicators.pace import Aim, Counts, Pace, Stretch, pace_of
from indicators.queries.courses import Held, courses_in
from indicators.suppression import SMALLEST_TOLD, in_steps
from literacy_portal.kit.figures import Figure, number_text


@dataclass(frozen=True)
class Half:
    """One of the two numbers."""

    figure: Figure
    pace: Pace
    stretch: Stretch

    @property
    def value(self) -> str:
        """How many, as this reader is told."""
        return self.figure.percent if self.figure.few else number_text(self.pace.value)

    @property
    def expected(self) -> str:
        """What is to be expected."""
        return "" if self.figure.few else words.expected(self.pace, self.stretch, bounded=False)

    @property
    def tone(self) -> str:
        """The colour of it."""
        return words.TONES.get(self.pace.verdict, "")

    @property
    def verdict(self) -> str:
        """And its words."""
        return str(words.LABELS[self.pace.verdict])


@dataclass(frozen=True)
class Courses:
    """A target of two numbers, and where both stand."""

    target: CourseTarget
    courses: Half
    people: Half


def courses_at(targets: Iterable[CourseTarget], place: str, stretch: Stretch, day: date, *, exact: bool) -> list[Courses]:
    """Of the place's own targets. One query; who is not `exact` is told places taken in steps, courses openly."""
    own = [target for target in targets if target.place == place]
    held = courses_in(place, [target.topic_id or "" for target in own], stretch.first, min(day, stretch.last)) if own else {}
    return [_courses(target, held[target.topic_id or ""], stretch, day, exact=exact) for target in own]


def _courses(target: CourseTarget, held: Held, stretch: Stretch, day: date, *, exact: bool) -> Courses:
    return Courses(
        target,
        _half(target.courses, [(on, courses) for on, courses, _people in held], stretch, day, exact=True),
        _half(target.people, [(on, people) for on, _courses, people in held], stretch, day, exact=exact),
    )


def _half(goal: int, held: list[tuple[date, int]], stretch: Stretch, day: date, *, exact: bool) -> Half:
    days = [on for on, _number in held]

    def at(moment: date) -> Counts:
        so_far = sum(number for _on, number in held[: bisect_right(days, moment)])
        return (so_far if exact else in_steps(so_far)), 1

    pace = pace_of(stretch, day, at, Aim(Decimal(goal), is_percent=False), bounded=False)
    few = 0 if exact or pace.value else SMALLEST_TOLD
    return Half(Figure("", min(pace.value, goal), goal, few=few), pace, stretch)
