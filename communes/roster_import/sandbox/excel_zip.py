"""What calamine does not tell of an .xlsx or .xlsm: hidden rows and columns, old fonts, failed formulas, days from 1904.

The sheets are searched as bytes: they are the bulk of a file, and a search costs a tenth of parsing them.
"""

import posixpath
import re

from communes.roster_import.sandbox.fonts import mentions_any, writing_in
from communes.roster_import.sandbox.refused import RefusedError
from communes.roster_import.sandbox.sheets import Extras, Limits, plain
from communes.roster_import.sandbox.zip_parts import Attributes, Parts, walk

_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb"""\br=["'](\d{1,9})["']""")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_COLUMNS = re.compile(rb"""<(?:\w+:)?col\b(?=[^>]*\bhidden=["'](?:1|true)["'])([^>]*)>""")
_FROM_TO = re.compile(rb"""\b(min|max)=["'](\d{1,5})["']""")
# Cells with a value (`<c …>`, not the formatted but empty `<c …/>`) right of column 200 or in a row of six digits and more.
# Searched as programs write them, which takes an eighth of the time, unless someone has written them otherwise.
_USUALLY, _ANYHOW, _OTHERWISE = rb' r="', rb"""\br=["']""", (b"\tr=", b"\nr=", b"\rr=", b"r='")
_FAR_COLUMN = rb"""(?:[A-Z]{3,}|[H-Z][A-Z]|G[S-Z])\d+["'][^>]*(?<!/)>"""
_FAR_ROW = rb"""[A-Z]{1,3}(\d{6,})["'][^>]*(?<!/)>"""
_CELL = re.compile(rb"""<(?:\w+:)?c\b([^>]*)(?<!/)>(?:[^<]*(?:<(?:\w+:)?f\b[^>]*/>|<(?:\w+:)?f\b.{0,9000}?</(?:\w+:)?f>))?(?:\s*<(?:\w+:)?v>([^<]*)<)?""", re.DOTALL)  # fmt: skip # noqa: E501 -- one expression
_AT = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_STYLE = re.compile(rb"""\bs=["'](\d{1,6})["']""")
_TYPE = re.compile(rb"""\bt=["'](\w+)["']""")


def look_ahead(data: bytes, limits: Limits) -> dict[str, Extras]:
    """By sheet name; refuses used ranges beyond the limits before a reader builds their grid."""
    parts = Parts(data)
    names, epoch_1904 = _sheets(parts)
    styles, strings = _legacy_styles(parts.read("xl/styles.xml")), _legacy_strings(parts.read("xl/sharedStrings.xml"))
    known: dict[str, Extras] = {}
    for name, path in names.items():
        extras = Extras(epoch_1904=epoch_1904)
        xml = parts.read(path)
        _scan(xml, name, limits, extras)
        _note_cells(xml, styles, strings, extras)
        known[name] = extras
    return known


def _sheets(parts: Parts) -> tuple[dict[str, str], bool]:
    """Sheet name -> part, by the workbook's own list, and whether its days count from 1904."""
    targets: dict[str, str] = {}
    names: dict[str, str] = {}
    epochs: list[bool] = []

    def relation(tag: str, given: Attributes) -> None:
        if tag == "Relationship":
            target = given.get("Target", "")
            targets[given.get("Id", "")] = target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")

    def entry(tag: str, given: Attributes) -> None:
        if tag == "sheet" and given.get("id") in targets:
            names.setdefault(given.get("name", ""), targets[given["id"]])
        if tag == "workbookPr":
            epochs.append(given.get("date1904") in ("1", "true"))

    for part, tell in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", entry)):
        if xml := parts.read(part):
            walk(xml, tell)
    return names, any(epochs)


def _scan(xml: bytes, name: str, limits: Limits, extras: Extras) -> None:
    if _DOCTYPE.search(xml[:4096]):
        raise RefusedError("entities")
    at = _ANYHOW if any(written in xml for written in _OTHERWISE) else _USUALLY
    if re.search(at + _FAR_COLUMN, xml):
        raise RefusedError("too_many_columns", sheet=plain(name), limit=limits["columns"])
    if any(int(found[1]) > limits["rows"] for found in re.finditer(at + _FAR_ROW, xml)):
        raise RefusedError("too_many_rows", sheet=plain(name), limit=limits["rows"])
    if b"hidden=" in xml:
        _note_hidden(xml, limits, extras)


def _note_hidden(xml: bytes, limits: Limits, extras: Extras) -> None:
    number = 0
    for found in _ROW.finditer(xml):
        given = _ROW_NUMBER.search(found[1])
        number = int(given[1]) if given else number + 1
        if _HIDDEN.search(found[1]):
            extras.hidden_rows.append(number)
    for found in _COLUMNS.finditer(xml):
        ends = {side: int(column) for side, column in _FROM_TO.findall(found[1])}
        first, last = ends.get(b"min", 1), min(ends.get(b"max", 0), limits["columns"])
        extras.hidden_columns += range(first - 1, last)


def _note_cells(xml: bytes, styles: dict[int, str], strings: dict[int, str], extras: Extras) -> None:
    """Cells in old fonts, by their style or by the font of their shared text, and cells whose formula failed."""
    if not styles and not strings and b't="e"' not in xml:
        return
    for found in _CELL.finditer(xml):
        at, kind = _AT.search(found[1]), _TYPE.search(found[1])
        if not at or not kind:
            continue
        row, column, value = int(at[2]), _column(at[1]), found[2] or b""
        if kind[1] == b"e":
            extras.errors[row, column] = value.decode(errors="replace")[:20]
        style = _STYLE.search(found[1])
        writing = styles.get(int(style[1]), "") if style else ""
        if kind[1] == b"s" and value.strip().isdigit():
            writing = strings.get(int(value), writing)
        if writing and kind[1] in (b"s", b"str", b"inlineStr"):
            extras.note_font(column, row, writing)


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def _legacy_styles(xml: bytes) -> dict[int, str]:
    """Number of a cell style -> way of writing, for the styles with an old font."""
    if not mentions_any(xml):
        return {}
    fonts: list[str] = []
    styles: list[str] = []
    inside: list[str] = []

    def start(tag: str, given: Attributes) -> None:
        inside.append(tag)
        if inside[-2:] == ["fonts", "font"]:
            fonts.append("")
        elif tag == "name" and inside[-3:-1] == ["fonts", "font"]:
            fonts[-1] = writing_in(given.get("val", ""))
        elif inside[-2:] == ["cellXfs", "xf"]:
            number = given.get("fontId", "")
            styles.append(fonts[int(number)] if number.isdigit() and int(number) < len(fonts) else "")

    walk(xml, start, lambda _tag: inside.pop())
    return {number: writing for number, writing in enumerate(styles) if writing}


def _legacy_strings(xml: bytes) -> dict[int, str]:
    """Number of a shared text -> way of writing, for texts that carry an old font themselves."""
    if not mentions_any(xml):
        return {}
    found: dict[int, str] = {}
    count = [0]

    def start(tag: str, given: Attributes) -> None:
        if tag == "si":
            count[0] += 1
        elif tag == "rFont" and (writing := writing_in(given.get("val", ""))):
            found.setdefault(count[0] - 1, writing)

    walk(xml, start)
    return found
