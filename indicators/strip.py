"""When doors open: visits by weekday and hour as a strip of heat, with what it means in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from indicators.queries.hours import Knocks
from indicators.strip_words import Cell, best, busiest
from indicators.suppression import SMALLEST_TOLD, in_steps
from literacy_portal.kit.figures import Figure

SHOWN = frozenset(range(5, 24))
"""The hours that are always shown, in Vietnam; one before them only where visits were paid then."""

DAYS = tuple(range(1, 8))
SHADES, EDGE = 5, 5
"""Shades begin and end on whole steps of so many percent."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The cells hour by hour, Monday first; the visits with an hour, and how many have none; where shades lie; in words."""

    rows: list[tuple[int, list[Cell]]]
    met: Figure
    unknown: int
    scale: list[tuple[int, float, float]]
    best: str
    busiest: str


def strip(knocks: Sequence[Knocks], *, exact: bool) -> Strip:
    """The strip as this reader may see it: small numbers in steps, each from its own count (`indicators.suppression`)."""
    known = [one for one in knocks if one.hour]
    cells = {(cell.hour, cell.weekday): cell for cell in (_cell(one, exact=exact) for one in known)}
    told = [cell for cell in cells.values() if cell.has_share]
    low, high = _bounds(told)
    hours = sorted(SHOWN | {cell.hour for cell in cells.values() if cell.visits})
    rows = [(hour, [_shaded(cells.get((hour, day)) or Cell(day, hour, 0, 0), low, high) for day in DAYS]) for hour in hours]
    scale = [((high - low) * (n - 1) / SHADES + low, (high - low) * n / SHADES + low) for n in range(1, SHADES + 1)]
    return Strip(
        rows=rows,
        met=_met(known, exact=exact),
        unknown=_told(sum(one.visits for one in knocks if not one.hour), exact=exact),
        scale=[(shade, start / 100, end / 100) for shade, (start, end) in enumerate(scale, start=1)] if told else [],
        best=best(told),
        busiest=busiest(told),
    )


def _told(number: int, *, exact: bool) -> int:
    return number if exact else in_steps(number)


def _cell(one: Knocks, *, exact: bool) -> Cell:
    visits, met = _told(one.visits, exact=exact), _told(one.met, exact=exact)
    return Cell(one.weekday, int(one.hour), visits, met, has_share=visits >= SMALLEST_TOLD and (exact or met > 0))


def _met(known: Sequence[Knocks], *, exact: bool) -> Figure:
    visits, met = (_told(sum(numbers), exact=exact) for numbers in ([k.visits for k in known], [k.met for k in known]))
    few = 0 if exact or met else SMALLEST_TOLD
    return Figure(_("Visits that met someone"), met, visits, hidden=not (exact or visits), few=few)


def _bounds(cells: Sequence[Cell]) -> tuple[int, int]:
    """The ends of the scale in percent, never the same."""
    if not cells:
        return 0, 100
    shares = [100 * cell.share for cell in cells]
    low, high = int(min(shares) // EDGE * EDGE), int(-(-max(shares) // EDGE) * EDGE)
    return (low, high) if low < high else (max(0, low - EDGE), max(high, EDGE))


def _shaded(cell: Cell, low: int, high: int) -> Cell:
    if not cell.has_share:
        return cell
    return replace(cell, shade=next((n for n in range(1, SHADES) if 100 * cell.share <= low + (high - low) * n / SHADES), SHADES))
