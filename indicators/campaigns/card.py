"""One indicator of a campaign in a place: value, target, pace, forecast, milestones, what moved, what was kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from indicators.campaigns import words
from indicators.campaigns.moment import Moment
from indicators.campaigns.numbers import Numbers, Steps
from indicators.catalogue import Indicator
from indicators.enums import Measure, Unit
from indicators.models import Target
from indicators.pace import SUM, Aim, Pace, Stretch, Verdict, doors, milestones, pace_of, per_night
from indicators.queries.tree import Spot
from literacy_portal.kit.climb import Climb, Course, climb
from literacy_portal.kit.figures import Figure, number_text, percent_text, whole_percent_text

HOMES = "households_visited"
"""Whose population is the households of a place."""


@dataclass(frozen=True)
class Bar:
    """Where things stand on a line from nothing to everyone, as SVG lengths; empty where there is nothing to mark."""

    value: str
    baseline: str
    straight: str
    goal: str
    stretch: str
    low: str
    span: str


@dataclass(frozen=True)
class Card:
    """What is told of one indicator."""

    indicator: Indicator
    figure: Figure
    before: Figure
    aim: Aim | None
    pace: Pace
    stretch: Stretch
    url: str = ""
    teams: int = 0
    households: int = 0
    steps: Steps = field(default_factory=list)
    moved: int = 0
    after: Mapping[int, Figure] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """What is to be expected, in two words."""
        return str(words.LABELS[self.pace.verdict])

    @property
    def tone(self) -> str:
        """The colour of it."""
        return words.TONES.get(self.pace.verdict, "")

    @property
    def icon(self) -> str:
        """Its sign, for those who see no colour."""
        return words.ICONS.get(self.pace.verdict, "")

    @property
    def goal(self) -> str:
        """The target as it was set, or what those of the places inside come to."""
        if self.aim and self.aim.source == SUM:
            return words.told_count(self.pace.target or 0, self.pace.out_of) if self.pace.out_of else ""
        return words.aim_text(self.aim)

    @property
    def goal_short(self) -> str:
        """The target as a percentage, for the drawing."""
        return percent_text(self.pace.target or 0, self.pace.out_of)

    @property
    def goal_count(self) -> str:
        """And what it comes to, of the population of the day."""
        return number_text(self.pace.target) if self.pace.target is not None else ""

    @property
    def expected(self) -> str:
        """The forecast in a sentence."""
        if self.figure.few and self.pace.left:
            return words.too_few()
        return words.expected(self.pace, self.stretch) if self.figure.out_of else ""

    @property
    def spread(self) -> str:
        """The range of the forecast in a sentence."""
        is_told = self.figure.is_known and self.pace.verdict is not Verdict.REACHED
        return words.spread(self.pace) if is_told else ""

    @property
    def has_forecast(self) -> bool:
        """Whether there is a number for the last day: not where so few are counted that they are not told."""
        return self.figure.is_known and self.pace.forecast is not None and self.pace.left > 0

    @property
    def straight(self) -> str:
        """Where the straight line stands today."""
        return words.told_count(round(self.pace.straight), self.pace.out_of) if self.pace.straight is not None else ""

    @property
    def is_behind(self) -> bool:
        """Whether the value lies under the straight line."""
        return self.pace.straight is not None and self.pace.value < self.pace.straight

    @property
    def recent(self) -> str:
        """The pace of the last fortnight."""
        return words.per_day(self.pace.recent)

    @property
    def needed(self) -> str:
        """The pace that is needed from now on."""
        return words.per_day(self.pace.needed) if self.pace.needed is not None else ""

    @property
    def work(self) -> str:
        """What is missing, in doors for each team and night."""
        missing, unit = self.pace.missing, self.indicator.unit
        all_doors = missing if unit is Unit.HOUSEHOLDS else doors(missing, self.pace.out_of, self.households)
        nightly = per_night(all_doors, self.teams, self.pace.left) if all_doors else None
        return words.work(unit, self.pace, all_doors, nightly, self.teams)

    @property
    def milestones(self) -> list[tuple[str, str, bool]]:
        """Quarters of the way: percent, the day it was passed in words or nothing, whether it was before the first day."""
        if self.aim is None or not self.figure.out_of:
            return []
        day = min(self.steps[-1][0], self.stretch.last) if self.steps else self.stretch.eve
        passed = milestones(self.stretch, day, self.steps, self.aim, self.pace.baseline)
        return [
            (whole_percent_text(share / 100), words.day_text(on) if on else "", bool(on and on < self.stretch.first))
            for share, on in passed
        ]

    @property
    def bar(self) -> Bar:
        """The same as a drawing."""
        pace, whole = self.pace, self.pace.out_of
        stretch = self.aim.stretch_count(whole) if self.aim else None
        is_ahead = pace.low is not None and pace.high is not None and pace.left > 0
        return Bar(
            value=_along(pace.value, whole),
            baseline=_along(pace.baseline, whole),
            straight=_along(float(pace.straight), whole) if pace.straight is not None else "",
            goal=_along(pace.target, whole),
            stretch=_along(stretch, whole),
            low=_along(pace.low, whole) if is_ahead else "",
            span=_along((pace.high or 0) - (pace.low or 0), whole) if is_ahead else "",
        )

    def climb(self, day: date) -> Climb | None:
        """How it went until the end of a day, and where it leads."""
        whole = self.pace.out_of
        known = [(since, counted / out_of) for since, counted, out_of in self.steps if out_of]
        if not whole or not known or day < self.stretch.first:
            return None
        low, expected, high = (_share(count, whole) for count in (self.pace.low, self.pace.forecast, self.pace.high))
        return climb(
            Course(
                first=self.stretch.first,
                last=self.stretch.last,
                day=day,
                steps=known,
                baseline=self.pace.baseline / whole,
                goal=_share(self.pace.target, whole),
                low=low,
                expected=expected,
                high=high,
            )
        )


def _share(count: int | None, whole: int) -> float | None:
    return None if count is None else count / whole


def _along(count: float | None, whole: int) -> str:
    return "" if count is None or not whole else f"{min(count / whole, 1) * 100:.1f}%"


def card(
    places: Sequence[str], indicator: Indicator, numbers: Numbers, moment: Moment, aim: Aim | None, *, label: str, url: str
) -> Card:
    """Of one place, or of several taken together; what the page adds to it, it adds by `dataclasses.replace`."""
    at = numbers.at(places, indicator)
    yesterday, before = at(moment.note), at(moment.note - timedelta(days=1))
    return Card(
        indicator=indicator,
        figure=numbers.figure(places, indicator, moment.day, label, url),
        before=numbers.figure(places, indicator, moment.stretch.eve),
        aim=aim,
        pace=pace_of(moment.stretch, moment.day, at, aim),
        stretch=moment.stretch,
        url=url,
        moved=yesterday[0] - before[0],
        after={days: numbers.figure(places, indicator, day) for days, day in moment.after().items()},
    )


def aim_of(spot: Spot, target: Target | None) -> Aim | None:
    """A stored target as what is aimed at."""
    if target is None:
        return None
    return Aim(
        minimum=target.minimum,
        is_percent=target.measure == Measure.PERCENT,
        stretch=target.stretch,
        source="" if target.place == spot.code else (target.place or target.kind),
        reason=target.reason,
    )
