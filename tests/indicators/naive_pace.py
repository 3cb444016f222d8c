"""The second program for campaigns: written from docs/indicators.md alone, one day after another, without a formula to share."""

from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

DAY = timedelta(days=1)


class Told(NamedTuple):
    """What the page says."""

    day_number: int
    days: int
    left: int
    target: int | None
    straight: Fraction | None
    needed: Fraction | None
    recent: Fraction | None
    forecast: int | None
    low: int | None
    high: int | None


def days_between(first: date, last: date) -> list[date]:
    """Both included."""
    found, day = [], first
    while day <= last:
        found.append(day)
        day += DAY
    return found


def value(history: list[tuple[date, int, int]], day: date) -> tuple[int, int]:
    """The latest row of the day or before."""
    best = None
    for row in history:
        if row[0] <= day and (best is None or row[0] > best[0]):
            best = row
    return (best[1], best[2]) if best else (0, 0)


def whole(number: Fraction, most: int) -> int:
    """Half up, within 0 and the population."""
    count = 0
    while count < most and Fraction(count) + Fraction(1, 2) <= number:
        count += 1
    return count


def tell(
    history: list[tuple[date, int, int]], days: tuple[date, date], today: date, percent: Fraction | None, count: int | None
) -> Told:
    """Everything about one figure on one day of a campaign."""
    first, last = days
    calendar = days_between(first, last)
    passed = [day for day in calendar if day <= today]
    ahead = [day for day in calendar if day > today]
    now, out_of = value(history, today)
    base = value(history, first - DAY)[0]
    target = count
    if percent is not None:
        target = 0
        while Fraction(target * 100) < percent * out_of:
            target += 1
    straight = needed = None
    if target is not None:
        step = Fraction(target - base, len(calendar))
        straight = Fraction(base)
        for _day in passed:
            straight += step
        missing = target - now if target > now else 0
        needed = Fraction(missing, len(ahead)) if ahead else None
    old, middle = value(history, today - 14 * DAY), value(history, today - 7 * DAY)
    if old[1] == 0 or out_of == 0:
        return Told(len(passed), len(calendar), len(ahead), target, straight, needed, None, None, None, None)
    ends = []
    for pace in (Fraction(now - old[0], 14), *sorted((Fraction(middle[0] - old[0], 7), Fraction(now - middle[0], 7)))):
        end = Fraction(now)
        for _day in ahead:
            end += pace
        ends.append(whole(end, out_of))
    return Told(len(passed), len(calendar), len(ahead), target, straight, needed, Fraction(now - old[0], 14), *ends)
