"""Which figures a reader may see: exact where people are open to them, in steps elsewhere (`indicators.suppression`)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from communes.scope import Scope
from indicators.catalogue import Indicator
from indicators.enums import Group, Unit
from indicators.queries.figures import Cells, Counts, Trend, cells_inside, cells_of, courses_of
from indicators.queries.tree import Spot, above_all
from indicators.suppression import NOT_TOLD, SMALLEST_TOLD, in_steps, told
from literacy_portal.kit.figures import Figure, number_text, tenths
from literacy_portal.kit.statements import Question, joined

NOBODY: Counts = (0, 0)
_NONE: Cells = {}
_NO_URLS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Reading:
    """Figures of some places, of the groups that were `asked` for.

    `exact` are those of which this reader sees the counts as they are, `known` the part of other places that is so.
    """

    cells: Mapping[str, Cells]
    exact: frozenset[str] = frozenset()
    known: Mapping[str, Cells] = field(default_factory=dict)
    asked: Collection[str] = frozenset(Group)

    def figure(
        self, place: str, indicator: Indicator, group: str = Group.ALL, *, label: str, url: str = "", note: str = ""
    ) -> Figure:
        """One figure as this reader may see it. Raises LookupError for a group that was not read."""
        if group not in self.asked:
            raise LookupError(f"not read: {group}")
        key = (indicator.code, group)
        counts = self.cells.get(place, _NONE).get(key, NOBODY)
        if place in self.exact:
            return Figure(label, *counts, url, note)
        known = self.known.get(place, _NONE).get(key, NOBODY)
        return as_told(label, counts, indicator.unit, url=url, note=note, exact=False, known=known)

    def shares(self, place: str, indicators: Iterable[Indicator], group: str = Group.ALL) -> list[int | None]:
        """The shares that `figure` tells, in tenths of a percent; None where it tells none. Raises LookupError as it does."""
        if group not in self.asked:
            raise LookupError(f"not read: {group}")
        cells = self.cells.get(place, _NONE)
        if place in self.exact:
            return [tenths(*cells.get((one.code, group), NOBODY)) for one in indicators]
        known = self.known.get(place, _NONE)
        keys = [(one.code, group, one.unit) for one in indicators]
        return [
            share_told(cells.get((code, of), NOBODY), unit, exact=False, known=known.get((code, of), NOBODY))
            for code, of, unit in keys
        ]

    def figures(
        self, spots: Iterable[Spot], indicator: Indicator, group: str = Group.ALL, *, urls: Mapping[str, str] = _NO_URLS
    ) -> dict[str, Figure]:
        """One figure of each of the places, by code, as this reader may see them; `urls` are of those that are open."""
        return {
            spot.code: self.figure(spot.code, indicator, group, label=spot.name, url=urls.get(spot.code, "")) for spot in spots
        }

    def groups(self, place: str, indicator: Indicator) -> list[Group]:
        """The groups that this reader may compare, everyone first."""
        return [group for group in indicator.groups if place in self.exact or group not in NOT_TOLD]


@lru_cache(maxsize=20_000)
def as_told(
    label: str, counts: Counts, unit: Unit, *, url: str = "", note: str = "", exact: bool, known: Counts = NOBODY
) -> Figure:
    """Two counts as a figure. What is not exact says neither that nobody is there, nor that there is no data.

    When news comes in, most figures of a page say what they said before: they are the same ones.

    `known` is the part of the counts that this reader sees exactly elsewhere: it is taken out, and only the rest told in
    steps, so that nothing can be learned of the rest by taking out what one knows.
    """
    if exact or unit is Unit.VILLAGES:
        return Figure(label, *counts, url, note)
    counted, out_of = _in_steps(counts, unit, known)
    return Figure(label, counted, out_of, url, note, hidden=not out_of, few=0 if counted else SMALLEST_TOLD)


@lru_cache(maxsize=20_000)
def share_told(counts: Counts, unit: Unit, *, exact: bool, known: Counts = NOBODY) -> int | None:
    """What `as_told` tells as a share, in tenths of a percent, without the rest of a figure."""
    if exact or unit is Unit.VILLAGES:
        return tenths(*counts)
    counted, out_of = _in_steps(counts, unit, known)
    return tenths(counted, out_of) if counted else None


def made(count: int, *, exact: bool) -> int | str:
    """A count made from told ones, as this reader may see it: in steps where it is not exact, in words if it is small."""
    told_count = count if exact else in_steps(count)
    return told_count if exact or told_count else _("fewer than %(number)s") % {"number": number_text(SMALLEST_TOLD)}


def made_text(count: int | str) -> str:
    """The same to be read."""
    return count if isinstance(count, str) else number_text(count)


def _in_steps(counts: Counts, unit: Unit, known: Counts) -> Counts:
    counted, out_of = told((counts[0] - known[0], counts[1] - known[1]), unit)
    return counted + known[0], out_of + known[1]


def read(
    spot: Spot,
    children: Sequence[Spot],
    ranked: Sequence[Indicator],
    people: Scope,
    day: date | None,
    *,
    own: Sequence[Indicator] = (),
    groups: Collection[str] = frozenset(Group),
) -> Question[Reading]:
    """The figures of a place at the end of a day, all of its `own`, and of it and of its children those `ranked`.

    Of all groups, or of those that the page shows: each is a step into the index for each place and indicator. `people` is
    where the reader may see people: of what contains some of it, that part is read as well.
    """
    spots, inside = [spot, *children], known_inside(spot, people)
    wanted = own or ranked
    asked = joined(
        cells_of([spot.code], wanted, day=day, groups=groups),
        cells_inside([child.code for child in children], ranked, day=day, groups=groups) if children else Question.known({}),
        cells_of(list(inside), wanted, day=day, groups=groups) if inside else Question.known({}),
    )

    def told(answers: list[dict[str, Cells]]) -> Reading:
        here, below, parts = answers
        exact = frozenset(one.code for one in spots if one.is_inside(people)) if people else frozenset()
        hidden = [one.code for one in spots if one.code not in exact] if inside else []
        known = {code: _sum(parts[one] for one, above in inside.items() if code in above) for code in hidden}
        return Reading(here | below, exact, known, groups)

    return asked.then(told)


def known_inside(spot: Spot, people: Scope) -> dict[str, tuple[str, ...]]:
    """The places inside a place of which the reader sees the counts as they are, each with all that contain it."""
    if spot.is_inside(people):
        return {}
    return {code: above for code, above in above_all(people).items() if spot.code in above}


def _sum(parts: Iterable[Cells]) -> Cells:
    added: Cells = {}
    for cells in parts:
        for key, (counted, out_of) in cells.items():
            before = added.get(key, NOBODY)
            added[key] = (before[0] + counted, before[1] + out_of)
    return added


Told = list[tuple[date, Figure]]
"""Days on which what may be told of a figure changed, in order, with the figure from that day on."""


def trend_told(spot: Spot, indicator: Indicator, group: str, people: Scope, *, first: date, last: date) -> Told:
    """How a figure went from the end of one day to that of another, as this reader may see it. One query, or two."""
    inside = known_inside(spot, people)
    trends = courses_of([(code, indicator.code) for code in (spot.code, *inside)], first, last, group).answer()
    known = [trends[code, indicator.code] for code in inside]
    return as_told_daily(trends[spot.code, indicator.code], indicator.unit, exact=spot.is_inside(people), known=known)


def as_told_daily(trend: Trend, unit: Unit, *, exact: bool, known: Sequence[Trend] = ()) -> Told:
    """A trend as this reader may see it: only the days on which what is told changed."""
    points: Told = []
    for day, counts, part in _daily(trend, known):
        figure = as_told("", counts, unit, exact=exact, known=part)
        if not points or points[-1][1] != figure:
            points.append((day, figure))
    return points


def _daily(trend: Trend, known: Sequence[Trend]) -> Iterator[tuple[date, Counts, Counts]]:
    """The days of change, with the counts then and those of the known parts together."""
    if not known:
        yield from ((day, (counted, out_of), NOBODY) for day, counted, out_of in trend)
        return
    for day in sorted({day for one in (trend, *known) for day, *_counts in one}):
        parts = [value_on(one, day) for one in known]
        yield day, value_on(trend, day), (sum(counted for counted, _out_of in parts), sum(out_of for _counted, out_of in parts))


def value_on(trend: Trend, day: date) -> Counts:
    """What a trend says of a day."""
    counts = NOBODY
    for since, counted, out_of in trend:
        if since > day:
            break
        counts = (counted, out_of)
    return counts
