"""Cells under 5 persons, hidden from those who may only see aggregates, so that no subtraction brings them back.

A *series* is what can be added up: the counted of one indicator, or the size of one population. A *breakdown* cuts
a series into parts, and its cells are hidden or shown together: women and men; a group and everybody else. Then:

1. A cell of 1 to 4 hides its breakdown in that place; a hidden total hides every breakdown there. Nobody (0) hides nothing.
2. What is hidden in a place is hidden in all places inside it.
3. Where the place above is shown, hidden sisters must be two that are not empty, and together 0 or at least 5 in
   each part: else the smallest that is still shown is hidden too, until it is so.

What a reader knows exactly, because people of a place are open to them, is taken out of every sum first: it can
neither be hidden from them nor hide a sister from them. Totals that are shown are always exact.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from indicators.catalogue import CATALOGUE, Indicator
from indicators.catalogue.populations import GROUPS
from indicators.enums import Group, Unit

SMALLEST_SHOWN = 5

Cells = Mapping[tuple[str, str], tuple[int, int]]
"""By indicator and group: counted, out of. What is missing is 0 out of 0."""

Series = tuple[str, str]
"""What is added up and how it is cut: the code of an indicator or population, and a breakdown."""

Parts = tuple[int, ...]

BREAKDOWN = {Group.ALL: "all", Group.FEMALE: "sex", Group.MALE: "sex"}


def breakdown_of(group: str) -> str:
    """The breakdown a group belongs to; most groups are one of their own."""
    return BREAKDOWN.get(Group(group), str(group))


def parts_of(cells: Cells, catalogue: Iterable[Indicator] = CATALOGUE) -> dict[Series, Parts]:
    """The parts of every series of a place."""
    parts: dict[Series, Parts] = {}
    for indicator in catalogue:
        of_group = {group: cells.get((indicator.code, group), (0, 0)) for group in indicator.groups}
        parts |= _cut(indicator.code, indicator.unit, {group: counts[0] for group, counts in of_group.items()})
        parts |= _cut(indicator.population.code, indicator.unit, {group: counts[1] for group, counts in of_group.items()})
    return parts


def _cut(series: str, unit: Unit, counts: Mapping[Group, int]) -> dict[Series, Parts]:
    everyone = counts[Group.ALL]
    cut: dict[Series, Parts] = {(series, "all"): (everyone,)}
    for group in GROUPS[unit]:
        if breakdown_of(group) == group and group is not Group.ALL:
            cut[series, str(group)] = (counts[group], everyone - counts[group])
    if Group.FEMALE in counts:
        cut[series, "sex"] = (counts[Group.FEMALE], counts[Group.MALE])
    return cut


@dataclass
class Curtain:
    """What is hidden where, for one reader."""

    hidden: dict[str, set[Series]] = field(default_factory=dict)

    def hides(self, place: str, indicator: Indicator, group: str) -> bool:
        """Whether a figure of a place may not be shown: its counted or its out of is hidden."""
        hidden, breakdown = self.hidden.get(place, set()), breakdown_of(group)
        return (indicator.code, breakdown) in hidden or (indicator.population.code, breakdown) in hidden

    def draw_at_top(self, place: str, parts: Mapping[Series, Parts]) -> None:
        """Begins with a place that has none above it."""
        self.hidden[place] = set()
        for series in _totals_first(parts):
            if _is_small(parts[series]) or self._total_hidden(place, series):
                self.hidden[place].add(series)

    def draw(self, above: str, sisters: Mapping[str, Mapping[Series, Parts]]) -> None:
        """Goes on with all places directly inside one that was drawn before."""
        for place in sisters:
            self.hidden[place] = set()
        every_series = _totals_first({series: () for parts in sisters.values() for series in parts})
        for series in every_series:
            values = {place: parts[series] for place, parts in sisters.items()}
            for place in self._chosen(above, series, values):
                self.hidden[place].add(series)

    def _chosen(self, above: str, series: Series, values: Mapping[str, Parts]) -> set[str]:
        if series in self.hidden[above]:
            return set(values)
        small = {place for place, parts in values.items() if _is_small(parts) or self._total_hidden(place, series)}
        return _with_company(small, values) if small else small

    def _total_hidden(self, place: str, series: Series) -> bool:
        return (series[0], "all") in self.hidden[place]


def _is_small(parts: Parts) -> bool:
    return any(0 < part < SMALLEST_SHOWN for part in parts)


def _totals_first(series: Mapping[Series, object]) -> list[Series]:
    return sorted(series, key=lambda one: (one[1] != "all", one))


def _with_company(hidden: set[str], values: Mapping[str, Parts]) -> set[str]:
    """The hidden, and as many of the smallest others as it takes that what is left of the sum tells nothing."""
    inhabited = {place: size for place, parts in values.items() if (size := sum(parts))}
    shown = sorted((size, place) for place, size in inhabited.items() if place not in hidden)
    chosen = set(hidden)
    for _size, place in shown:
        if _keeps_silent(chosen, values):
            break
        chosen.add(place)
    return chosen


def _keeps_silent(hidden: set[str], values: Mapping[str, Parts]) -> bool:
    inhabited = [values[place] for place in hidden if sum(values[place])]
    return len(inhabited) > 1 and not _is_small(tuple(sum(part) for part in zip(*inhabited, strict=True)))
