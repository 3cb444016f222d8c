"""A view as tables: plain values under headings, with what was asked and how far it may be trusted.

Every page with figures can be taken along so, as a workbook (`kit.workbooks`) or as CSV (`kit.csv_text`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from literacy_portal.kit.figures import Figure, tenths


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage that a spreadsheet can go on reckoning with: the one that is shown, with its one decimal."""

    counted: int
    out_of: int

    @property
    def value(self) -> Decimal | None:
        """Between 0 and 1, to three decimals; None when out of nothing."""
        share = tenths(self.counted, self.out_of)
        return None if share is None else Decimal(share) / 1000


Cell = str | int | float | Decimal | date | Share | None
"""A text stays a text whatever it looks like; None is an empty cell."""


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows under a title."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Extract:
    """What is taken along of a page: its title, the lines about it (what was asked, how fresh it is), its tables."""

    title: str
    about: Sequence[str]
    tables: Sequence[Table]


def cells_of(figure: Figure) -> list[Cell]:
    """Counted, out of, share: exactly as far as the figure is told. In words what is too small to be, or not known."""
    if figure.is_known:
        return [figure.counted, figure.out_of, Share(figure.counted, figure.out_of)]
    return [figure.percent, None if figure.hidden else figure.out_of or None, None]


def table_of(title: str, first: str, names: Sequence[str], figures: Iterable[Figure]) -> Table:
    """Figures one below the other: a heading for their labels, and three for what is told of each."""
    return Table(title, [first, *names], [[one.label, *cells_of(one)] for one in figures])
