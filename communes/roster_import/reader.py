"""Workbook bytes to raw tables, by a process that may die of them."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, count
from typing import Any

from communes.roster_import.bounds import Bounds, bounds
from communes.roster_import.container import kind_of
from communes.roster_import.refusals import RefusalError
from communes.roster_import.sandbox import numbered
from literacy_portal.kit.throwaway import BrokenError, answer_of

Cell = str | int | float | bool
_NAMES_SHOWN = 5
_NAMELESS = "Sheet"
_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from communes.roster_import.sandbox.program import main; main(sys.argv[2])"


@dataclass(frozen=True)
class Table:
    """One sheet. Row `n` of the sheet is `rows[n - 1]`; cells missing at a row's end are empty.

    `fonts`: column index -> runs of rows [first, last, way of writing] in a font older than Unicode, where that is known.
    `epoch_1904`: numbers that are days count from 1904.
    """

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    hidden_rows: frozenset[int] = field(default=frozenset())
    hidden_columns: frozenset[int] = field(default=frozenset())
    fonts: dict[int, list[list[Any]]] = field(default_factory=dict)
    epoch_1904: bool = False

    @cached_property
    def width(self) -> int:
        """Columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)

    def as_json(self) -> dict[str, Any]:
        """The form in which an import keeps its tables until it is over."""
        return {
            "name": self.name,
            "rows": self.rows,
            "hidden": self.hidden,
            "hidden_rows": sorted(self.hidden_rows),
            "hidden_columns": sorted(self.hidden_columns),
            "fonts": {str(column): runs for column, runs in self.fonts.items()},
            "epoch_1904": self.epoch_1904,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Table":
        """The table that `as_json` described."""
        return cls(
            stored["name"],
            stored["rows"],
            stored["hidden"],
            frozenset(stored["hidden_rows"]),
            frozenset(stored["hidden_columns"]),
            {int(column): runs for column, runs in stored["fonts"].items()},
            stored["epoch_1904"],
        )


def read(data: bytes, limits: Bounds | None = None) -> list[Table]:
    """The sheets in the order of the file, those without rows too: what is read says so of them.

    Raises:
        RefusalError: the file is not read, and why.
    """
    limits = limits or bounds()
    return tables_in(_in_sandbox(data, kind_of(data, limits), limits))


def tables_in(answer: dict[str, Any]) -> list[Table]:
    """What the reading process answered, as tables.

    Raises:
        RefusalError: it refused the file, or found no row in it.
    """
    if "refused" in answer:
        raise RefusalError(answer["refused"], **answer["params"])
    tables = [Table.from_json(sheet) for sheet in _named_apart(answer["sheets"])]
    if not any(table.rows for table in tables):
        raise RefusalError("no_rows", sheets=sheet_names(tables))
    return tables


def _named_apart(sheets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each sheet under a name of its own, for rows and choices are known by it: a second "Thôn 1" is "Thôn 1 (2)"."""
    taken: set[str] = set()
    for sheet in sheets:
        given = sheet["name"] or _NAMELESS
        names = chain([given], (f"{given} ({number})" for number in count(2)))
        sheet["name"] = next(name for name in names if name not in taken)
        taken.add(sheet["name"])
    return sheets


def sheet_names(tables: list[Table]) -> str:
    """The names of sheets as a message lists them; of many, the first ones."""
    names = [f"“{table.name}”" for table in tables[:_NAMES_SHOWN]]
    return ", ".join([*names, "…"] if len(tables) > _NAMES_SHOWN else names)


def _in_sandbox(data: bytes, kind: str, limits: Bounds) -> dict[str, Any]:
    # Of the portal the process reaches `sandbox` and `legacy` only.
    order = {"kind": kind, "bounds": limits.as_dict()}
    try:
        return numbered.load(answer_of(_PROGRAM, order, data, limits, RefusalError))
    except BrokenError as error:
        raise RefusalError("damaged") from error
