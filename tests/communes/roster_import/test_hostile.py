"""Files that mean harm, or look as if: one clear message, or what is readable, within the bounds. And every kind of file."""

import io
import struct
import time
import zipfile

import pytest

from communes.roster_import.bounds import Bounds, bounds
from communes.roster_import.reader import Table, read
from communes.roster_import.refusals import MESSAGES, RefusalError
from literacy_portal.kit.throwaway import MIB
from tests.communes.roster_import.files import (
    Rows,
    book,
    html,
    member,
    ods,
    only,
    rezipped,
    xls,
)

LIMITS = Bounds()
TITLES = ["STT hộ", "Họ và tên", "Năm sinh", "Quan hệ"]
ROWS: Rows = [TITLES, [1, "Trần Thị Hòa", 1980, "Chủ hộ"], ["", "Đặng Văn Đức", 1970, "Chồng"]]
PEOPLE = [("1", "Trần Thị Hòa", "", 1980, "head"), ("1", "Đặng Văn Đức", "", 1970, "spouse")]
SHEET = "xl/worksheets/sheet1.xml"
STRICT_PARTS = ("workbook.xml", "_rels/workbook.xml.rels", "styles.xml", "sharedStrings.xml")
TEXTS = [[str(cell) for cell in row] for row in ROWS]


def refused(data: bytes, limits: Bounds = LIMITS) -> str:
    """The code with which the file is refused, quickly and in words."""
    begun = time.monotonic()
    with pytest.raises(RefusalError) as refusal:
        read(data, limits)
    assert "%(" not in refusal.value.message
    assert refusal.value.code in MESSAGES
    assert time.monotonic() - begun < 15
    return refusal.value.code


def with_sheet(cells: bytes, head: bytes = b"") -> bytes:
    """A workbook whose only sheet holds this XML between its rows' tags."""
    xml = b'<?xml version="1.0"?>' + head
    xml += b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
    return rezipped(book({"Sheet1": [["a"]]}), {SHEET: xml % cells})


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>',
        b"<row><c><v>1</v></c>" + b"<c><v>1</v></c>" * 16_383 + b"</row>",
    ],
    ids=["far corners", "far corners, other quotes", "16,384 columns", "16,384 columns without addresses"],
)  # fmt: skip
def test_cells_far_away_are_refused_at_once(cells: bytes) -> None:
    assert refused(with_sheet(cells)) == "too_many_columns"


def test_far_cells_of_an_old_workbook_are_refused_at_once() -> None:
    assert refused(xls([*ROWS, [*[""] * 255, "x"]])) == "too_many_columns"


def test_cells_of_a_page_that_span_thousands_are_bounded() -> None:
    page = "<table><tr>" + "<td colspan=1000>x</td>" * 5000 + "</tr></table>"

    assert refused(page.encode()) == "too_many_columns"


def test_cells_repeated_without_end_are_refused() -> None:
    page = member(ods(TEXTS), "content.xml")

    def with_row(row: str, cell: str) -> bytes:
        text = f'<table:table-cell office:value-type="string"{cell}><text:p>x</text:p></table:table-cell>'
        added = f"<table:table-row{row}>{text}</table:table-row></table:table>".encode()
        return rezipped(ods(TEXTS), {"content.xml": page.replace(b"</table:table>", added)})

    assert refused(with_row("", ' table:number-columns-repeated="16384"')) == "too_many_columns"
    assert refused(with_row(' table:number-rows-repeated="1048576"', "")) == "too_many_rows"


def test_a_member_that_unpacks_to_more_than_it_says_is_damaged() -> None:
    size = 40 * MIB
    data = bytearray(rezipped(book({"Sheet1": ROWS}), {SHEET: b" " * size}))
    at, lies = 0, 0
    while (at := data.find(SHEET.encode(), at + 1)) > 0:
        for before_the_name in (8, 22):
            if data[at - before_the_name : at - before_the_name + 4] == struct.pack("<I", size):
                data[at - before_the_name : at - before_the_name + 4] = struct.pack("<I", 100)
                lies += 1

    assert lies == 2
    assert refused(bytes(data)) == "damaged"


def test_a_bomb_is_refused_by_what_it_would_unpack_to() -> None:
    assert refused(rezipped(book({"Sheet1": ROWS}), {"xl/media/image1.bin": bytes(60 * MIB)})) == "bomb"


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml"])
def test_texts_that_a_file_declares_for_itself_are_never_expanded(part: str) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    whole = member(book({"Sheet1": ROWS}), part)
    head, rest = whole.split(b"?>", 1)

    assert refused(rezipped(book({"Sheet1": ROWS}), {part: head + b"?>" + laughs + rest})) == "entities"


def test_texts_declared_in_other_formats_are_refused_too() -> None:
    content = member(ods(TEXTS), "content.xml").replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "ha">]>', 1)
    table = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'

    assert (refused(rezipped(ods(TEXTS), {"content.xml": content})), refused(table.encode())) == ("entities", "entities")


def test_links_to_other_files_are_not_followed_and_their_last_values_are_read() -> None:
    link = b'<externalLink xmlns="x"><externalBook r:id="rId1" xmlns:r="y"/></externalLink>'
    target = (
        b'<Relationships><Relationship Id="rId1" Target="http://127.0.0.1:9/book.xlsx" TargetMode="External"/></Relationships>'
    )
    row = b'<row r="1"><c r="A1" t="str"><f>[1]Sheet1!A1</f><v>An</v></c><c r="B1"><f>WEBSERVICE("http://127.0.0.1:9")</f><v>2</v></c></row>'
    links = {"xl/externalLinks/externalLink1.xml": link, "xl/externalLinks/_rels/externalLink1.xml.rels": target}

    assert only(read(rezipped(with_sheet(row), links), LIMITS)).rows == [["An", 2]]


