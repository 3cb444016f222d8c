"""The ground beside the figures: each place inside with why it is silent, and coverage with and without a network."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.catalogue import Indicator
from indicators.enums import Group
from indicators.queries.standings import Standing, Standings
from indicators.queries.tree import Spot
from indicators.reading import Reading
from indicators.silence import Silence, by_network, network, silence
from literacy_portal.kit.figures import Figure


@dataclass(frozen=True)
class Place:
    """A place inside: its figure, its villages by reason, and of a village itself the conditions in words."""

    figure: Figure
    silence: Silence
    conditions: list[tuple[str, bool | None]]


@dataclass(frozen=True)
class Footing:
    """The whole place; heard and silent by network; the places inside, most silent first; those without a village."""

    whole: Silence
    networks: list[tuple[str, tuple[int, int]]]
    places: list[Place]
    empty: list[Figure]
    covered: list[Figure]


def footing(
    urls: Mapping[Spot, str],
    standings: Standings,
    indicator: Indicator,
    group: Group,
    reading: Reading,
    *,
    opened: Container[str],
    are_villages: bool,
) -> Footing:
    """Of the places inside, with where each leads, if it is open."""
    figures = {
        spot.code: reading.figure(spot.code, indicator, group, label=spot.name, url=url if spot.code in opened else "")
        for spot, url in urls.items()
    }
    places = [
        Place(figure, silence(standings[code]), _conditions(standings[code][0]) if are_villages else [])
        for code, figure in figures.items()
        if code in standings
    ]
    places.sort(key=lambda one: (-one.silence.silent, one.silence.parts[0].reason.label if are_villages else ""))
    everywhere = [one for some in standings.values() for one in some]
    return Footing(
        silence(everywhere),
        by_network(everywhere),
        places,
        [figure for code, figure in figures.items() if code not in standings],
        _covered(figures, standings, are_villages=are_villages),
    )


def _conditions(one: Standing) -> list[tuple[str, bool | None]]:
    return [
        (_("4G"), one.has_4g),
        (_("telecom"), one.has_telecom),
        (_("power"), one.has_power),
        (_("team"), one.has_team),
    ]


def _covered(figures: Mapping[str, Figure], standings: Standings, *, are_villages: bool) -> list[Figure]:
    """The figure where there is a network and where there is not, as the sum of what is told of the places inside.

    Only where every one of them is told, and there are both. A place that contains villages counts as without a network if
    one of them is known to be.
    """
    sides: dict[bool, list[Figure]] = {True: [], False: []}
    for code, some in standings.items():
        has = _has_network(some)
        if has is not None and code in figures:
            sides[has].append(figures[code])
    if not all(sides.values()):
        return []
    labels = {
        True: _("Villages with a network") if are_villages else _("Every village with a network"),
        False: _("Villages without a network") if are_villages else _("Some village without a network"),
    }
    return [_sum(labels[has], some) for has, some in sides.items()]


def _has_network(some: Sequence[Standing]) -> bool | None:
    known = {network(one) for one in some}
    return False if False in known else True if known == {True} else None


def _sum(label: str, some: Iterable[Figure]) -> Figure:
    told = list(some)
    is_hidden = any(one.hidden or one.few for one in told)
    return Figure(label, sum(one.counted for one in told), sum(one.out_of for one in told), hidden=is_hidden)


def table(found: Footing) -> tuple[list[str], list[list[object]]]:
    """The places inside as plain rows: the figure, the villages, those that are silent, and why."""
    headings = [_("Place"), _("Figure"), _("Villages"), _("Silent"), _("Why")]
    rows: list[list[object]] = [
        [
            one.figure.label,
            one.figure,
            one.silence.villages,
            one.silence.silent,
            "; ".join(f"{part.label} {part.villages}" for part in one.silence.parts),
        ]
        for one in found.places
    ]
    return headings, rows
