"""What calamine does not tell of an .ods: hidden rows and columns, old fonts; and whether repeated cells run too far."""

from communes.roster_import.sandbox.fonts import mentions_any, writing_in
from communes.roster_import.sandbox.refused import RefusedError
from communes.roster_import.sandbox.sheets import Extras, Limits, plain
from communes.roster_import.sandbox.zip_parts import Attributes, Parts, walk

_HIDDEN = ("collapse", "filter")
_CELLS = ("table-cell", "covered-table-cell")


def is_one(data: bytes) -> bool:
    """Whether a zip is an OpenDocument spreadsheet."""
    return b"content.xml" in data and b"xl/workbook" not in data


def look_ahead(data: bytes, limits: Limits) -> dict[str, Extras]:
    """By sheet name.

    Raises:
        RefusedError: damaged, protected, with a document type, or cells with text beyond the limits.
    """
    parts = Parts(data)
    if b"encryption-data" in parts.read("META-INF/manifest.xml"):
        raise RefusedError("password")
    content, styles = parts.read("content.xml"), parts.read("styles.xml")
    fonts = _Fonts()
    if mentions_any(content) or mentions_any(styles):
        for xml in (styles, content):
            if xml:
                walk(xml, fonts.start)
    pages = _Pages(limits, fonts.writings())
    walk(content, pages.start, pages.end, pages.text)
    return pages.known


class _Fonts:
    """Collects which cell styles have an old font, directly, by a font's declaration, or from their parent style."""

    def __init__(self) -> None:
        self._families: dict[str, str] = {}
        self._fonts: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._style = ""

    def start(self, tag: str, given: Attributes) -> None:
        """Takes note of an element of the styles."""
        if tag == "font-face":
            self._families[given.get("name", "")] = given.get("font-family", "")
        elif tag == "style":
            self._style = given.get("name", "") if given.get("family") == "table-cell" else ""
            self._parents[self._style] = given.get("parent-style-name", "")
        elif tag == "text-properties" and self._style:
            named = given.get("font-name", "")
            font = given.get("font-family", "") or self._families.get(named, named)
            self._fonts[self._style] = font or self._fonts.get(self._style, "")

    def writings(self) -> dict[str, str]:
        """Name of a cell style -> way of writing, for those with an old font."""
        found = {}
        for style in self._parents:
            font = self._fonts.get(style) or self._fonts.get(self._parents[style], "")
            if style and (writing := writing_in(font)):
                found[style] = writing
        return found


class _Pages:
    """Follows the cells of all sheets, row by row."""

    def __init__(self, limits: Limits, writings: dict[str, str]) -> None:
        self.known: dict[str, Extras] = {}
        self._limits = limits
        self._writings = writings
        self._extras = Extras()
        self._name = ""
        self._row = self._rows = self._column = self._columns = self._defined = 0
        self._style = ""
        self._row_style = ""
        self._column_styles: dict[int, str] = {}
        self._has_text = False

    def start(self, tag: str, given: Attributes) -> None:
        """Takes note of an element of the content."""
        repeated = _count(given.get(f"number-{'rows' if tag == 'table-row' else 'columns'}-repeated", "1"))
        if tag == "table":
            self._name = given.get("name", "")
            self._extras = self.known.setdefault(self._name, Extras())
            self._row = self._rows = self._defined = 0
            self._column_styles = {}
        elif tag == "table-column":
            self._take_column(given, repeated)
        elif tag == "table-row":
            self._row, self._rows, self._column, self._columns = self._row + self._rows, repeated, 0, 0
            self._row_style = given.get("default-cell-style-name", "")
            if given.get("visibility") in _HIDDEN:
                last = min(self._row + repeated, self._limits["rows"])
                self._extras.hidden_rows += range(self._row + 1, last + 1)
        elif tag in _CELLS:
            self._column, self._columns = self._column + self._columns, repeated
            self._style = given.get("style-name", "")
            self._has_text = bool(given.get("value-type"))

    def text(self, characters: str) -> None:
        """Takes note that a cell is not empty."""
        self._has_text = self._has_text or bool(characters.strip())

    def end(self, tag: str) -> None:
        """Judges a cell once its content is known."""
        if tag not in _CELLS or not self._has_text:
            return
        self._has_text = False
        if self._column + self._columns > self._limits["columns"]:
            raise RefusedError("too_many_columns", sheet=plain(self._name), limit=self._limits["columns"])
        if self._row + self._rows > self._limits["rows"]:
            raise RefusedError("too_many_rows", sheet=plain(self._name), limit=self._limits["rows"])
        if not self._writings:
            return
        for column in range(self._column, self._column + self._columns):
            style = self._style or self._row_style or self._column_styles.get(column, "")
            if writing := self._writings.get(style):
                self._extras.note_font(column, self._row + 1, writing)

    def _take_column(self, given: Attributes, repeated: int) -> None:
        last = min(self._defined + repeated, self._limits["columns"])
        for column in range(self._defined, last):
            self._column_styles[column] = given.get("default-cell-style-name", "")
            if given.get("visibility") in _HIDDEN:
                self._extras.hidden_columns.append(column)
        self._defined += repeated


def _count(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= 9 else 1  # noqa: PLR2004 -- nine digits are beyond every limit
