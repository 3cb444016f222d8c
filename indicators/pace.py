"""How fast a figure moves towards its target: docs/indicators.md, Campaign. Days and counts in, counts out; nothing is read.

All counts are those that the reader is told. What is made of them tells no more than they do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

Counts = tuple[int, int]
ValueOn = Callable[[date], Counts]
"""The counts at the end of a day; out of nothing is "nothing was counted"."""

SUM = "sum"
"""The source of an aim that is what the aims of the places inside come to."""

LATELY, WEEK = 14, 7
"""Days over which the pace is taken, and of its halves, which tell how far it can be trusted."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days of a campaign, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it lasts: 15 July to 25 October are 103."""
        return (self.last - self.first).days + 1

    @property
    def eve(self) -> date:
        """The day before the first, at whose end the baseline is taken."""
        return self.first - timedelta(days=1)

    def number(self, day: date) -> int:
        """Which day of the campaign it is: 0 before it begins, the last one's number once it is over."""
        return min(max((day - self.eve).days, 0), self.days)

    def left(self, day: date) -> int:
        """Days still to come after this one."""
        return self.days - self.number(day)


@dataclass(frozen=True, slots=True)
class Aim:
    """What is to be reached at least, and better: percent of the population, or a number. `source` is whose target it is."""

    minimum: Decimal
    is_percent: bool
    stretch: Decimal | None = None
    source: str = ""
    reason: str = ""

    def count(self, out_of: int) -> int:
        """The minimum as a count, of a population of today: a part of a person is a person."""
        return ceil(Fraction(self.minimum) * out_of / 100) if self.is_percent else int(self.minimum)

    def stretch_count(self, out_of: int) -> int | None:
        """The stretch as a count; None where there is none."""
        if self.stretch is None:
            return None
        return ceil(Fraction(self.stretch) * out_of / 100) if self.is_percent else int(self.stretch)


class Verdict(StrEnum):
    """What is to be expected of the last day; `MAY` is a target inside the range of the forecast."""

    REACHED = "reached"
    WILL = "will"
    MAY = "may"
    MISS = "miss"
    MISSED = "missed"
    OPEN = "open"
    """No target, or nothing to forecast from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Where a figure stands in a campaign at the end of a day. Paces are per day; a forecast is of the last day.

    `straight` is where a straight line from baseline to target stands on that day. `recent`, `forecast`, `low` and `high` are
    None where a fortnight was not counted. `low` and `high`: if every week goes on like the weaker, or the better, of the
    last two.
    """

    value: int
    out_of: int
    baseline: int
    target: int | None
    straight: Fraction | None
    needed: Fraction | None
    recent: Fraction | None
    forecast: int | None
    low: int | None
    high: int | None
    left: int

    @property
    def missing(self) -> int:
        """How many are still to be counted to reach the target."""
        return 0 if self.target is None else max(self.target - self.value, 0)

    @property
    def short(self) -> int:
        """How many will be missing on the last day at this pace."""
        if self.target is None or self.forecast is None:
            return 0
        return max(self.target - self.forecast, 0)

    @property
    def verdict(self) -> Verdict:
        """What is to be expected, or what became of it."""
        if self.target is None or not self.out_of:
            return Verdict.OPEN
        if self.value >= self.target:
            return Verdict.REACHED
        if not self.left:
            return Verdict.MISSED
        if self.forecast is None or self.high is None:
            return Verdict.OPEN
        if self.forecast >= self.target:
            return Verdict.WILL
        return Verdict.MAY if self.high >= self.target else Verdict.MISS


def pace_of(stretch: Stretch, day: date, at: ValueOn, aim: Aim | None, *, bounded: bool = True) -> Pace:
    """The pace at the end of a day, of counts `at` each day. Not `bounded`: counts of what has no population."""
    value, out_of = at(day)
    baseline = at(stretch.eve)[0]
    target = aim.count(out_of) if aim else None
    left = stretch.left(day)
    forecast, low, high = _forecast(at, day, left, out_of if bounded else None)
    begin = at(day - timedelta(days=LATELY))
    return Pace(
        value=value,
        out_of=out_of,
        baseline=baseline,
        target=target,
        straight=None if target is None else baseline + Fraction(target - baseline) * stretch.number(day) / stretch.days,
        needed=Fraction(max(target - value, 0), left) if target is not None and left else None,
        recent=Fraction(value - begin[0], LATELY) if begin[1] and out_of else None,
        forecast=forecast,
        low=low,
        high=high,
        left=left,
    )


def _forecast(at: ValueOn, day: date, left: int, most: int | None) -> tuple[int | None, int | None, int | None]:
    """The value on the last day, and the range around it."""
    old, middle, now = (at(day - timedelta(days=days)) for days in (LATELY, WEEK, 0))
    if not (old[1] and now[1]):
        return None, None, None
    weeks = (middle[0] - old[0], now[0] - middle[0])
    paces = (Fraction(now[0] - old[0], LATELY), Fraction(min(weeks), WEEK), Fraction(max(weeks), WEEK))
    expected, low, high = (_within(now[0] + pace * left, most) for pace in paces)
    return expected, low, high


def _within(value: Fraction, most: int | None) -> int:
    """A whole count, half up, that can be."""
    whole = max(floor(value + Fraction(1, 2)), 0)
    return whole if most is None else min(whole, most)


SHARES = (25, 50, 75, 100)
"""Milestones: percent of the way from baseline to target."""


def milestones(
    stretch: Stretch, day: date, steps: Sequence[tuple[date, int, int]], aim: Aim, baseline: int
) -> list[tuple[int, date | None]]:
    """For each share of the way the first day of the campaign at whose end it was gone; None if not yet.

    `steps` are the days on which counts changed, with the counts from then on. The target is that of each day's population.
    """
    passed: dict[int, date] = {}
    for since, counted, out_of in steps:
        way = aim.count(out_of) - baseline
        if since > day or since > stretch.last or not out_of:
            continue
        for share in SHARES:
            if share not in passed and (counted - baseline) * 100 >= share * way:
                passed[share] = max(since, stretch.eve)
    return [(share, passed.get(share)) for share in SHARES]


def doors(missing: int, out_of: int, households: int) -> int | None:
    """Doors behind which as many people live as are missing, if each household has its share of the population.

    None where it cannot be told.
    """
    return ceil(Fraction(missing * households, out_of)) if out_of and households else None


def per_night(all_doors: int, teams: int, nights: int) -> int | None:
    """Doors for each team on each evening that is left, part of a door counted whole; None without teams or evenings."""
    return ceil(Fraction(all_doors, teams * nights)) if teams and nights else None
