"""The periods that are reported on, and when the report of one is due. Days are Vietnamese days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from indicators.enums import ReportKind
from literacy_portal.kit.periods import VIETNAM

OPENS_DAILY_AT = time(18)
"""Two hours before a daily report is due, its draft is opened; all others when their period is over."""

MONTHS = {ReportKind.MONTHLY: 1, ReportKind.QUARTERLY: 3}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From its first day to its last, both included."""

    first: date
    last: date

    @property
    def eve(self) -> date:
        """The day before the first."""
        return self.first - timedelta(days=1)


def period_of(kind: ReportKind, day: date) -> Period:
    """The day, month or quarter in which a day lies. Raises KeyError for a campaign: that has the days of its own."""
    if kind is ReportKind.DAILY:
        return Period(day, day)
    months = MONTHS[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(first, _month_after(first, months) - timedelta(days=1))


def _month_after(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def periods_between(kind: ReportKind, since: date, until: date) -> Iterator[Period]:
    """The days, months or quarters whose last day lies between two days, both included, in order."""
    day = since
    while day <= until:
        period = period_of(kind, day)
        if period.last <= until:
            yield period
        day = period.last + timedelta(days=1)


def opens_at(kind: ReportKind, period: Period) -> datetime:
    """When the draft of a period is opened."""
    if kind is ReportKind.DAILY:
        return datetime.combine(period.last, OPENS_DAILY_AT, VIETNAM)
    return datetime.combine(period.last + timedelta(days=1), time(), VIETNAM)


def due_at(kind: ReportKind, period: Period, days: int, at: time) -> datetime:
    """When the report of a period is due: a daily one on its day, others so many days after the last."""
    return datetime.combine(period.last + timedelta(days=0 if kind is ReportKind.DAILY else days), at, VIETNAM)
