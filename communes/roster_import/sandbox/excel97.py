"""What calamine does not tell of an .xls: hidden rows and columns, old fonts, days from 1904 ([MS-XLS], BIFF8)."""

import struct
from collections.abc import Iterator

from communes.roster_import.sandbox.fonts import writing_in
from communes.roster_import.sandbox.ole2 import BrokenContainerError, Container
from communes.roster_import.sandbox.refused import RefusedError
from communes.roster_import.sandbox.sheets import Extras, Limits, plain

_BOF, _EOF, _FILEPASS, _DATE1904, _COLINFO, _BOUNDSHEET, _FONT, _XF, _ROW = 0x809, 0x0A, 0x2F, 0x22, 0x7D, 0x85, 0x31, 0xE0, 0x208
_LABEL, _LABELSST, _FORMULA, _NUMBER, _RK, _MULRK = 0x204, 0xFD, 0x06, 0x203, 0x27E, 0xBD
_VALUES = (_LABEL, _LABELSST, _FORMULA, _NUMBER, _RK, _MULRK)
_BIFF8 = 0x0600
_ROW_IS_HIDDEN, _COLUMN_IS_HIDDEN = 0x20, 0x01
# Fonts are numbered without 4, for reasons lost in the 1980s.
_FONT_LEFT_OUT = 4

Record = tuple[int, bytes]


def look_ahead(data: bytes, limits: Limits) -> dict[str, Extras]:
    """By sheet name; nothing of what is no workbook of Excel 97 to 2003: the reader of the cells is the judge.

    Raises:
        RefusedError: a password stands before it.
    """
    try:
        stream = Container(data).stream("Workbook", "WORKBOOK")
    except (BrokenContainerError, struct.error):
        return {}
    book = _Book(limits)
    try:
        for at, kind, content in _records(stream):
            book.take(at, kind, content)
    except (struct.error, IndexError):
        pass
    return book.known()


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


class _Book:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._names: dict[int, str] = {}
        self._fonts: list[str] = []
        self._cell_fonts: list[int] = []
        self._sheets: dict[int, Extras] = {}
        self._here: Extras | None = None
        self._name = ""
        self._epoch_1904 = False

    def known(self) -> dict[str, Extras]:
        """What was found, by sheet name."""
        for extras in self._sheets.values():
            extras.epoch_1904 = self._epoch_1904
        return {name: self._sheets[at] for at, name in self._names.items() if at in self._sheets}

    def take(self, at: int, kind: int, content: bytes) -> None:
        """One record: of the workbook as a whole, or of the sheet begun last."""
        if kind == _BOF:
            (version,) = struct.unpack_from("<H", content)
            self._here = self._sheets.setdefault(at, Extras()) if at and version == _BIFF8 else None
            self._name = plain(self._names.get(at, ""))
        elif kind == _EOF:
            self._here = None
        elif kind == _FILEPASS:
            raise RefusedError("password")
        elif self._here is None:
            self._take_global(kind, content)
        else:
            self._take_of_sheet(self._here, kind, content)

    def _take_global(self, kind: int, content: bytes) -> None:
        if kind == _DATE1904:
            self._epoch_1904 = content[:1] == b"\x01"
        elif kind == _BOUNDSHEET:
            (at,) = struct.unpack_from("<I", content)
            self._names[at] = _text(content[6:])
        elif kind == _FONT:
            if len(self._fonts) == _FONT_LEFT_OUT:
                self._fonts.append("")
            self._fonts.append(writing_in(_text(content[14:])))
        elif kind == _XF:
            self._cell_fonts.append(struct.unpack_from("<H", content)[0])

    def _take_of_sheet(self, extras: Extras, kind: int, content: bytes) -> None:
        if kind in _VALUES:
            row, column, style = struct.unpack_from("<3H", content)
            if column >= self._limits["columns"]:
                raise RefusedError("too_many_columns", sheet=self._name, limit=self._limits["columns"])
            if kind not in (_LABEL, _LABELSST, _FORMULA):
                return
            font = self._cell_fonts[style] if style < len(self._cell_fonts) else 0
            if font < len(self._fonts) and (writing := self._fonts[font]):
                extras.note_font(column, row + 1, writing)
        elif kind == _ROW:
            (row,) = struct.unpack_from("<H", content)
            (options,) = struct.unpack_from("<H", content, 12)
            if options & _ROW_IS_HIDDEN:
                extras.hidden_rows.append(row + 1)
        elif kind == _COLINFO:
            first, last, _, _, options = struct.unpack_from("<5H", content)
            if options & _COLUMN_IS_HIDDEN:
                extras.hidden_columns += range(first, min(last + 1, self._limits["columns"]))


def _text(content: bytes) -> str:
    """A short string: its length, whether its letters take two bytes, and they."""
    length, wide = content[0], content[1] & 1
    return content[2 : 2 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1", errors="replace")
