"""How the figures of a place moved lately: the difference of what is told of them on two days, never of what is hidden."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.catalogue import Indicator
from indicators.enums import Group
from indicators.queries.figures import Cells, cells_of
from indicators.queries.tree import Spot
from indicators.reading import Reading
from literacy_portal.kit.figures import Figure, points_text, tenths
from literacy_portal.kit.statements import Question

LATELY = timedelta(days=30)


def share(figure: Figure) -> int | None:
    """A share in tenths of a percent, if it is told."""
    return tenths(figure.counted, figure.out_of) if figure.is_known else None


def moved(then: Figure, now: Figure) -> int | None:
    """By how many tenths of a point a share moved; None where one of the two is not told."""
    return _difference(share(then), share(now))


def _difference(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else after - before


def moved_text(difference: int | None) -> str:
    """The same in words; nothing where it did not move, or is not known."""
    return _moved_text(difference, get_language()) if difference else ""


@lru_cache(maxsize=5000)
def _moved_text(difference: int, _language: str | None) -> str:
    return _("%(points)s points in 30 days") % {"points": points_text(difference)}


def earlier(spot: Spot, indicators: Iterable[Indicator], *, group: Group, day: date) -> Question[dict[str, Cells]]:
    """The figures of a place for a group 30 days before `day`, for `notes`."""
    return cells_of([spot.code], indicators, day=day - LATELY, groups=[group])


def notes(
    spot: Spot,
    indicators: Iterable[Indicator],
    reading: Reading,
    before: Mapping[str, Cells],
    *,
    group: Group,
    aims: Mapping[str, str],
) -> dict[str, str]:
    """Beside each figure: how it moved since it was as `earlier` told (`before`), and its target (`aims`, in words).

    Not how it moved where the reader knows a part of the place exactly: that would need this part on the earlier day as well.
    """
    shown = [one for one in indicators if group in one.groups]
    lines = dict.fromkeys((one.code for one in shown), "")
    if not reading.known.get(spot.code):
        then, language = Reading(before, reading.exact, asked=(group,)), get_language()
        for one, *shares in zip(
            shown, then.shares(spot.code, shown, group), reading.shares(spot.code, shown, group), strict=True
        ):
            if difference := _difference(*shares):
                lines[one.code] = _moved_text(difference, language)
    for code, aim in aims.items():
        if code in lines and group is Group.ALL:
            lines[code] = " · ".join(filter(None, (lines[code], _("target %(target)s") % {"target": aim})))
    return lines