def test_a_formula_that_failed_is_shown_as_excel_shows_it() -> None:
    failed = b'<c r="B1" t="e"><f>VLOOKUP(1,2,3)</f><v>#N/A</v></c>'
    row = b'<row r="1"><c r="A1"><v>1</v></c>' + failed + b'<c r="C1" t="str"><v>An</v></c></row>'

    assert only(read(with_sheet(row), LIMITS)).rows == [[1, "#N/A", "An"]]


def test_a_picture_in_a_cell_is_told_as_excel_of_before_shows_it() -> None:
    row = b'<row r="1"><c r="A1" t="e" vm="1"><v>#VALUE!</v></c><c r="B1"><v>2</v></c></row>'

    assert only(read(with_sheet(row), LIMITS)).rows == [["#VALUE!", 2]]


def test_two_sheets_of_one_name_are_refused_by_that_name() -> None:
    data = book({"Thôn 1": ROWS, "Thôn 2": ROWS})
    names = member(data, "xl/workbook.xml").replace("Thôn 2".encode(), "Thôn 1".encode())

    with pytest.raises(RefusalError) as refusal:
        read(rezipped(data, {"xl/workbook.xml": names}), LIMITS)

    assert (refusal.value.code, refusal.value.params) == ("same_sheets", {"sheet": "Thôn 1"})


def test_sheets_whose_parts_stand_in_another_order_keep_their_own_hidden_rows() -> None:
    data = book({"Thôn 1": ROWS, "Thôn 2": ROWS}, hidden_rows=[2])
    plain = member(book({"Thôn 1": ROWS, "Thôn 2": ROWS}), SHEET)
    swapped = member(data, "xl/workbook.xml").replace(b'r:id="rId1"', b'r:id="rIdX"').replace(b'r:id="rId2"', b'r:id="rId1"')

    tables = read(rezipped(data, {SHEET: plain, "xl/workbook.xml": swapped.replace(b"rIdX", b"rId2")}), LIMITS)

    assert [(table.name, table.hidden_rows) for table in tables] == [("Thôn 1", frozenset({2})), ("Thôn 2", frozenset())]


def test_nothing_invisible_comes_in() -> None:
    cells = "\u202eAn\u202c", "\u200eBình\u200f", "Chi\x07", "Dung\ufeff", "\u2066Em\u2069"
    lines = "Họ tên;Năm sinh\n" + "".join(f"{cell};1980\n" for cell in cells)

    table = only(read(lines.encode(), LIMITS))

    assert [row[0] for row in table.rows[1:]] == ["An", "Bình", "Chi", "Dung", "Em"]


def test_nul_bytes_make_a_file_no_text() -> None:
    assert refused(b"H\0\0o ten;Nam sinh\nAn;1980\n") == "not_a_spreadsheet"


def test_a_cell_of_a_million_characters_is_refused_wherever_it_stands() -> None:
    long = "x" * 1_000_000
    cell = f'<row r="1"><c r="A1" t="str"><v>{long}</v></c></row>'.encode()

    assert [refused(data) for data in (with_sheet(cell), html([[long]]), ods([[long]]), f"a;{long}\n".encode())] == [
        "cell_too_long"
    ] * 4


@pytest.mark.parametrize("kind", ["agile", "filepass"])
def test_a_password_is_named_as_the_reason(kind: str) -> None:
    data = xls(ROWS)
    if kind == "agile":
        data = data.replace("Workbook".encode("utf-16-le") + bytes(16), "EncryptedPackage".encode("utf-16-le"), 1)
    else:
        data = data.replace(struct.pack("<HHH", 0x42, 2, 1200), struct.pack("<HHH", 0x2F, 2, 0), 1)

    assert refused(data) == "password"


def test_a_password_of_an_open_document_is_named_as_the_reason() -> None:
    manifest = b'<?xml version="1.0"?><manifest><encryption-data checksum="x"/></manifest>'

    assert refused(rezipped(ods(TEXTS), {"META-INF/manifest.xml": manifest})) == "password"


def test_a_zip_whose_members_are_locked_is_refused_for_its_password() -> None:
    data = bytearray(book({"Sheet1": ROWS}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            data[at + offset] |= 1

    assert refused(bytes(data)) == "password"


def test_a_file_cut_anywhere_is_refused_or_read() -> None:
    for data in (book({"Sheet1": ROWS}), xls(ROWS), ods(TEXTS)):
        for share in (0.1, 0.5, 0.9, 0.99):
            assert _outcome(data[: int(len(data) * share)]) in {"read", *MESSAGES}


def test_a_workbook_hidden_in_a_document_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", b"text")
        archive.writestr("word/embeddings/book.xlsx", book({"Sheet1": ROWS}))

    assert refused(out.getvalue()) == "not_a_spreadsheet"


def test_the_bounds_are_those_of_the_settings(settings: object) -> None:
    settings.ROSTER_READ_SECONDS, settings.ROSTER_READ_MEGABYTES = 7, 300  # type: ignore[attr-defined]

    assert (bounds().processor_seconds, bounds().seconds, bounds().memory_bytes) == (7, 21, 300 * MIB)


def _outcome(data: bytes) -> str:
    try:
        tables = read(data, LIMITS)
    except RefusalError as refusal:
        return refusal.code
    assert all(isinstance(table, Table) for table in tables)
    return "read"
