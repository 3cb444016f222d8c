"""Workbooks of Excel 2003 in XML ("XML Spreadsheet"), which some registers still export under the name .xls."""

from typing import Any

from communes.roster_import.sandbox.fonts import writing_in
from communes.roster_import.sandbox.refused import RefusedError
from communes.roster_import.sandbox.sheets import Extras, Limits, sheet
from communes.roster_import.sandbox.zip_parts import Attributes, walk


def read(data: bytes, limits: Limits) -> list[dict[str, Any]]:
    """The sheets in their order.

    Raises:
        RefusedError: no such workbook, damaged, with a document type, or beyond the limits.
    """
    book = _Book(limits)
    walk(data, book.start, book.end, book.text)
    if not book.is_one:
        raise RefusedError("not_a_spreadsheet")
    return [sheet(name, rows, limits, extras) for name, rows, extras in book.sheets]


class _Book:
    def __init__(self, limits: Limits) -> None:
        self.is_one = False
        self.sheets: list[tuple[str, list[list[Any]], Extras]] = []
        self._limits = limits
        self._style = ""
        self._fonts: dict[str, str] = {}
        self._text: list[str] | None = None
        self._type = ""
        self._cell_style = ""

    def start(self, tag: str, given: Attributes) -> None:
        """Takes note of an element."""
        if tag == "Workbook":
            self.is_one = True
        elif tag == "Style":
            self._style = given.get("ID", "")
        elif tag == "Font" and (writing := writing_in(given.get("FontName", ""))):
            self._fonts[self._style] = writing
        elif tag == "Worksheet":
            self.sheets.append((given.get("Name", ""), [], Extras()))
        elif tag == "Row" and self.sheets:
            self._begin_row(given)
        elif tag == "Cell" and self.sheets and self._rows:
            row = self._rows[-1]
            row.extend([""] * (min(_number(given.get("Index", "")), self._limits["columns"] + 2) - 1 - len(row)))
            row.append("")
            self._cell_style = given.get("StyleID", "")
        elif tag == "Data" and self.sheets and self._rows:
            self._text, self._type = [], given.get("Type", "")

    def text(self, characters: str) -> None:
        """Text of a cell."""
        if self._text is not None:
            self._text.append(characters)

    def end(self, tag: str) -> None:
        """Fills a cell once its content is known."""
        if tag != "Data" or self._text is None:
            return
        row = self._rows[-1]
        if row:
            row[-1] = self._value("".join(self._text))
            if self._type == "String" and (writing := self._fonts.get(self._cell_style)):
                self.sheets[-1][2].note_font(len(row) - 1, len(self._rows), writing)
        self._text = None

    @property
    def _rows(self) -> list[list[Any]]:
        return self.sheets[-1][1]

    def _begin_row(self, given: Attributes) -> None:
        number = _number(given.get("Index", "")) or len(self._rows) + 1
        if number > self._limits["rows"]:
            raise RefusedError("too_many_rows", sheet=self.sheets[-1][0], limit=self._limits["rows"])
        self._rows.extend([] for _ in range(number - len(self._rows)))
        if given.get("Hidden") == "1":
            self.sheets[-1][2].hidden_rows.append(number)

    def _value(self, text: str) -> Any:
        if self._type == "Number":
            try:
                return float(text)
            except ValueError:
                return text
        if self._type == "DateTime":
            return text[:10]
        return text


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 9 else 0  # noqa: PLR2004
