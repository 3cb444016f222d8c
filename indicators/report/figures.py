"""The figures of a report as they are counted, frozen and read back. Nothing here knows the database."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Self

from indicators.report.columns import Column, Source


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column says of one place; None is "no data", never 0.

    `period` is what was done in it, or how much a stock changed; `so_far` what was done, or there is, at its end; `out_of`
    and `eve` only of stocks: the population at the end, and how many there were on the eve.
    """

    period: int | None = None
    so_far: int | None = None
    out_of: int | None = None
    eve: int | None = None

    def __add__(self, other: "Cell") -> "Cell":
        """Both together, where no data is left out."""
        return Cell(*(_sum(one, two) for one, two in zip(self.parts(), other.parts(), strict=True)))

    def parts(self) -> tuple[int | None, ...]:
        """All four counts."""
        return (self.period, self.so_far, self.out_of, self.eve)

    @classmethod
    def of_stock(cls, last: tuple[int, int] | None, eve: tuple[int, int] | None, *, counted_before: bool) -> Self:
        """From the two counts on the last day and those on the eve; none on the eve is 0 only if the place was counted then."""
        if last is None:
            return cls()
        before = eve[0] if eve else 0 if counted_before else None
        return cls(None if before is None else last[0] - before, last[0], last[1], before)


NOTHING = Cell()


def _sum(one: int | None, two: int | None) -> int | None:
    return two if one is None else one if two is None else one + two


@dataclass(frozen=True, slots=True)
class Row:
    """A place by code and name with its cells by column. `is_heard`: something was recorded there in the period."""

    code: str
    name: str
    is_heard: bool
    cells: Mapping[str, Cell]

    def cell(self, column: Column) -> Cell:
        """What the column says; of a place that was not heard from, nothing of the period: that is not zero."""
        found = self.cells.get(column.code, NOTHING)
        if column.source is Source.DONE and not self.is_heard:
            return Cell(None, found.so_far)
        return found


@dataclass(frozen=True, slots=True)
class Figures:
    """All of one report. `counted_at`: news that came before is in it; `versions`: of each indicator's definition."""

    first: date
    last: date
    counted_at: datetime | None
    total: Row
    villages: tuple[Row, ...] = ()
    versions: Mapping[str, int] = field(default_factory=dict)

    def frozen(self) -> dict[str, Any]:
        """As JSON that `thawed` reads."""
        return {
            "schema": 1,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "counted_at": self.counted_at.isoformat() if self.counted_at else None,
            "versions": dict(self.versions),
            "total": _frozen(self.total),
            "villages": [_frozen(row) for row in self.villages],
        }

    @classmethod
    def thawed(cls, said: Any) -> Self:
        """What `frozen` wrote."""
        return cls(
            date.fromisoformat(said["first"]),
            date.fromisoformat(said["last"]),
            datetime.fromisoformat(said["counted_at"]) if said["counted_at"] else None,
            row_from(said["total"]),
            tuple(row_from(row) for row in said["villages"]),
            said["versions"],
        )


def _frozen(row: Row) -> dict[str, Any]:
    cells = {code: {part: count for part, count in asdict(cell).items() if count is not None} for code, cell in row.cells.items()}
    return {"code": row.code, "name": row.name, "heard": row.is_heard, "cells": cells}


def row_from(said: Mapping[str, Any]) -> Row:
    """A row as it was frozen."""
    cells = {code: Cell(**parts) for code, parts in said["cells"].items()}
    return Row(said["code"], said["name"], said["heard"], cells)


def summed(code: str, name: str, rows: Iterable[Row]) -> Row:
    """The sum of rows: of a province, from its communes. A person coached in two of them counts in each."""
    cells: dict[str, Cell] = {}
    heard = False
    for row in rows:
        heard = heard or row.is_heard
        for column, cell in row.cells.items():
            cells[column] = cells.get(column, NOTHING) + cell
    return Row(code, name, heard, cells)
