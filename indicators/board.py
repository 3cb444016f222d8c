"""What the page of a place shows, made ready in one pass: the template only lays it out."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.catalogue import CATALOGUE, Indicator
from indicators.enums import Family, Group, Unit
from indicators.queries.tree import Spot
from indicators.reading import Reading
from literacy_portal.kit.figures import Figure, number_text

LEADS = frozenset({"adults_kept", "adults_able", "adults_trained", "households_visited"})
"""Shown large, with the rule beside them in words (docs/indicators.md)."""


@dataclass(frozen=True)
class Lead:
    """A figure shown large, with what it counts in words."""

    figure: Figure
    rule: str


@dataclass(frozen=True)
class Section:
    """The figures of a family: its leads, the others as bars, and the rule of each in words."""

    family: Family
    leads: list[Lead]
    others: list[Figure]
    rules: list[tuple[str, str]]

    @property
    def title(self) -> str:
        """The family's name in the language of the page."""
        return str(self.family.label)


@dataclass(frozen=True)
class Comparison:
    """One indicator looked at closely: everyone against each group, and the gaps in people."""

    indicator: Indicator
    everyone: Figure
    groups: list[Figure]
    behind: list[str] = field(default_factory=list)


def sections(place: str, reading: Reading) -> list[Section]:
    """All figures of a place by family, habits first; only families that have any."""
    by_family = {family: [one for one in CATALOGUE if one.family is family] for family in Family}
    return [_section(family, indicators, place, reading) for family, indicators in by_family.items() if indicators]


def _section(family: Family, indicators: Sequence[Indicator], place: str, reading: Reading) -> Section:
    leads = [Lead(figure(place, one, reading), str(one.rule)) for one in indicators if one.code in LEADS]
    others = [one for one in indicators if one.code not in LEADS]
    return Section(family, leads, [figure(place, one, reading) for one in others], [(one.name, str(one.rule)) for one in others])


def figure(place: str, indicator: Indicator, reading: Reading) -> Figure:
    """A figure of everyone, leading to its comparison."""
    counted, out_of = reading.counts(place, indicator)
    hidden = reading.hides(place, indicator)
    return Figure(indicator.name, counted, out_of, url=f"?indicator={indicator.code}#compare", hidden=hidden)


def comparison(place: str, indicator: Indicator, reading: Reading) -> Comparison:
    """One indicator, everyone against each group."""
    groups = {group: _of_group(place, indicator, group, reading) for group in indicator.groups}
    everyone = groups.pop(Group.ALL)
    behind = [line for group, one in groups.items() if (line := _people_behind(group, everyone, one, indicator.unit))]
    return Comparison(indicator, everyone, list(groups.values()), behind)


def _of_group(place: str, indicator: Indicator, group: Group, reading: Reading) -> Figure:
    counted, out_of = reading.counts(place, indicator, group)
    return Figure(_capital(str(group.label)), counted, out_of, hidden=reading.hides(place, indicator, group))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _people_behind(group: Group, everyone: Figure, of_group: Figure, unit: Unit) -> str:
    """How many more of the group would have to be counted to stand where everyone stands; nothing when it does."""
    if not (everyone.is_known and of_group.is_known):
        return ""
    missing = -(-everyone.counted * of_group.out_of // everyone.out_of) - of_group.counted
    if missing <= 0:
        return ""
    words = {"number": number_text(missing), "group": of_group.label.lower()}
    if unit is Unit.HOUSEHOLDS:
        return ngettext("%(group)s: %(number)s household short", "%(group)s: %(number)s households short", missing) % words
    return ngettext("%(group)s: %(number)s person short", "%(group)s: %(number)s people short", missing) % words


@dataclass(frozen=True)
class Ranking:
    """The places inside: those with data as bars, and those of which nothing is known yet."""

    figures: list[Figure]
    silent: list[Figure]


def ranking(children: Iterable[Spot], indicator: Indicator, reading: Reading, *, opened: Container[str], order: str) -> Ranking:
    """The places inside, best first, worst first, or by name; what is hidden comes after what is shown."""
    figures = [_of_child(child, indicator, reading, opened) for child in children]
    known = [one for one in figures if one.out_of or one.hidden]
    if order != "name":
        sign = 1 if order == "low" else -1
        known.sort(key=lambda one: (not one.is_known, sign * one.counted / one.out_of if one.is_known else 0))
    return Ranking(known, [one for one in figures if not (one.out_of or one.hidden)])


def _of_child(child: Spot, indicator: Indicator, reading: Reading, opened: Container[str]) -> Figure:
    counted, out_of = reading.counts(child.code, indicator)
    url = child.url if child.code in opened else ""
    return Figure(child.name, counted, out_of, url=url, hidden=reading.hides(child.code, indicator))


def facts(heads: dict[tuple[str, str], int], groups: dict[str, str]) -> list[tuple[str, str]]:
    """What a place is, in plain numbers; `groups`: names of ethnic groups by slug."""
    plain = {kind: number for (kind, detail), number in heads.items() if not detail}
    words = [
        (_("Households"), "households"),
        (_("People who live there"), "residents"),
        (_("Poor households"), "poor"),
        (_("Near-poor households"), "near_poor"),
        (_("People working away"), "away"),
        (_("People of unknown age"), "age_unknown"),
    ]
    lines = [(label, number_text(plain.get(kind, 0))) for label, kind in words if kind in plain or kind != "age_unknown"]
    present = sorted(
        ((number, groups.get(slug, slug)) for (kind, slug), number in heads.items() if kind == "ethnic_group"), reverse=True
    )
    if present:
        listed = ", ".join(f"{name} {number_text(number)}" for number, name in present)
        lines.append((_("Ethnic groups"), f"{number_text(len(present))} ({listed})"))
    return lines
