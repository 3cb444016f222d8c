"""Web pages that carry a workbook's name: the tables that e-government sites export (domain.md §3.9)."""

import re
from html.parser import HTMLParser
from typing import Any

from communes.roster_import.sandbox.csv_tables import decoded
from communes.roster_import.sandbox.fonts import writing_in
from communes.roster_import.sandbox.refused import RefusedError
from communes.roster_import.sandbox.sheets import Extras, Limits, sheet

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w\-]+)""", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_FAMILY = re.compile(r"font-family\s*:\s*([^;}]+)", re.IGNORECASE)
_BREAKS = ("br", "p", "div", "li")
_SILENT = ("script", "style", "title")
_NAME = "HTML"


def read(data: bytes, limits: Limits) -> list[dict[str, Any]]:
    """All tables of a page below each other as one sheet, the text between them as rows of their own.

    Raises:
        RefusedError: beyond the limits.
    """
    page = _Page(limits)
    page.feed(_text(data))
    page.close()
    page.end_row()
    return [sheet(_NAME, page.rows, limits, page.extras)]


def _text(data: bytes) -> str:
    declared = _CHARSET.search(data[:2048])
    name = declared[1].decode("ascii").lower() if declared else ""
    if name in ("windows-1258", "cp1258", "windows-1252", "iso-8859-1"):
        return data.decode("cp1258" if "1258" in name else "latin-1", errors="replace")
    return decoded(data)


class _Page(HTMLParser):
    """Collects rows. Cells merged to the right or downwards stay empty but for the first, as in a workbook."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.extras = Extras()
        self._limits = limits
        self._row: list[str] | None = None
        self._taken: dict[int, int] = {}
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._writing = ""
        self._outside: list[str] = []
        self._silent = ""
        self._fonts: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins a row or a cell; the row around a table within a cell ends where that table begins."""
        given = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent = tag
        elif tag in ("table", "tr"):
            self.end_row()
            if tag == "table":
                self._taken = {}
            else:
                self._row = []
        elif tag in ("td", "th"):
            self._end_cell()
            self._row = [] if self._row is None else self._row
            self._cell = []
            self._span = (_number(given.get("colspan", "")), _number(given.get("rowspan", "")))
            self._writing = self._fonts.get(tag, "")
        if tag in _BREAKS and self._cell is not None:
            self._cell.append("\n")
        self._note_font(given)

    def handle_endtag(self, tag: str) -> None:
        """Ends a cell or a row."""
        if tag == self._silent:
            self._silent = ""
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self.end_row()

    def handle_data(self, data: str) -> None:
        """Text of a cell, text between tables, or the styles of the page."""
        if self._silent == "style":
            self._take_styles(data)
        elif self._silent:
            return
        elif self._cell is not None:
            self._cell.append(" ".join(data.split()) if data.strip() else " ")
        elif data.strip():
            self._outside.append(" ".join(data.split()))

    def end_row(self) -> None:
        """Adds the row, and before it the text that stood outside of tables."""
        self._end_cell()
        for text in self._outside:
            self._add([text])
        self._outside = []
        if self._row is not None:
            self._add(self._row)
            self._taken = {column: left - 1 for column, left in self._taken.items() if left > 1}
        self._row = None

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        while len(self._row) in self._taken:
            self._row.append("")
        column, (wide, high) = len(self._row), self._span
        wide = min(wide, max(1, self._limits["columns"] - column))
        if self._writing:
            self.extras.note_font(column, len(self.rows) + len(self._outside) + 1, self._writing)
        self._row.append("\n".join(line.strip() for line in "".join(self._cell).split("\n") if line.strip()))
        self._row += [""] * (wide - 1)
        if high > 1:
            self._taken |= dict.fromkeys(range(column, column + wide), high)
        self._cell = None

    def _add(self, row: list[str]) -> None:
        self.rows.append(row)
        if len(self.rows) > self._limits["rows"]:
            raise RefusedError("too_many_rows", sheet=_NAME, limit=self._limits["rows"])

    def _note_font(self, given: dict[str, str]) -> None:
        family = _FAMILY.search(given.get("style", ""))
        for font in (given.get("face", ""), family[1] if family else ""):
            self._writing = writing_in(font.split(",")[0]) or self._writing
        self._writing = self._fonts.get(f".{given.get('class', '')}", "") or self._writing

    def _take_styles(self, css: str) -> None:
        for names, content in _RULE.findall(css):
            family = _FAMILY.search(content)
            if family and (writing := writing_in(family[1].split(",")[0])):
                self._fonts |= dict.fromkeys((name.strip().removeprefix("td") or "td" for name in names.split(",")), writing)


def _number(text: str) -> int:
    return min(int(text), 1000) if text.isdecimal() and text.isascii() and 0 < len(text) <= 6 and int(text) else 1  # noqa: PLR2004
