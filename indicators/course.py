"""How a figure went, made ready to be drawn and to be read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from indicators.reading import Told
from literacy_portal.kit import charts
from literacy_portal.kit.figures import Figure

MOST_ROWS = 40
"""So many lines a table may have before it tells every so many days instead of every change."""

SPARKS = 14
"""Points of a small line beside a figure."""


@dataclass(frozen=True)
class Drawn:
    """A course as a chart, and as a table: days and the figure from each on."""

    chart: charts.Course | None
    rows: Told
    last: date

    @property
    def begin(self) -> tuple[date, Figure]:
        """The first day drawn, and the figure then."""
        return self.rows[0]

    @property
    def end(self) -> tuple[date, Figure]:
        """The last change, and the figure since."""
        return self.rows[-1]


def drawn(points: Told, last: date) -> Drawn | None:
    """The course up to the end of `last`; None when nothing was counted."""
    if not points:
        return None
    shares = [(day, one.counted / one.out_of if one.is_known else None) for day, one in points]
    return Drawn(charts.course(shares, last), _thinned(points, last), last)


def spark_days(first: date, last: date) -> list[date]:
    """The days of a small line, at even distances."""
    return [first + (last - first) * step / (SPARKS - 1) for step in range(SPARKS)]


def sparks(figures: Iterable[Figure]) -> list[float]:
    """Shares in percent for a small line, without what is not known."""
    return [100 * one.counted / one.out_of for one in figures if one.is_known]


def _thinned(points: Told, last: date) -> Told:
    if len(points) <= MOST_ROWS:
        return points
    step = timedelta(days=-(-((last - points[0][0]).days + 1) // MOST_ROWS))
    kept: Told = []
    for day, figure in points:
        if not kept or day - kept[-1][0] >= step:
            kept.append((day, figure))
    return kept if kept[-1] == points[-1] else [*kept, points[-1]]
