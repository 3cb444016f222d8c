"""The cells of a file in a new workbook, with notes: for kinds of files that cannot be written into.

Text is written as text and numbers as numbers: nothing that came in with a file becomes a formula on its way out.
"""

from functools import cache
from io import BytesIO
from typing import Any

import xlsxwriter

from communes.roster_import.notes import Note, Notes, decoded_columns
from communes.roster_import.reader import Table
from literacy_portal.kit.workbooks import sheet_name

_FONTS = {"tcvn3": ".VnTime", "vni": "VNI-Times"}
_COLOURS = {"bad": "#FFC7CE", "warn": "#FFEB9C", "good": "#C6EFCE", "title": "#DDEBF7"}
_NOTE_WIDTH = 70


def new_workbook(tables: list[Table], notes: Notes, understood: list[dict[str, Any]]) -> bytes:
    """An .xlsx of the tables; what was typed in an old font stands in that font again."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    formats = _Formats(book)
    for number, table in enumerate(tables, 1):
        page = book.add_worksheet(sheet_name(table.name, number, book.sheetnames))
        if table.hidden:
            page.hide()
        page.set_column(table.width, table.width, _NOTE_WIDTH)
        sheet = _Sheet(page, formats, table, decoded_columns(understood, table.name))
        for row in range(1, len(table.rows) + 1):
            sheet.write(row, notes.get(table.name, {}).get(row))
    book.close()
    return out.getvalue()


class _Sheet:
    """A sheet that is being written, row by row."""

    def __init__(self, page: Any, formats: "_Formats", table: Table, decoded: dict[int, str]) -> None:
        self.page = page
        self.formats = formats
        self.table = table
        self.decoded = decoded

    def write(self, number: int, note: Note | None) -> None:
        """The cells of a row, and its note behind the last column."""
        cells = self.table.rows[number - 1]
        for column in range(self.table.width if note else len(cells)):
            text: Any = cells[column] if column < len(cells) else ""
            tone = note.marks.get(column, "") if note else ""
            text = note.texts.get(column, text) if note else text
            self._cell(number - 1, column, text, self.formats.of(tone, self.decoded.get(column, "")))
        if note:
            self.page.write_string(number - 1, self.table.width, note.text, self.formats.of(note.tone, "", wraps=True))

    def _cell(self, row: int, column: int, value: Any, style: Any) -> None:
        if value == "":
            self.page.write_blank(row, column, None, style)
        elif isinstance(value, bool):
            self.page.write_boolean(row, column, value, style)
        elif isinstance(value, str):
            self.page.write_string(row, column, value, style)
        else:
            self.page.write_number(row, column, value, style)


class _Formats:
    """The formats of the workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._make = cache(lambda *about: book.add_format(dict(about)))

    def of(self, tone: str, encoding: str, *, wraps: bool = False) -> Any:
        """The format for a tone and an old font; none for neither."""
        about: list[tuple[str, Any]] = [("bg_color", _COLOURS[tone])] if tone else []
        about += [("font_name", _FONTS[encoding])] if encoding in _FONTS else []
        about += [("text_wrap", True), ("valign", "top"), ("num_format", "@")] if wraps else []
        return self._make(*about) if about else None
