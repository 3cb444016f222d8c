"""The program of the reading process: a file on standard input, its tables as JSON on standard output.

It runs alone, without Django and without the rest of the portal, because a workbook of 1.5 KB can abort the process that
reads it (docs/decisions). Answer: `{"sheets": [...]}` or `{"refused": code, "params": {...}}`.
"""

import csv
import io
import json
import math
import re
import resource
import sys
import zipfile
import zlib
from datetime import date, datetime, time
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb'\br="(\d{1,9})"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
# Cells with a value (`<c …>`, not the formatted but empty `<c …/>`) right of column 200 or in a row of six digits and more.
_FAR_COLUMN = re.compile(rb'r="(?:[A-Z]{3,}|[H-Z][A-Z]|G[S-Z])\d+"[^>]*(?<!/)>')
_FAR_ROW = re.compile(rb'r="[A-Z]{1,3}(\d{6,})"[^>]*(?<!/)>')
_EXACT = 1e15
_DELIMITERS = ";,\t|"


class RefusedError(Exception):
    """The file goes no further."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.answer = {"refused": code, "params": params}


def main() -> None:
    """Reads, answers, and leaves at once: nothing of the file outlives this process."""
    order = json.loads(sys.argv[1])
    limits = order["bounds"]
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"], limits["memory_bytes"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["processor_seconds"], limits["processor_seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = sys.stdin.buffer.read()
    try:
        answer: dict[str, Any] = {"sheets": read(data, order["kind"], limits)}
    except RefusedError as refused:
        answer = refused.answer
    json.dump(answer, sys.stdout, ensure_ascii=True, separators=(",", ":"))


def read(data: bytes, kind: str, limits: dict[str, int]) -> list[dict[str, Any]]:
    """The sheets, each with its name, whether it is hidden, the numbers of hidden rows, and its rows from row 1 on."""
    if kind == "csv":
        return [_sheet("CSV", _csv_rows(data, limits), limits, [], hidden=False)]
    hidden = _look_ahead(data, limits) if data.startswith(b"PK") else {}
    return _workbook_sheets(data, hidden, limits)


def _workbook_sheets(data: bytes, hidden: dict[int, list[int]], limits: dict[str, int]) -> list[dict[str, Any]]:
    import python_calamine as calamine  # noqa: PLC0415 -- after the limits on memory are set

    try:
        book = calamine.load_workbook(io.BytesIO(data))
        metadata = [m for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
        if len(metadata) > limits["sheets"]:
            raise RefusedError("too_many_sheets", limit=limits["sheets"])
        return [
            _sheet(
                meta.name,
                book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False),
                limits,
                hidden.get(number, []),
                hidden=meta.visible != calamine.SheetVisibleEnum.Visible,
            )
            for number, meta in enumerate(metadata, 1)
        ]
    except calamine.PasswordError as error:
        raise RefusedError("password") from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise RefusedError("password" if "assword" in str(error) else "damaged") from error


def _sheet(name: str, rows: list[Any], limits: dict[str, int], hidden_rows: list[int], *, hidden: bool) -> dict[str, Any]:
    if len(rows) > limits["rows"]:
        raise RefusedError("too_many_rows", sheet=name, limit=limits["rows"])
    width = max((len(row) for row in rows), default=0)
    if width > limits["columns"]:
        raise RefusedError("too_many_columns", sheet=name, limit=limits["columns"])
    if width * len(rows) > limits["cells"]:
        raise RefusedError("too_many_cells", limit=limits["cells"])
    cells = [_row(row, number, name, limits["cell_characters"]) for number, row in enumerate(rows, 1)]
    while cells and not cells[-1]:
        cells.pop()
    return {"name": _CONTROL.sub("", name), "hidden": hidden, "hidden_rows": hidden_rows, "rows": cells}


def _row(row: list[Any], number: int, sheet: str, limit: int) -> list[Any]:
    cells = [_cell(value) for value in row]
    if any(isinstance(cell, str) and len(cell) > limit for cell in cells):
        raise RefusedError("cell_too_long", sheet=sheet, row=number, limit=limit)
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def _cell(value: Any) -> str | int | float | bool:
    """A cell in JSON: text without control characters, whole numbers as whole numbers, days as ISO text."""
    if isinstance(value, str):
        return value.strip() if value.isprintable() else _CONTROL.sub("", value).strip()
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


def _look_ahead(data: bytes, limits: dict[str, int]) -> dict[int, list[int]]:
    """Hidden rows by sheet number; refuses used ranges beyond the limits before a reader builds their grid."""
    hidden: dict[int, list[int]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if found := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name):
                    hidden[int(found[1])] = _scan(archive.read(name), found[1], limits)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise RefusedError("damaged") from error
    return hidden


def _scan(xml: bytes, sheet: str, limits: dict[str, int]) -> list[int]:
    if _FAR_COLUMN.search(xml):
        raise RefusedError("too_many_columns", sheet=sheet, limit=limits["columns"])
    if any(int(found[1]) > limits["rows"] for found in _FAR_ROW.finditer(xml)):
        raise RefusedError("too_many_rows", sheet=sheet, limit=limits["rows"])
    hidden: list[int] = []
    number = 0
    if b" hidden=" not in xml:
        return hidden
    for found in _ROW.finditer(xml):
        given = _ROW_NUMBER.search(found[1])
        number = int(given[1]) if given else number + 1
        if _HIDDEN.search(found[1]):
            hidden.append(number)
    return hidden


def _csv_rows(data: bytes, limits: dict[str, int]) -> list[list[str]]:
    text = _decoded(data)
    head = "\n".join(text.splitlines()[:20])
    delimiter = max(_DELIMITERS, key=head.count)
    csv.field_size_limit(len(text) + 1)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) > limits["rows"]:
                raise RefusedError("too_many_rows", sheet="CSV", limit=limits["rows"])
    except csv.Error as error:
        raise RefusedError("damaged") from error
    return rows


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1258", errors="replace")


if __name__ == "__main__":
    main()
