"""Of which days a campaign is told."""

from dataclasses import dataclass
from datetime import date, timedelta

from indicators.pace import LATELY, WEEK, Stretch

KEPT_AFTER = (30, 90)
"""So many days after the end one looks at what was kept."""


@dataclass(frozen=True)
class Moment:
    """Of when a campaign is told: `day` is that of the pace (the last one, once it is over), `note` that of what moved."""

    stretch: Stretch
    day: date
    looked_at: date
    note: date

    @property
    def days(self) -> list[date]:
        """All days whose counts are needed."""
        back = [self.day - timedelta(days=days) for days in (0, WEEK, LATELY)]
        return sorted({self.stretch.eve, *back, self.note, self.note - timedelta(days=1), *self.after().values()})

    def after(self) -> dict[int, date]:
        """The days after the end that have come, by how long after."""
        ends = {days: self.stretch.last + timedelta(days=days) for days in KEPT_AFTER}
        return {days: day for days, day in ends.items() if day <= self.looked_at}

    @property
    def is_begun(self) -> bool:
        """Whether its first day has come."""
        return self.looked_at >= self.stretch.first

    @property
    def is_over(self) -> bool:
        """Whether its last day is over."""
        return self.looked_at > self.stretch.last
