"""The places of a map, each with its figure and the shade of it: one scale for tiles and for borders."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from indicators.catalogue import Indicator
from indicators.enums import Group
from indicators.queries.tree import Spot
from indicators.reading import Reading
from literacy_portal.kit.charts import TOPS
from literacy_portal.kit.figures import Figure

FEWEST = 4
"""With fewer places a map says nothing that the bars do not."""

SHADES = 5

Scale = list[tuple[int, float, float]]
"""Where each shade begins and ends, as shares of one."""


@dataclass(frozen=True, slots=True)
class Shaded:
    """Figures by place, their shades, 1 to SHADES, or 0 for none, and the scale."""

    figures: Mapping[str, Figure]
    shades: Mapping[str, int]
    scale: Scale


def shaded(
    spots: Iterable[Spot],
    urls: Mapping[Spot, str],
    indicator: Indicator,
    group: Group,
    reading: Reading,
    *,
    opened: Container[str],
) -> Shaded | None:
    """The places with their figures as this reader may see them; None when they are too few, or none has a figure."""
    figures = {
        spot.code: reading.figure(spot.code, indicator, group, label=spot.name, url=urls[spot] if spot.code in opened else "")
        for spot in spots
    }
    shares = {code: one.counted / one.out_of for code, one in figures.items() if one.is_known}
    if len(figures) < FEWEST or not shares:
        return None
    top = next(one for one in TOPS if one >= min(max(shares.values()), 1.0))
    scale = [(shade, top * (shade - 1) / SHADES, top * shade / SHADES) for shade in range(1, SHADES + 1)]
    return Shaded(figures, {code: _shade(shares.get(code), top) for code in figures}, scale)


def _shade(share: float | None, top: float) -> int:
    """A share on the edge of two shades is of the lower one; nobody counted yet is of the lowest."""
    if share is None:
        return 0
    return next((shade for shade in range(1, SHADES) if share <= top * shade / SHADES), SHADES)
