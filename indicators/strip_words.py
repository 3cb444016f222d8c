"""One cell of the strip, and a strip in words: at which hour of which weekday doors open, and when teams go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from literacy_portal.kit.figures import number_text, percent_text

NIGHT, MORNING, NOON, AFTERNOON = 5, 11, 13, 18
"""The hours at which the parts of the day end."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Visits at one hour of one weekday (1 is Monday), as told, and how many met someone.

    `has_share`: they are enough for a share, and both numbers are told. `shade`: 1 to 5, 0 for none.
    """

    weekday: int
    hour: int
    visits: int
    met: int
    has_share: bool = False
    shade: int = 0

    @property
    def share(self) -> float:
        """Of the visits, those that met someone, between 0 and 1."""
        return self.met / self.visits

    @property
    def percent(self) -> str:
        """The share in words."""
        return percent_text(self.met, self.visits)

    @property
    def whole(self) -> str:
        """The share in whole percents, for a narrow cell."""
        return number_text(int(100 * self.share + 0.5))

    @property
    def surely(self) -> float:
        """What the share is at least, nine times in ten (Wilson): eight lucky visits do not win over eighty good ones."""
        z, n = 1.2816, self.visits
        spread = sqrt(self.share * (1 - self.share) / n + z * z / (4 * n * n))
        return (self.share + z * z / (2 * n) - z * spread) / (1 + z * z / n)

    @property
    def when(self) -> str:
        """In words: "Tuesday evening, 19–20 h"."""
        return _part(self.hour) % {"weekday": weekday_name(self.weekday), "from": self.hour, "to": self.hour + 1}


def weekday_name(weekday: int) -> str:
    """Its name in the language of the page; 1 is Monday."""
    return str(WEEKDAYS[weekday - 1])


def weekday_letters(weekday: int) -> str:
    """Its name in two or three letters."""
    return str(_SHORT[weekday - 1])


_SHORT = (
    pgettext_lazy("weekday", "Mon"), pgettext_lazy("weekday", "Tue"), pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"), pgettext_lazy("weekday", "Fri"), pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)  # fmt: skip


def _part(hour: int) -> str:
    if hour < NIGHT:
        return _("%(weekday)s night, %(from)s–%(to)s h")
    if hour < MORNING:
        return _("%(weekday)s morning, %(from)s–%(to)s h")
    if hour < NOON:
        return _("%(weekday)s noon, %(from)s–%(to)s h")
    if hour < AFTERNOON:
        return _("%(weekday)s afternoon, %(from)s–%(to)s h")
    return _("%(weekday)s evening, %(from)s–%(to)s h")


def best(cells: Sequence[Cell]) -> str:
    """When most doors open; nothing where no cell has a share."""
    found = max(cells, key=lambda cell: cell.surely, default=None)
    if found is None:
        return ""
    words = {"when": found.when, "met": number_text(found.met), "visits": number_text(found.visits)}
    return _("Most doors open on %(when)s: %(met)s of %(visits)s visits met someone.") % words


def busiest(cells: Sequence[Cell]) -> str:
    """When teams go out most, and how that turns out."""
    found = max(cells, key=lambda cell: cell.visits, default=None)
    if found is None:
        return ""
    words = {"when": found.when, "share": found.percent, "visits": number_text(found.visits)}
    return _("Teams go out most on %(when)s: %(visits)s visits, %(share)s met someone.") % words
