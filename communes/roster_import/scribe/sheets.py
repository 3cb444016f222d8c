"""One sheet with notes: only the rows that get one are taken apart, all others are copied byte by byte."""

import re
from dataclasses import dataclass, field
from typing import Any

from communes.roster_import.scribe.formats import Formats
from communes.roster_import.scribe.markup import (
    ILLEGAL,
    column_name,
    column_of,
    end_at,
    is_one_tag,
    parse,
    prefix_at,
    spliced,
    tag_at,
    with_attributes,
)

_DIMENSION = re.compile(rb'(<(?:[\w.-]+:)?dimension\s[^>]*?ref="[A-Z]+\d+:)([A-Z]+)(\d+")')
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
_NOTE_WIDTH = 70


@dataclass(slots=True)
class Cell:
    """Where a cell stands in the XML, and the number of its format."""

    column: int
    format: int
    start: int
    end: int = 0


@dataclass(slots=True)
class Row:
    """A row that gets a note, with its cells in order; `inner_end` is where its closing tag stands."""

    number: int
    start: int
    cells: list[Cell] = field(default_factory=list)
    inner_end: int = 0


def with_notes(xml: bytes, formats: Formats, edits: dict[str, Any], column: int) -> bytes:
    """The XML of a sheet with these rows changed and the column of notes made wide."""
    layout = Layout(xml, frozenset(int(number) for number in edits))
    writer = _Writer(xml, formats, layout.prefix, column)
    pieces = [(row.start, row.inner_end, writer.written(row, edits[str(row.number)])) for row in layout.rows]
    widened = spliced(xml, [*pieces, *layout.widened(column)])
    return _DIMENSION.sub(lambda found: _reaching(found, column), widened, count=1)


def _reaching(found: re.Match[bytes], column: int) -> bytes:
    return found[1] + column_name(max(column_of(found[2].decode()), column)).encode() + found[3]


class Layout:
    """Where the wanted rows stand, and where widths of columns are told."""

    def __init__(self, xml: bytes, wanted: frozenset[int]) -> None:
        self.rows: list[Row] = []
        self.prefix = ""
        self._xml = xml
        self._wanted = wanted
        self._row: Row | None = None
        self._number, self._column = 0, -1
        self._told_to = 0
        self._widths_closed = self._data_opened = 0
        parse(xml, self._started, self._ended)

    def _started(self, name: str, about: dict[str, str], at: int) -> None:
        if name == "c":
            if self._row is not None:
                self._column = column_of(about["r"]) if "r" in about else self._column + 1
                self._row.cells.append(Cell(self._column, int(about.get("s", 0)), at))
        elif name == "row":
            self._number, self._column = int(about["r"]) if "r" in about else self._number + 1, -1
            self._row = Row(self._number, at) if self._number in self._wanted else None
        elif name == "col":
            self._told_to = max(self._told_to, int(about["max"]))
        elif name == "sheetData":
            self._data_opened, self.prefix = at, prefix_at(self._xml, at)

    def _ended(self, name: str, at: int) -> None:
        if name == "c":
            if self._row is not None:
                self._row.cells[-1].end = end_at(self._xml, self._row.cells[-1].start, at)
        elif name == "row":
            # A row that is one tag holds no cell, and nobody has anything to say about it.
            if self._row is not None and not is_one_tag(self._xml, self._row.start):
                self._row.inner_end = at
                self.rows.append(self._row)
            self._row = None
        elif name == "cols":
            self._widths_closed = at

    def widened(self, column: int) -> list[tuple[int, int, bytes]]:
        """The width of the column of notes, unless the user has told one."""
        if self._told_to > column:
            return []
        p, number = self.prefix, column + 1
        col = f'<{p}col min="{number}" max="{number}" width="{_NOTE_WIDTH}" customWidth="1"/>'
        at = self._widths_closed or self._data_opened
        return [(at, at, (col if self._widths_closed else f"<{p}cols>{col}</{p}cols>").encode())]


class _Writer:
    """Writes rows anew."""

    def __init__(self, xml: bytes, formats: Formats, prefix: str, column: int) -> None:
        self._xml = xml
        self._formats = formats
        self._prefix = prefix
        self._column = column

    def written(self, row: Row, edit: dict[str, Any]) -> bytes:
        """A row with its note, its marks and its corrected cells; the cells in between as they were."""
        tag = tag_at(self._xml, row.start)
        known = {cell.column: cell for cell in row.cells}
        marks, texts = ({int(key): one for key, one in edit[name].items()} for name in ("marks", "texts"))
        made = {column: self._cell(row, column, known.get(column), marks, texts.get(column)) for column in {*marks, *texts}}
        made[self._column] = self._text_cell(
            row.number, self._column, self._formats.note(edit["tone"]) if edit["note"] else 0, edit["note"]
        )
        # The optimisation "spans" would be wrong now; without it the row is read all the same.
        out, at = [with_attributes(tag, spans="")], row.start + len(tag)
        waiting = sorted(made)
        for cell in row.cells:
            out.append(self._xml[at : cell.start])
            while waiting and waiting[0] < cell.column:
                out.append(made[waiting.pop(0)])
            out.append(made.get(cell.column) or self._xml[cell.start : cell.end])
            waiting = [column for column in waiting if column != cell.column]
            at = cell.end
        return b"".join([*out, *(made[column] for column in waiting), self._xml[at : row.inner_end]])

    def _cell(self, row: Row, column: int, cell: Cell | None, marks: dict[int, str], text: str | None) -> bytes:
        """A cell in a colour and, where it was corrected, with its new text; a formula stays a formula."""
        number = self._formats.coloured(cell.format if cell else 0, marks.get(column, "good"))
        inner = self._xml[cell.start : cell.end] if cell else b""
        if cell is None or (text is not None and not _FORMULA.search(inner)):
            return self._text_cell(row.number, column, number, text or "")
        tag = tag_at(inner, 0)
        return with_attributes(tag, s=str(number)) + inner[len(tag) :]

    def _text_cell(self, row: int, column: int, number: int, text: str) -> bytes:
        p, name = self._prefix, f"{column_name(column)}{row}"
        if not text:
            return f'<{p}c r="{name}" s="{number}"/>'.encode()
        shown = ILLEGAL.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        inner = f'<{p}is><{p}t xml:space="preserve">{shown}</{p}t></{p}is>'
        # ASCII with references reads the same in whatever encoding the part declares.
        return f'<{p}c r="{name}" s="{number}" t="inlineStr">{inner}</{p}c>'.encode("ascii", "xmlcharrefreplace")
