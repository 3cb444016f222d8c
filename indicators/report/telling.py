"""A report's counts as a reader may see them: as they are where people are open to the reader, in steps elsewhere.

One number, one rule (docs/decisions/0018): what is told of a count follows from it alone, as on every page of figures. So a
report tells a reader of aggregates nothing that those pages do not tell.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.report.columns import COLUMNS, Column, Source
from indicators.report.figures import Cell, Row
from indicators.suppression import SMALLEST_TOLD, in_steps
from literacy_portal.kit.figures import NO_BREAK_SPACE, number_text, percent_text


@dataclass(frozen=True, slots=True)
class Count:
    """One count: `number` where it is told, else None; and its text."""

    text: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One column of one place as shown. `share` is the percentage out of `out_of`, where there is one."""

    column: Column
    period: Count
    so_far: Count
    out_of: Count
    share: str = ""

    @property
    def has_period(self) -> bool:
        """Whether the column has a count of the period at all."""
        return self.column.source is not Source.STANDING


NOT_TOLD = Count("…")


def no_data() -> Count:
    """Nothing is known: this is not zero."""
    return Count(_("no data"))


def _few() -> Count:
    return Count(f"<{NO_BREAK_SPACE}{SMALLEST_TOLD}")


def told(row: Row, *, exact: bool, columns: Iterable[Column] = COLUMNS) -> list[Told]:
    """Every column of a place, or these."""
    return list(_told(row, columns, exact=exact))


def _told(row: Row, columns: Iterable[Column], *, exact: bool) -> Iterator[Told]:
    for column in columns:
        cell = row.cell(column)
        if exact or column.is_told_exactly:
            yield Told(column, _plain(cell.period), _plain(cell.so_far), _plain(cell.out_of), _share(cell.so_far, cell.out_of))
        else:
            yield _stepped(column, cell)


def _stepped(column: Column, cell: Cell) -> Told:
    so_far, out_of = _step(cell.so_far), _step(cell.out_of)
    period = _step(cell.period) if column.source is Source.DONE else _change(cell)
    return Told(column, period, so_far, out_of, _share(so_far.number, out_of.number))


def _step(count: int | None) -> Count:
    if count is None:
        return no_data()
    number = in_steps(count)
    return Count(number_text(number), number) if number else _few()


def _change(cell: Cell) -> Count:
    """Of the told counts alone: the change of the true ones would tell more than both of them."""
    before, after = _step(cell.eve), _step(cell.so_far)
    if before.number is None or after.number is None:
        return no_data() if cell.period is None else NOT_TOLD
    return _plain(after.number - before.number)


def _plain(count: int | None) -> Count:
    return no_data() if count is None else Count(number_text(count), count)


def _share(counted: int | None, out_of: int | None) -> str:
    return percent_text(counted, out_of) if counted is not None and out_of else ""
