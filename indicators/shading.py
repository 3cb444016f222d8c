"""The places of a map, each with the shade of its figure: one scale for tiles and for borders."""

from bisect import bisect_left
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
    # A share on the edge of two shades is of the lower one; nobody counted yet is of the lowest.
    edges = [end for _shade, _begin, end in scale[:-1]]
    shades = {code: 1 + bisect_left(edges, share) for code, share in shares.items()}
    return Shaded({code: shades.get(code, 0) for code in figures}, scale)
