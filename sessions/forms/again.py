"""When to come again, as it is written on paper."""

import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LATEST_DAYS = 365
_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?")


def read_again(text: str, visited_on: date) -> date | None:
    """The day to come again: "7" is so many days after the visit, "5/12" the next such day. None for nothing."""
    text = text.strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= len(str(LATEST_DAYS)):
        return _checked(visited_on + timedelta(days=int(text)), visited_on)
    found = _DAY.fullmatch(text)
    if not found:
        raise ValidationError(_("Type a number of days, such as 7, or a day, such as 5/12."))
    day, month, year = (int(part) if part else 0 for part in found.groups())
    try:
        if year:
            return _checked(date(year, month, day), visited_on)
        this_year = date(visited_on.year, month, day)
        return _checked(this_year if this_year > visited_on else date(visited_on.year + 1, month, day), visited_on)
    except ValueError:
        raise ValidationError(_("This day does not exist.")) from None


def _checked(day: date, visited_on: date) -> date:
    if day <= visited_on:
        raise ValidationError(_("Come again on a day after the visit."))
    if day > visited_on + timedelta(days=LATEST_DAYS):
        raise ValidationError(_("This day is too far away. Check it."))
    return day
