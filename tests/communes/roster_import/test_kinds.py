"""Every kind of file that a roster comes in, and every encoding: the same people come out."""

import unicodedata

import pytest

from communes.roster_import.bounds import Bounds
from communes.roster_import.reader import read
from tests.communes.roster_import.files import (
    Rows,
    book,
    html,
    member,
    ods,
    only,
    people_in,
    rezipped,
    roster_of,
    xls,
    xml_of_2003,
)

LIMITS = Bounds()
TITLES = ["STT hộ", "Họ và tên", "Năm sinh", "Quan hệ"]
ROWS: Rows = [TITLES, [1, "Trần Thị Hòa", 1980, "Chủ hộ"], ["", "Đặng Văn Đức", 1970, "Chồng"]]
PEOPLE = [("1", "Trần Thị Hòa", "", 1980, "head"), ("1", "Đặng Văn Đức", "", 1970, "spouse")]
TEXTS = [[str(cell) for cell in row] for row in ROWS]
SHEET = "xl/worksheets/sheet1.xml"
STRICT_PARTS = ("workbook.xml", "_rels/workbook.xml.rels", "styles.xml", "sharedStrings.xml")


def csv(delimiter: str = ";") -> str:
    """The rows as text."""
    return "".join(delimiter.join(row) + "\r\n" for row in TEXTS)


def cp1258(text: str) -> bytes:
    """Text in the code page of Vietnamese Windows, where tones are letters of their own."""
    out = bytearray()
    for letter in text:
        base, tone = letter, b""
        for mark, byte in {"\u0300": b"\xcc", "\u0309": b"\xd2", "\u0303": b"\xde", "\u0301": b"\xec", "\u0323": b"\xf2"}.items():
            parts = unicodedata.normalize("NFD", letter)
            if mark in parts:
                base, tone = unicodedata.normalize("NFC", parts.replace(mark, "")), byte
        out += base.encode("cp1258") + tone
    return bytes(out)


@pytest.mark.parametrize(
    "data",
    [
        csv().encode(),
        csv(",").encode("utf-8-sig"),
        csv("\t").encode("utf-16"),
        csv("\t").encode("utf-16-le"),
        csv("\t").encode("utf-16-be"),
        cp1258(csv()),
        unicodedata.normalize("NFD", csv("|")).encode(),
        b"sep=;\r\n" + csv().encode(),
        book({"Sheet1": ROWS}),
        xls(ROWS),
        ods(TEXTS, trailing=1_048_000),
        xml_of_2003(ROWS),
        html(ROWS),
        html(ROWS, charset="utf-16"),
        html(ROWS, before="<!-- export --><h2>DANH SÁCH</h2><p>Thôn 1</p>"),
    ],
    ids=[
        "utf-8", "utf-8 with mark", "utf-16 with mark", "utf-16 little", "utf-16 big", "windows-1258", "parted accents",
        "declared separator", "xlsx", "xls", "ods", "xml of 2003", "html", "html in utf-16", "html with titles",
    ],
)  # fmt: skip
def test_every_kind_of_file_tells_of_the_same_people(data: bytes) -> None:
    assert people_in(roster_of(data)) == PEOPLE


def test_a_workbook_with_macros_is_read_and_its_macros_are_not() -> None:
    types = member(book({"Sheet1": ROWS}), "[Content_Types].xml").replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
    macros = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)

    data = rezipped(book({"Sheet1": ROWS}), {"[Content_Types].xml": types, "xl/vbaProject.bin": macros})

    assert people_in(roster_of(data)) == PEOPLE


def test_cells_merged_in_a_page_stay_where_a_workbook_has_them() -> None:
    page = (
        "<table><tr><td rowspan=2>Số hộ</td><td rowspan=2>Họ tên</td><td colspan=2>Năm sinh</td></tr>"
        "<tr><td>Nam</td><td>Nữ</td></tr>"
        "<tr><td rowspan=2>1</td><td>Lò&nbsp;Văn<br>Bình</td><td>1968</td><td></td></tr>"
        "<tr><td>Trần Thị H&#242;a</td><td></td><td>1970</td></tr></table>"
    )

    assert only(read(page.encode(), LIMITS)).rows == [
        ["Số hộ", "Họ tên", "Năm sinh"],
        ["", "", "Nam", "Nữ"],
        ["1", "Lò Văn\nBình", "1968"],
        ["", "Trần Thị Hòa", "", "1970"],
    ]


def test_tables_and_text_of_a_page_are_rows_below_each_other_and_scripts_are_nothing() -> None:
    page = (
        "<html><script>var a = '<td>x</td>';</script><style>td{color:red}</style><h1>DANH SÁCH</h1><table><tr><td>"
        "<table><tr><td>Thôn 1</td></tr></table></td></tr></table><table><tr><th>Họ tên</th><td>Năm sinh</td></tr></table></html>"
    )

    assert [row for row in only(read(page.encode(), LIMITS)).rows if row] == [["DANH SÁCH"], ["Thôn 1"], ["Họ tên", "Năm sinh"]]


def test_a_quote_that_kept_exported_text_from_being_a_formula_is_taken_off() -> None:
    table = only(read("Họ tên;Ghi chú\nAn;'=1+1\nBình;'+84912345678\nChi;'quote'\n".encode(), LIMITS))

    assert [row[1] for row in table.rows[1:]] == ["=1+1", "+84912345678", "'quote'"]


def test_a_workbook_of_the_strict_standard_is_read() -> None:
    data = book({"Sheet1": ROWS})
    strict = {
        name: member(data, name)
        .replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name in (
            SHEET,
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
            "xl/styles.xml",
            "xl/sharedStrings.xml",
            "_rels/.rels",
        )
    }

    assert people_in(roster_of(rezipped(data, strict))) == PEOPLE
