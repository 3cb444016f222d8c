"""Days. A day is a calendar day in Vietnam, whatever the zone of the server."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def today() -> date:
    """The current day in Vietnam."""
    return day_of(timezone.now())


def day_of(moment: datetime) -> date:
    """The Vietnamese day on which an aware moment falls (23:30 in Hanoi is 16:30 UTC)."""
    return moment.astimezone(VIETNAM).date()


def birthday(born: date, years: int) -> date:
    """The day a person born on `born` turns `years`; born on 29 February: 1 March in common years."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)
