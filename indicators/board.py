"""What the pages of a place show, made ready in one pass: the templates only lay it out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from indicators.catalogue import Catalogue, Indicator
from indicators.enums import Family, Group, Unit
from indicators.queries.levels import VILLAGE_DIGITS
from indicators.queries.tree import Spot
from indicators.reading import Reading
from literacy_portal.kit.figures import Figure, number_text

LEADS = frozenset({"adults_kept", "adults_able", "adults_trained", "households_visited"})
"""Shown large, with the rule beside them in words (docs/indicators.md)."""


@dataclass(frozen=True)
class Lead:
    """A figure shown large: its rule in words, how it went lately (shares in percent, oldest first), what stands over it."""

    figure: Figure
    rule: str
    trend: Sequence[float]
    over: str = ""


@dataclass(frozen=True)
class Section:
    """The figures of a family: its leads, the others as bars under a caption, and the rule of each in words."""

    family: Family
    title: str
    caption: str
    leads: list[Lead]
    others: list[Figure]
    indicators: list[Indicator]

    @property
    def rules(self) -> list[tuple[str, str]]:
        """Of each of the others its name and what it counts, in words."""
        return [(one.name, str(one.rule)) for one in self.indicators]


@dataclass(frozen=True)
class Board:
    """All figures of a place for one group, by family, habits first; `left_out` are not counted for that group.

    Figures that count villages are left to the places that contain some, and steps to their own page.
    """

    sections: list[Section]
    left_out: int

    @property
    def leads(self) -> list[Lead]:
        """Those of all sections."""
        return [lead for section in self.sections for lead in section.leads]


def board(
    spot: Spot,
    catalogue: Catalogue,
    reading: Reading,
    *,
    group: Group,
    kept: str,
    trends: Mapping[str, Sequence[float]],
    notes: Mapping[str, str],
) -> Board:
    """The figures of a place, each leading to its own page; `kept` is what the addresses keep of the reader's choice.

    `notes` are short remarks beside them, by indicator.
    """
    shown, left_out = _shown(catalogue, group, len(spot.code) == VILLAGE_DIGITS)
    language = get_language()
    figures = {
        one.code: reading.figure(
            spot.code,
            one,
            group,
            label=one.names.said(language),
            url=f"{spot.figure_url(one.code)}{kept}",
            note=notes.get(one.code, ""),
        )
        for one in shown
    }
    by_family = groupby(shown, attrgetter("family"))
    return Board([_section(family, ones, figures, trends) for family, ones in by_family], left_out)


@lru_cache(maxsize=100)
def _shown(catalogue: Catalogue, group: Group, is_village: bool) -> tuple[list[Indicator], int]:  # noqa: FBT001 -- a part of the key
    """What a board of a group shows, and how many are not counted for it."""
    counted = [one for one in catalogue if one.family is not Family.STEPS and not (is_village and one.unit is Unit.VILLAGES)]
    shown = [one for one in counted if group in one.groups]
    return shown, len(counted) - len(shown)


def _section(
    family: Family, indicators: Iterable[Indicator], figures: Mapping[str, Figure], trends: Mapping[str, Sequence[float]]
) -> Section:
    language, leads, others = get_language(), [], []
    title, caption = _headings(family, language)
    for one in indicators:
        if one.code in LEADS:
            leads.append(Lead(figures[one.code], one.rule.said(language), trends.get(one.code, ()), title))
        else:
            others.append(one)
    return Section(family, title, caption, leads, [figures[one.code] for one in others], others)


@lru_cache(maxsize=100)
def _headings(family: Family, _language: str | None) -> tuple[str, str]:
    """The family's name and the caption of its figures, in the language of the page."""
    title = str(family.label)
    return title, _("One by one: %(family)s") % {"family": title.lower()}


@dataclass(frozen=True)
class Comparison:
    """One indicator, everyone against each group, and the gaps in people."""

    everyone: Figure
    groups: list[Figure]
    behind: list[str]


def comparison(place: str, indicator: Indicator, reading: Reading) -> Comparison:
    """One indicator, everyone against each group that the reader may compare."""
    groups = {group: _of_group(place, indicator, group, reading) for group in reading.groups(place, indicator)}
    everyone = groups.pop(Group.ALL)
    behind = [line for group, one in groups.items() if (line := _people_behind(group, everyone, one, indicator.unit))]
    return Comparison(everyone, list(groups.values()), behind)


def _of_group(place: str, indicator: Indicator, group: Group, reading: Reading) -> Figure:
    label = str(group.label)
    return reading.figure(place, indicator, group, label=label[:1].upper() + label[1:])


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
    """The places inside: those with a figure as bars, and those of which there is none to show."""

    figures: list[Figure]
    silent: list[Figure]


def ranking(figures: Collection[Figure], *, order: str) -> Ranking:
    """The places inside, whose figures stand by name: best first, worst first, or as they stand."""
    shown = [one for one in figures if one.has_counts]
    if order != "name":
        sign = 1 if order == "low" else -1
        shown.sort(key=lambda one: sign * (0 if one.few else one.counted) / one.out_of)
    return Ranking(shown, [one for one in figures if not one.has_counts])


def facts(heads: Mapping[tuple[str, str], int]) -> list[tuple[str, str]]:
    """What a place is, in plain numbers, by kind and, of ethnic groups, their names."""
    plain = {kind: number for (kind, group), number in heads.items() if not group}
    words = [
        (_("Households"), "households"),
        (_("People who live there"), "residents"),
        (_("Poor households"), "poor"),
        (_("Near-poor households"), "near_poor"),
        (_("People working away"), "away"),
        (_("People of unknown age"), "age_unknown"),
    ]
    lines = [(label, number_text(plain.get(kind, 0))) for label, kind in words if kind in plain or kind != "age_unknown"]
    present: Iterable[tuple[int, str]] = sorted(
        ((number, group) for (kind, group), number in heads.items() if kind == "ethnic_group"), reverse=True
    )
    listed = [f"{name} {number_text(number)}" for number, name in present]
    if listed:
        lines.append((_("Ethnic groups"), f"{number_text(len(listed))} ({', '.join(listed)})"))
    return lines
