"""Cells that the user corrected in the browser, laid over what the file says before anything is understood."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from communes.roster_import.reader import Cell, Table

_ADDRESS = re.compile(r"(?P<sheet>.*)!(?P<row>\d{1,7}),(?P<column>\d{1,3})", re.DOTALL)


def address(sheet: str, row: int, column: int) -> str:
    """What a correction is kept under: the sheet's name, the row (1 = top of the sheet), the column's index (0 = first)."""
    return f"{sheet}!{row},{column}"


def parts_of(where: str) -> tuple[str, int, int]:
    """Sheet, row and column of an address."""
    found = _ADDRESS.fullmatch(where)
    return (found["sheet"], int(found["row"]), int(found["column"])) if found else ("", 0, 0)


def with_fixes(tables: Sequence[Table], cells: Mapping[str, str]) -> list[Table]:
    """The tables with the corrected cells in place of the file's; one that lies outside a table is passed over."""
    fixes: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for where, text in cells.items():
        if found := _ADDRESS.fullmatch(where):
            fixes[found["sheet"]].append((int(found["row"]), int(found["column"]), text))
    return [_fixed(table, fixes[table.name]) if table.name in fixes else table for table in tables]


def _fixed(table: Table, fixes: Sequence[tuple[int, int, str]]) -> Table:
    rows = list(table.rows)
    for number, column, text in fixes:
        if 1 <= number <= len(rows) and column < table.width:
            row: list[Cell] = [*rows[number - 1], *[""] * (column + 1 - len(rows[number - 1]))]
            row[column] = text
            rows[number - 1] = row
    return replace(table, rows=rows)
