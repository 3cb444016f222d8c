"""Counts on the days that a campaign asks about, as this reader is told them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from communes.scope import Scope
from indicators.catalogue import Indicator
from indicators.pace import Counts
from indicators.queries.figures import Pair, Trend, courses_of, values_at
from indicators.queries.tree import Spot
from indicators.reading import as_told, as_told_daily, known_inside
from literacy_portal.kit.figures import Figure

Steps = list[tuple[date, int, int]]
"""Days on which what is told changed, with the counts from then on."""

NOBODY = (0, 0)


@dataclass(frozen=True)
class Reader:
    """What a reader sees exactly: whole places, and parts (with all that contain them) of what is told in steps."""

    people: Scope
    inside: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, spot: Spot, people: Scope) -> "Reader":
        """Of the places in `spot`. At most one query."""
        return cls(people, known_inside(spot, people))

    def is_exact(self, place: str, above: Collection[str]) -> bool:
        """Whether the whole place (a code, and those above it) is open."""
        chain = {*above, place}
        scope = self.people
        return scope.everything or bool(chain & (scope.provinces | scope.communes | scope.villages))

    def known_in(self, place: str) -> list[str]:
        """The parts of a place that are known exactly."""
        return [code for code, above in self.inside.items() if place in above]

    def pairs(self, places: Collection[str], indicators: Collection[str]) -> list[Pair]:
        """What has to be read to tell of these places: they, and the parts that are known."""
        return [(place, code) for place in {*places, *self.inside} for code in indicators]


@dataclass(frozen=True)
class Numbers:
    """Counts by place, indicator and day. `above`: of each place the codes of what contains it."""

    raw: Mapping[tuple[str, str, date], Counts]
    reader: Reader
    above: Mapping[str, tuple[str, ...]]

    @classmethod
    def read(
        cls, reader: Reader, above: Mapping[str, tuple[str, ...]], pairs: Collection[Pair], days: Collection[date]
    ) -> "Numbers":
        """One query."""
        return cls(values_at(pairs, days).answer(), reader, above)

    def figure(self, places: Sequence[str], indicator: Indicator, day: date, label: str = "", url: str = "") -> Figure:
        """Of one place, or of several taken together, at the end of the day."""
        told = [self._one(place, indicator, day) for place in places]
        if len(told) == 1:
            one = told[0]
            return Figure(label, one.counted, one.out_of, url=url, hidden=one.hidden, few=one.few)
        return Figure(label, sum(one.counted for one in told), sum(one.out_of for one in told), url=url)

    def at(self, places: Sequence[str], indicator: Indicator) -> Callable[[date], Counts]:
        """The counts of the places on any of the days that were read."""

        def on(day: date) -> Counts:
            figure = self.figure(places, indicator, day)
            return figure.counted, figure.out_of

        return on

    def _one(self, place: str, indicator: Indicator, day: date) -> Figure:
        counts = self.raw.get((place, indicator.code, day), NOBODY)
        parts = [self.raw.get((code, indicator.code, day), NOBODY) for code in self.reader.known_in(place)]
        known = (sum(counted for counted, _out_of in parts), sum(out_of for _counted, out_of in parts))
        return as_told("", counts, indicator.unit, exact=self.reader.is_exact(place, self.above[place]), known=known)


def steps_of(
    reader: Reader,
    above: Mapping[str, tuple[str, ...]],
    places: Sequence[str],
    indicators: Sequence[Indicator],
    days: tuple[date, date],
) -> dict[str, Steps]:
    """How each indicator went in the places taken together, from the first of `days` to the second, as it is told. One query."""
    trends = courses_of(reader.pairs(places, [one.code for one in indicators]), *days).answer()
    return {one.code: _together([_told(reader, above[place], place, one, trends) for place in places]) for one in indicators}


def _told(reader: Reader, above: Sequence[str], place: str, indicator: Indicator, trends: Mapping[Pair, Trend]) -> Steps:
    known = [trends[code, indicator.code] for code in reader.known_in(place)]
    exact = reader.is_exact(place, above)
    told = as_told_daily(trends[place, indicator.code], indicator.unit, exact=exact, known=known)
    return [(day, figure.counted, figure.out_of) for day, figure in told]


def _together(steps: Sequence[Steps]) -> Steps:
    if len(steps) == 1:
        return steps[0]
    days = sorted({day for one in steps for day, *_counts in one})
    return [(day, *_sum(_value(one, day) for one in steps)) for day in days]


def _value(steps: Steps, day: date) -> Counts:
    before = [(counted, out_of) for since, counted, out_of in steps if since <= day]
    return before[-1] if before else NOBODY


def _sum(counts: Iterable[Counts]) -> Counts:
    both = list(counts)
    return sum(one[0] for one in both), sum(one[1] for one in both)
