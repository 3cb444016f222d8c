"""Sheets on their way from the reading process and into the database: each different cell once, rows as numbers of cells.

A roster repeats itself. Written so, it is a third as long, and whoever reads it holds one text where 100,000 equal ones were.
"""

import json
from typing import Any


def dump(answer: dict[str, Any]) -> bytes:
    """The answer as JSON; the rows of its sheets, if it has any, by number."""
    numbers = _Numbers()
    sheets = [{**sheet, "rows": [numbers.of(row) for row in sheet["rows"]]} for sheet in answer.get("sheets", [])]
    told = {**answer, "sheets": sheets, "cells": numbers.cells()} if "sheets" in answer else answer
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


class _Numbers(dict[Any, int]):
    """Each different cell and its number, given where it is first asked for; one that is no text lies under its type too."""

    def __missing__(self, key: Any) -> int:
        number = self[key] = len(self)
        return number

    def of(self, row: list[Any]) -> list[int]:
        """The numbers of a row's cells."""
        # 1, 1.0 and True are equal, and are not the same cell.
        return [self[cell if type(cell) is str else (type(cell), cell)] for cell in row]

    def cells(self) -> list[Any]:
        """The cells in the order of their numbers."""
        return [key if type(key) is str else key[1] for key in self]


def load(told: bytes) -> dict[str, Any]:
    """The answer that `dump` wrote."""
    answer: dict[str, Any] = json.loads(told)
    cells = answer.pop("cells", [])
    for sheet in answer.get("sheets", []):
        sheet["rows"] = [[cells[number] for number in row] for row in sheet["rows"]]
    return answer
