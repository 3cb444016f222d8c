"""A sheet as the reading process hands it over: cells that JSON can carry, within the limits."""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from communes.roster_import.sandbox.refused import RefusedError

Limits = dict[str, int]
Fonts = dict[int, list[list[Any]]]
# Control characters, marks of direction and halves of surrogates. The soft hyphen stays: TCVN3 fonts write "ư" with it.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_EXACT = 1e15


@dataclass
class Extras:
    """What a reader knows of a sheet besides its cells.

    `fonts`: column index -> runs of rows [first, last, way of writing] in a font older than Unicode. `errors`: cells
    (row, column index) whose formula failed, with the text that Excel shows. `epoch_1904`: its days count from 1904.
    """

    hidden: bool = False
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    fonts: Fonts = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    epoch_1904: bool = False

    def note_font(self, column: int, row: int, writing: str) -> None:
        """Remembers the font of a cell; rows are noted from the top down."""
        runs = self.fonts.setdefault(column, [])
        if runs and runs[-1][2] == writing and row <= runs[-1][1] + 1:
            runs[-1][1] = max(row, runs[-1][1])
        else:
            runs.append([row, row, writing])


def sheet(name: str, rows: Iterable[list[Any]], limits: Limits, extras: Extras | None = None) -> dict[str, Any]:
    """The sheet in JSON: row `n` is `rows[n - 1]`, cells missing at a row's end are empty.

    Raises:
        RefusedError: more rows, columns, cells or characters than the limits allow.
    """
    extras = extras or Extras()
    name = plain(name)
    cells = list(_bounded(rows, name, limits))
    for (row, column), text in extras.errors.items():
        if row <= len(cells) and column < limits["columns"]:
            line = cells[row - 1]
            line.extend([""] * (column + 1 - len(line)))
            line[column] = line[column] or text
    while cells and not cells[-1]:
        cells.pop()
    return {
        "name": name,
        "rows": cells,
        "hidden": extras.hidden,
        "hidden_rows": [row for row in extras.hidden_rows if row <= len(cells)],
        "hidden_columns": [column for column in extras.hidden_columns if column < limits["columns"]],
        "fonts": {str(column): runs for column, runs in extras.fonts.items() if column < limits["columns"]},
        "epoch_1904": extras.epoch_1904,
    }


def _bounded(rows: Iterable[list[Any]], name: str, limits: Limits) -> Iterable[list[Any]]:
    total, known = 0, _Plain()
    for number, row in enumerate(rows, 1):
        if number > limits["rows"]:
            raise RefusedError("too_many_rows", sheet=name, limit=limits["rows"])
        if len(row) > limits["columns"] and any(value not in ("", None) for value in row[limits["columns"] :]):
            raise RefusedError("too_many_columns", sheet=name, limit=limits["columns"])
        cells = _row(row[: limits["columns"]], known)
        if known.longest > limits["cell_characters"]:
            raise RefusedError("cell_too_long", sheet=name, row=number, limit=limits["cell_characters"])
        total += len(cells)
        if total > limits["cells"]:
            raise RefusedError("too_many_cells", limit=limits["cells"])
        yield cells


class _Plain(dict[str, str]):
    """Each different text of a sheet and its plain form, made once, for a roster repeats itself; `longest` in characters."""

    longest = 0

    def __missing__(self, text: str) -> str:
        bare = self[text] = plain(text)
        self.longest = max(self.longest, len(bare))
        return bare


def _row(row: list[Any], known: _Plain) -> list[Any]:
    cells = [known[value] if type(value) is str else _cell(value) for value in row]
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def plain(text: str) -> str:
    """Text as the portal keeps it: NFC, trimmed, without control characters."""
    if text.isascii() and text.isprintable():
        return text.strip()
    bare = text if text.isprintable() else _CONTROL.sub("", text)
    return bare.strip() if unicodedata.is_normalized("NFC", bare) else unicodedata.normalize("NFC", bare).strip()


def _cell(value: Any) -> str | int | float | bool:
    """A cell in JSON: plain text, whole numbers as whole numbers, days as ISO text."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if value is not None else ""


def _number(value: float) -> str | int | float:
    if not math.isfinite(value):
        return str(value)
    return int(value) if value.is_integer() and abs(value) < _EXACT else value
