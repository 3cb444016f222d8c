"""Two places, or two days, side by side over all indicators: made ready from what is told of either."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.catalogue import Indicator
from indicators.enums import Family, Group, Unit
from indicators.lately import moved
from indicators.queries.levels import VILLAGE_DIGITS
from indicators.queries.tree import Spot
from indicators.reading import Reading, made
from literacy_portal.kit.figures import Figure, number_text, points_text, points_value


@dataclass(frozen=True)
class Pair:
    """One indicator on both sides; `points` by which the first is higher (tenths), None where one of the two is not told."""

    here: Figure
    there: Figure
    points: int | None
    count: int | str

    @property
    def points_text(self) -> str:
        """The difference with its sign."""
        return "" if self.points is None else points_text(self.points)

    @property
    def count_text(self) -> str:
        """How many more are counted on the first side, with the sign."""
        if isinstance(self.count, str):
            return self.count
        return f"{'+' if self.count > 0 else ''}{number_text(self.count)}"


@dataclass(frozen=True)
class Chapter:
    """The pairs of a family of indicators."""

    family: Family
    pairs: list[Pair]


Side = tuple[Spot, Reading]
"""A place, and what was read of it on its day."""


@dataclass(frozen=True)
class Comparison:
    """All pairs by family, and in how many of them the first side is higher, lower, or the same."""

    families: list[Chapter]
    higher: int
    lower: int
    same: int


def comparison(here: Side, there: Side, indicators: Sequence[Indicator], group: Group) -> Comparison:
    """Over all indicators that both places have for the group; villages are counted only where both contain some."""
    of_village = any(len(spot.code) == VILLAGE_DIGITS for spot, _reading in (here, there))
    shown = [one for one in indicators if group in one.groups and not (of_village and one.unit is Unit.VILLAGES)]
    pairs = {one.code: _pair(here, there, one, group) for one in shown}
    by_family = {family: [pairs[one.code] for one in shown if one.family is family] for family in Family}
    points = [one.points for one in pairs.values() if one.points is not None]
    higher, lower = sum(one > 0 for one in points), sum(one < 0 for one in points)
    families = [Chapter(family, found) for family, found in by_family.items() if found]
    return Comparison(families, higher, lower, len(points) - higher - lower)


def _pair(here: Side, there: Side, indicator: Indicator, group: Group) -> Pair:
    first, second = (
        reading.figure(spot.code, indicator, group, label=indicator.name, url=spot.figure_url(indicator.code))
        for spot, reading in (here, there)
    )
    exact = indicator.unit is Unit.VILLAGES or all(spot.code in reading.exact for spot, reading in (here, there))
    return Pair(first, second, moved(second, first), _count(first, second, exact=exact))


def _count(first: Figure, second: Figure, *, exact: bool) -> int | str:
    """How many more are counted on the first side; nothing where one of the two is not told."""
    if not (first.is_known and second.is_known):
        return ""
    difference = first.counted - second.counted
    told = made(abs(difference), exact=exact)
    return -told if isinstance(told, int) and difference < 0 else told


def table(compared: Comparison, here: str, there: str) -> tuple[list[str], list[list[object]]]:
    """The pairs as plain rows."""
    headings = [_("Figure"), here, there, _("Difference in points"), _("Difference in numbers")]
    rows: list[list[object]] = [
        [pair.here.label, pair.here, pair.there, points_value(pair.points), pair.count]
        for family in compared.families
        for pair in family.pairs
    ]
    return headings, rows
