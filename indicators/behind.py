"""Who is left behind in a place, in people, and where they live: made ready in one pass from two readings."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.catalogue import Indicator
from indicators.enums import Group
from indicators.gaps import Gap, gaps, scale_of
from indicators.queries.tree import Spot
from indicators.reading import Reading, made, made_text
from literacy_portal.kit.figures import Figure, number_text, points_value


@dataclass(frozen=True)
class Line:
    """A group of a panel: its gap, the people it comes to as far as they are told, and its bar (beginning, length)."""

    gap: Gap
    people: int | str
    bar: tuple[str, str]

    @property
    def people_text(self) -> str:
        """The people to be read."""
        return made_text(self.people)


@dataclass(frozen=True)
class Panel:
    """One indicator: everyone, those not yet counted in words, the groups, and the end of the scale in points."""

    indicator: Indicator
    everyone: Figure
    left: int | str
    lines: list[Line]
    scale: str

    @property
    def left_text(self) -> str:
        """Those not yet counted, to be read."""
        return made_text(self.left)

    @property
    def worst(self) -> Line | None:
        """The group in which most people are missing."""
        first = next(iter(self.lines), None)
        return first if first and (first.gap.people or 0) > 0 else None


@dataclass(frozen=True)
class Home:
    """A place inside: the people not yet counted there, in words, and their bar, against the place with most of them."""

    figure: Figure
    left: int | str
    width: str

    @property
    def left_text(self) -> str:
        """The people to be read."""
        return made_text(self.left)


@dataclass(frozen=True)
class Homes:
    """The places inside, the one with most people left first; how many of the first hold half of them all."""

    rows: list[Home]
    silent: list[Figure]
    half: int


def panel(place: str, indicator: Indicator, now: Reading, then: Reading) -> Panel:
    """One indicator of a place, now and 30 days before."""
    exact = place in now.exact
    told = [{group: _figure(of, place, indicator, group) for group in of.groups(place, indicator)} for of in (now, then)]
    found, everyone = gaps(*told), told[0][Group.ALL]
    scale = scale_of(found)
    lines = [Line(one, _people(one, exact=exact), one.bar(scale)) for one in found]
    return Panel(indicator, everyone, _left(everyone, exact=exact), lines, number_text(scale // 10))


def _figure(reading: Reading, place: str, indicator: Indicator, group: Group) -> Figure:
    label = str(group.label)
    return reading.figure(place, indicator, group, label=label[:1].upper() + label[1:])


def _people(gap: Gap, *, exact: bool) -> int | str:
    """The people missing; nothing for a group that stands where everyone stands, or higher."""
    if not gap.people or gap.people < 0:
        return ""
    return _bounded(gap.figure, gap.people, exact=exact)


def _left(figure: Figure, *, exact: bool) -> int | str:
    """Those not yet counted."""
    return _bounded(figure, figure.out_of - figure.counted, exact=exact) if figure.has_counts else ""


def _bounded(figure: Figure, people: int, *, exact: bool) -> int | str:
    """Where of those counted it is told only that they are few, what follows is the most that it can be."""
    told = made(people, exact=exact)
    return _("up to %(number)s") % {"number": made_text(told)} if figure.few else told


def homes(urls: Mapping[Spot, str], indicator: Indicator, group: Group, reading: Reading, *, opened: Container[str]) -> Homes:
    """Where those live who are not yet counted; `urls` are the places inside with where each leads, if it is open."""
    figures = [
        (reading.figure(spot.code, indicator, group, label=spot.name, url=url if spot.code in opened else ""), spot.code)
        for spot, url in urls.items()
    ]
    shown = [(one.out_of - one.counted, one, code in reading.exact) for one, code in figures if one.has_counts]
    shown.sort(key=lambda row: -row[0])
    most = max([row[0] for row in shown], default=0) or 1
    rows = [Home(one, _left(one, exact=exact), f"{100 * left / most:.1f}%") for left, one, exact in shown]
    return Homes(rows, [one for one, _code in figures if not one.has_counts], _half([left for left, *_one in shown]))


def _half(people: Sequence[int]) -> int:
    """So many of the first come to half of all."""
    passed, half = 0, sum(people) / 2
    for number, some in enumerate(people, start=1):
        passed += some
        if passed >= half:
            return number
    return 0


def table(panels: Sequence[Panel]) -> tuple[list[str], list[list[object]]]:
    """The panels as plain rows."""
    headings = [_("Figure"), _("Group"), _("Share"), _("Points against everyone"), _("Short, in people"), _("In 30 days")]
    rows: list[list[object]] = [
        [one.indicator.name, line.gap.figure.label, line.gap.figure, points_value(line.gap.points), line.people, line.gap.moved]
        for one in panels
        for line in one.lines
    ]
    return headings, rows


def table_of_homes(found: Homes) -> tuple[list[str], list[list[object]]]:
    """The places inside as plain rows."""
    return [_("Place"), _("Not there yet"), _("Figure")], [[one.figure.label, one.left, one.figure] for one in found.rows]
