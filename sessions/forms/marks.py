"""What is written on a paper sheet, typed as it stands there: a letter, numbers, digits, a day."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sessions.enums import Result
from sessions.models import Skill

NOT_SEEN = "-. "
LATEST_DAYS = 365
_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?")


def result_keys() -> dict[str, Result]:
    """The key of each result in the language of the page; the same letters are printed on the sheet."""
    return {
        pgettext("key of a result: met", "m"): Result.MET,
        pgettext("key of a result: nobody home", "n"): Result.NOBODY_HOME,
        pgettext("key of a result: come back", "c"): Result.COME_BACK,
        pgettext("key of a result: refused", "r"): Result.REFUSED,
    }


def read_result(text: str) -> Result:
    """The result that a key stands for. Raises ValidationError naming the keys."""
    keys = result_keys()
    try:
        return keys[text.strip().lower()]
    except KeyError:
        raise ValidationError(_("Type one of these keys: %(keys)s.") % {"keys": ", ".join(keys)}) from None


def read_who(text: str, people: int) -> set[int]:
    """The numbers of people met: "13" is 1 and 3; with a comma or a space, "1,12" is 1 and 12."""
    parts = [part for part in re.split(r"[,; .]+", text) if part] if re.search(r"[,; .]", text.strip()) else list(text.strip())
    wrong = [part for part in parts if not (part.isascii() and part.isdigit() and 1 <= int(part[:4]) <= people)]
    if wrong:
        said = ngettext(
            "There is no person number %(wrong)s: one person stands on the sheet.",
            "There is no person number %(wrong)s: %(n)s people stand on the sheet.",
            people,
        )
        raise ValidationError(said % {"wrong": wrong[0][:8], "n": people})
    return {int(part) for part in parts}


def read_levels(text: str, skills: Sequence[Skill]) -> dict[str, int]:
    """Levels by skill, a digit for each column of the sheet; "-" where nothing was ticked, the rest may be left off."""
    if len(text.rstrip()) > len(skills):
        said = ngettext(
            "The sheet has %(n)s column: type one digit.",
            "The sheet has %(n)s columns: type %(n)s digits at most.",
            len(skills),
        )
        raise ValidationError(said % {"n": len(skills)})
    levels = {}
    for sign, skill in zip(text, skills, strict=False):
        if sign in NOT_SEEN:
            continue
        if not (sign.isascii() and sign.isdigit() and int(sign) <= skill.top):
            said = _("“%(sign)s” is no level of “%(skill)s”: 0 to %(top)s, or - for not seen.")
            raise ValidationError(said % {"sign": sign, "skill": skill.name, "top": skill.top})
        levels[skill.code] = int(sign)
    return levels


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
