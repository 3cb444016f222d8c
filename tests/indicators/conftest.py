"""What the tests of figures share: the world, and one figure as two counts."""

from indicators.models import Measurement
from tests.world import world

__all__ = ["figure", "world"]


def figure(place: str, indicator: str, group: str = "all") -> tuple[int, int]:
    """What is stored: counted, out of; nothing stored is nothing to count over."""
    rows = Measurement.objects.filter(place=place, indicator=indicator, group=group)
    counts: tuple[int, int] | None = rows.values_list("counted", "out_of").first()
    return counts or (0, 0)
