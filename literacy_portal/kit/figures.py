"""Counts made readable: a figure is two counts, and its percentage is made only when shown.

Rules of indicators.md: one decimal, half up, the counts beside it; nothing to count over is "no data",
never 0 %.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

NO_BREAK_SPACE = "\u00a0"
NARROW_NO_BREAK_SPACE = "\u202f"

# Language: (between thousands, before decimals, before the percent sign).
MARKS = {
    "vi": (".", ",", NO_BREAK_SPACE),
    "en": (",", ".", ""),
    "fr": (NARROW_NO_BREAK_SPACE, ",", NARROW_NO_BREAK_SPACE),
}


def marks() -> tuple[str, str, str]:
    """The marks of the active language; Vietnamese when it has none."""
    return _marks_of(get_language())


def _marks_of(language: str | None) -> tuple[str, str, str]:
    return MARKS.get((language or "vi")[:2], MARKS["vi"])


def number_text(value: float | Decimal, places: int | None = None) -> str:
    """A number as people of the active language write it: 1.234.567,5.

    `places` fixes the decimals, rounded half up; without it they stay as given. For counts and
    measures, not for years or codes.
    """
    thousands, decimal, _percent = marks()
    if isinstance(value, int) and not places:
        return f"{value:,}".replace(",", thousands).replace("-", "−")
    exact = Decimal(str(value))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{exact:,f}"
    return text.translate({ord(","): thousands, ord("."): decimal, ord("-"): "−"})


def tenths(counted: int, out_of: int) -> int | None:
    """The share in tenths of a percent, half up: 7 of 12 is 583. None when out of nothing."""
    if out_of <= 0:
        return None
    return (2000 * counted + out_of) // (2 * out_of)


def percent_text(counted: int, out_of: int) -> str:
    """The share as shown: "58,3 %", or "no data" when out of nothing."""
    share = tenths(counted, out_of)
    if share is None:
        return _("no data")
    thousands, decimal, percent = marks()
    return f"{f'{share // 10:,}'.replace(',', thousands)}{decimal}{share % 10}{percent}%"


def points_text(difference: int) -> str:
    """A difference of two shares, given in tenths of a point, with its sign: "+2,1", "−0,4", "0"."""
    if not difference:
        return "0"
    whole, tenth = divmod(abs(difference), 10)
    thousands, decimal, _percent = marks()
    return f"{'+' if difference > 0 else '−'}{f'{whole:,}'.replace(',', thousands)}{decimal}{tenth}"


def points_value(difference: int | None) -> Decimal | None:
    """The same as a number of points."""
    return None if difference is None else Decimal(difference) / 10


def whole_percent_text(share: float) -> str:
    """A share between 0 and 1 as a scale names it: "2.5 %", "50 %"."""
    return number_text(Decimal(f"{share * 100:.4g}")) + marks()[2] + "%"


class Figure(NamedTuple):
    """One share to show: `counted` of `out_of` persons, households or villages.

    `url` opens the level below; `note` is a short remark. This reader may not see a small number (indicators.md, Rules):
    `hidden` is a figure of which neither count is told; `few`, if not 0, tells only that fewer are counted than that.
    """

    label: str
    counted: int
    out_of: int
    url: str = ""
    note: str = ""
    hidden: bool = False
    few: int = 0

    @property
    def is_known(self) -> bool:
        """Whether there is a share to show."""
        return self.out_of > 0 and not (self.hidden or self.few)

    @property
    def has_counts(self) -> bool:
        """Whether there is anything to tell of its counts."""
        return self.out_of > 0 and not self.hidden

    @property
    def percent(self) -> str:
        """The share as text, or the reason why there is none."""
        if self.hidden:
            return _("not shown")
        if self.few:
            return _("fewer than %(number)s") % {"number": number_text(self.few)}
        return percent_text(self.counted, self.out_of)

    @property
    def counts(self) -> str:
        """Counted and out of, as far as they may be told: "7 / 12"; nothing when there is nothing to tell."""
        if not self.has_counts:
            return ""
        if self.few:
            return _("of %(number)s") % {"number": number_text(self.out_of)}
        thousands, _decimal, _percent = marks()
        return f"{self.counted:,} / {self.out_of:,}".replace(",", thousands)

    def texts(self, language: str | None) -> tuple[str, str, str]:
        """Of a known figure `percent`, `counts` and `width` in one pass, for the rows of which a page has hundreds."""
        thousands, decimal, percent = _marks_of(language)
        whole, tenth = divmod((2000 * self.counted + self.out_of) // (2 * self.out_of), 10)
        counts = f"{self.counted:,} / {self.out_of:,}".replace(",", thousands)
        return f"{f'{whole:,}'.replace(',', thousands)}{decimal}{tenth}{percent}%", counts, f"{whole}.{tenth}%"

    @property
    def width(self) -> str:
        """The share for SVG, 0 to 100 with a point whatever the language: "58.3%"."""
        share = tenths(self.counted, self.out_of) if self.is_known else None
        return f"{(share or 0) / 10:.1f}%"
