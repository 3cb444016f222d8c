"""What is written on a paper sheet, typed as it stands there: a letter, numbers, digits, a day."""

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sessions.enums import Result
from sessions.models import Skill

NOT_SEEN = "-. "


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
