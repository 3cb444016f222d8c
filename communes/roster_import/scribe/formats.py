"""The formats of a workbook, and those added to them: each one a copy of the user's own in another colour."""

from communes.roster_import.scribe.markup import (
    NotWritableError,
    end_at,
    is_one_tag,
    parse,
    prefix_at,
    spliced,
    tag_at,
    with_attributes,
)

_LISTS = ("fonts", "fills", "cellXfs")
_COLOURS = {"bad": "FFFFC7CE", "warn": "FFFFEB9C", "good": "FFC6EFCE", "title": "FFDDEBF7"}
_LIST, _MEMBER = 2, 3


class Formats:
    """The part of the package that holds them. A format is known by its number; `xml` gives the part with what was added."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self._opened: dict[str, int] = {}
        self._closed: dict[str, int] = {}
        self._members: dict[str, list[tuple[int, int]]] = {name: [] for name in _LISTS}
        self._path: list[tuple[str, int]] = []
        parse(xml, self._started, self._ended)
        if set(self._closed) != set(_LISTS) or not self._members["cellXfs"]:
            raise NotWritableError
        self._prefix = prefix_at(xml, self._opened["fills"])
        self._added: dict[tuple[int, str], bytes] = {}

    def _started(self, name: str, _: dict[str, str], at: int) -> None:
        self._path.append((name, at))
        if len(self._path) == _LIST and name in _LISTS:
            self._opened[name] = at

    def _ended(self, _: str, at: int) -> None:
        depth, kind = len(self._path), self._path[1][0] if len(self._path) >= _LIST else ""
        if kind in _LISTS and depth == _MEMBER:
            start = self._path[2][1]
            self._members[kind].append((start, end_at(self._xml, start, at)))
        elif kind in _LISTS and depth == _LIST and not is_one_tag(self._xml, self._opened[kind]):
            self._closed[kind] = at
        self._path.pop()

    def coloured(self, base: int, tone: str) -> int:
        """The number of a format like number `base`, in the colour of a tone."""
        start, end = self._members["cellXfs"][base if base < len(self._members["cellXfs"]) else 0]
        tag = tag_at(self._xml, start)
        copy = with_attributes(tag, fillId=str(self._fill(tone)), applyFill="1") + self._xml[start + len(tag) : end]
        return self._number(base, tone, copy)

    def note(self, tone: str) -> int:
        """The number of the format of notes: text that wraps, in a font that has the letters of Vietnamese."""
        p = self._prefix
        xf = (
            f'<{p}xf numFmtId="49" fontId="{len(self._members["fonts"])}" fillId="{self._fill(tone)}" borderId="0" xfId="0" '
            'quotePrefix="1" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">'
            f'<{p}alignment vertical="top" wrapText="1"/></{p}xf>'
        )
        return self._number(-1, tone, xf.encode())

    def _fill(self, tone: str) -> int:
        return len(self._members["fills"]) + list(_COLOURS).index(tone)

    def _number(self, base: int, tone: str, xf: bytes) -> int:
        self._added.setdefault((base, tone), xf)
        return len(self._members["cellXfs"]) + list(self._added).index((base, tone))

    def xml(self) -> bytes:
        """The part with the added formats, their fills and their font."""
        p = self._prefix
        fills = (
            f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="{colour}"/></{p}patternFill></{p}fill>'
            for colour in _COLOURS.values()
        )
        added = {
            "fonts": [f'<{p}font><{p}sz val="11"/><{p}name val="Arial"/></{p}font>'.encode()],
            "fills": [fill.encode() for fill in fills],
            "cellXfs": [*self._added.values()],
        }
        pieces = []
        for name, members in added.items():
            start, tag = self._opened[name], tag_at(self._xml, self._opened[name])
            count = str(len(self._members[name]) + len(members))
            pieces.append((start, start + len(tag), with_attributes(tag, count=count)))
            pieces.append((self._closed[name], self._closed[name], b"".join(members)))
        return spliced(self._xml, pieces)
