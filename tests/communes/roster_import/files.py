"""Files as villages send them, made in the test: workbooks with their looks, old and new, pages, texts; and what is read."""

import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from communes.roster_import.bounds import Bounds
from communes.roster_import.container import kind_of
from communes.roster_import.decoding import convert
from communes.roster_import.findings import Finding
from communes.roster_import.persons import Reading
from communes.roster_import.reader import Table, tables_in
from communes.roster_import.records import Roster
from communes.roster_import.rows import Choices, EthnicNames, Sheet, ethnic_index, read_roster, understand
from communes.roster_import.sandbox.program import answer
from communes.roster_import.villages import VillageName, Villages, commune_keys

DAY = date(2026, 10, 5)
LIMITS = Bounds()
Rows = Sequence[Sequence[Any]]
VILLAGES = Villages(
    [VillageName("24364001", "thon", "1"), VillageName("24364002", "to_dan_pho", "2 Cư Êbur")], commune_keys(["Phú Xuân"])
)
GROUPS = ethnic_index(
    [
        EthnicNames("kinh", ("Kinh", "Việt"), ("01", "01")),
        EthnicNames("ede", ("Ê Đê", "Rhade"), ("12", "11")),
        EthnicNames("ba_na", ("Ba Na",), ("13", "12")),
        EthnicNames("hmong", ("Mông", "H'Mông"), ("08", "08")),
    ]
)


def tables_of(data: bytes) -> list[Table]:
    """The tables of a file that is known to be harmless: read as ever, but not in a process of its own."""
    return tables_in(answer(data, kind_of(data, LIMITS), LIMITS.as_dict()))


def sheets_of(data: bytes, **choices: Any) -> list[Sheet]:
    """The sheets of a file that were understood."""
    made = Choices(**choices)
    return understand(convert(tables_of(data), made.decoding).tables, made)


def roster_of(data: bytes, *, villages: Villages = VILLAGES, village: str = "24364001", **choices: Any) -> Roster:
    """What a file says, without a database."""
    made = Choices(village=village, **choices)
    text = convert(tables_of(data), made.decoding)
    return read_roster(understand(text.tables, made), villages, made, Reading(DAY, GROUPS), text.undecided)


def people_in(roster: Roster) -> list[tuple[Any, ...]]:
    """Household number, name, sex, birth, relation of everyone, in the order of the file."""
    return [
        (household.number, person.full_name, str(person.sex), person.birth_date or person.birth_year, str(person.relation))
        for household in roster.households
        for person in household.people
    ]


def findings_in(roster: Roster) -> list[Finding]:
    """Everything that is said about the rows."""
    return [found for household in roster.households for person in household.people for found in person.findings]


def errors_in(roster: Roster) -> list[str]:
    """The codes of all errors."""
    return [found.code for found in findings_in(roster) if found.is_error]


def book(
    sheets: dict[str, Rows],
    *,
    merged: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
    fonts: dict[int, str] | None = None,
    epoch_1904: bool = False,
    formats: dict[tuple[int, int], str] | None = None,
    constant: bool = False,
) -> bytes:
    """An .xlsx. `fonts` by column index, number `formats` by (row, column), both from 0; ranges "A1:C1" of every sheet merged."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": epoch_1904, "constant_memory": constant})
    styles = {column: made.add_format({"font_name": name}) for column, name in (fonts or {}).items()}
    days = {at: made.add_format({"num_format": code}) for at, code in (formats or {}).items()}
    for name, rows in sheets.items():
        page = made.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                page.write(number, column, value, days.get((number, column)) or styles.get(column))
        for where in merged:
            first = where.split(":")[0]
            page.merge_range(where, _at(rows, first))
        for number in hidden_rows:
            page.set_row(number - 1, None, None, {"hidden": True})
        for column in hidden_columns:
            page.set_column(column, column, None, None, {"hidden": True})
    made.close()
    return out.getvalue()


def _at(rows: Rows, cell: str) -> Any:
    row, column = int(cell[1:]) - 1, ord(cell[0]) - ord("A")
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""


def rezipped(data: bytes, changed: dict[str, bytes] | None = None, dropped: Sequence[str] = ()) -> bytes:
    """A zip with some members replaced, added or dropped."""
    changes = dict(changed or {})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if entry.filename not in dropped:
                target.writestr(entry.filename, changes.pop(entry.filename, None) or source.read(entry))
        for name, content in changes.items():
            target.writestr(name, content)
    return out.getvalue()


def member(data: bytes, name: str) -> bytes:
    """One member of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def html(rows: Rows, *, charset: str = "utf-8", style: str = "", before: str = "") -> bytes:
    """A page with one table, as sites export it under the name of a workbook."""
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in rows)
    page = (
        f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="{charset}"><style>{style}</style></head>'
        f"<body>{before}<table border=1>{lines}</table></body></html>"
    )
    return page.encode(charset)


