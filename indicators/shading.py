"""The places of a map, each with the shade of its figure: one scale for tiles and for borders."""

from collections.abc import Mapping
from dataclasses import dataclass

from literacy_portal.kit.charts import TOPS
from literacy_portal.kit.figures import Figure

FEWEST = 4
"""With fewer places a map says nothing that the bars do not."""

SHADES = 5

Scale = list[tuple[int, float, float]]
"""Where each shade begins and ends, as shares of one."""


@dataclass(frozen=True, slots=True)
class Shaded:
    """The shades by place, 1 to SHADES, or 0 for none, and the scale."""

    shades: Mapping[str, int]
    scale: Scale


def shaded(figures: Mapping[str, Figure]) -> Shaded | None:
    """The shades of some places by their figures, by code; None when they are too few, or none has a figure."""
    shares = {code: one.counted / one.out_of for code, one in figures.items() if one.is_known}
    if len(figures) < FEWEST or not shares:
        return None
    top = next(one for one in TOPS if one >= min(max(shares.values()), 1.0))
    scale = [(shade, top * (shade - 1) / SHADES, top * shade / SHADES) for shade in range(1, SHADES + 1)]
    return Shaded({code: _shade(shares.get(code), top) for code in figures}, scale)


def _shade(share: float | None, top: float) -> int:
    """A share on the edge of two shades is of the lower one; nobody counted yet is of the lowest."""
    if share is None:
        return 0
    return next((shade for shade in range(1, SHADES) if share <= top * shade / SHADES), SHADES)