def xml_of_2003(rows: Rows) -> bytes:
    """A workbook of Excel 2003 in XML, of one sheet."""

    def filled(cell: Any) -> str:
        kind = "Number" if isinstance(cell, int | float) else "String"
        return f'<Cell><Data ss:Type="{kind}">{cell}</Data></Cell>' if cell != "" else "<Cell/>"

    lines = "".join(f"<Row>{''.join(map(filled, row))}</Row>" for row in rows)
    page = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="Trang 1"><Table>{lines}</Table></Worksheet></Workbook>'
    )
    return page.encode()


def ods(rows: Rows, *, font: str = "", hidden_row: int = 0, trailing: int = 0) -> bytes:
    """An .ods of one sheet of texts, in a font for all cells if one is named, with empty rows repeated at its end."""
    lines = []
    for number, row in enumerate(rows, 1):
        visibility = ' table:visibility="collapse"' if number == hidden_row else ""
        cells = "".join(
            f'<table:table-cell table:style-name="ce1" office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            if cell != ""
            else '<table:table-cell table:style-name="ce1"/>'
            for cell in row
        )
        lines.append(f"<table:table-row{visibility}>{cells}</table:table-row>")
    if trailing:
        lines.append(
            f'<table:table-row table:number-rows-repeated="{trailing}"><table:table-cell table:number-columns-repeated="16384"/>'
            "</table:table-row>"
        )
    namespaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in {
            "office": "office",
            "table": "table",
            "text": "text",
            "style": "style",
            "fo": "xsl-fo-compatible",
        }.items()
    )
    style = (
        f'<style:style style:name="ce1" style:family="table-cell"><style:text-properties style:font-name="{font}"/></style:style>'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {namespaces}>'
        f"<office:automatic-styles>{style if font else ''}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Trang 1">{"".join(lines)}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest/>')
    return out.getvalue()


def xls(rows: Rows, *, font: str = "Arial", hidden_row: int = 0, epoch_1904: bool = False, name: str = "Trang 1") -> bytes:
    """An .xls as Excel 97 to 2003 wrote it: BIFF8 records in an OLE2 container."""
    stream = _biff8(rows, font=font, hidden_row=hidden_row, epoch_1904=epoch_1904, name=name)
    return _ole2(stream.ljust(4096, b"\0"))


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _short(text: str) -> bytes:
    return struct.pack("<BB", len(text), 1) + text.encode("utf-16-le")


def _biff8(rows: Rows, *, font: str, hidden_row: int, epoch_1904: bool, name: str) -> bytes:
    fonts = b"".join(
        _record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _short(face)) for face in ("Arial", font)
    )
    styles = b"".join(_record(0xE0, struct.pack("<HHH", number, 0, 0xFFF5) + bytes(14)) for number in (0, 1))
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 0x0606))
    head = begin + _record(0x42, struct.pack("<H", 1200)) + _record(0x22, struct.pack("<H", epoch_1904)) + fonts + styles
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 0x0606))
    sheet += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for number, row in enumerate(rows):
        options = 0x20 if number + 1 == hidden_row else 0
        sheet += _record(0x208, struct.pack("<HHHHHHHH", number, 0, len(row), 255, 0, 0, options | 0x100, 0))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            at = struct.pack("<HHH", number, column, 1)
            if isinstance(value, int | float):
                sheet += _record(0x203, at + struct.pack("<d", value))
            elif value:
                text = value.encode("utf-16-le")
                sheet += _record(0x204, at + struct.pack("<HB", len(text) // 2, 1) + text)
    sheet += _record(0x0A)
    listed = len(_record(0x85, bytes(6) + _short(name))) + len(_record(0x0A))
    return head + _record(0x85, struct.pack("<IH", len(head) + listed, 0) + _short(name)) + _record(0x0A) + sheet


def _ole2(stream: bytes) -> bytes:
    """One stream called "Workbook" in a container of sectors of 512 bytes."""
    count = -(-len(stream) // 512)
    tables = -(-(count + 2) // 126)
    chain = [*range(1, count), 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFD] * tables]
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<5I", tables, count, 0, 4096, 0xFFFFFFFE) + struct.pack("<III", 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", *range(count + 1, count + 1 + tables), *[0xFFFFFFFF] * (109 - tables))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        label = (name + "\0").encode("utf-16-le").ljust(64, b"\0")
        links = struct.pack("<HBBIII", (len(name) + 1) * 2 if name else 0, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return (label + links).ljust(116, b"\0") + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 0, len(stream))
    directory += entry("", 0, 0xFFFFFFFF, 0, 0) * 2
    body = stream.ljust(count * 512, b"\0") + directory + struct.pack(f"<{len(chain)}I", *chain)
    return header.ljust(512, b"\0") + body


def only(tables: list[Table]) -> Table:
    """The one table of a file."""
    (table,) = tables
    return table
