"""Hostile and odd files: one clear refusal, or what is readable; never a crash, never long."""

import ast
import io
import subprocess
import sys
import time
import zipfile
from dataclasses import replace

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from communes.roster_import.bounds import Bounds
from communes.roster_import.reader import read
from communes.roster_import.refusals import MESSAGES, RefusalError
from literacy_portal.kit.throwaway import MIB
from tests.communes.roster_import.rosters import A, F, roster_bytes, workbook

LIMITS = Bounds()
SHEET = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def refused(data: bytes, limits: Bounds = LIMITS) -> str:
    """The code with which the file is refused."""
    with pytest.raises(RefusalError) as refusal:
        read(data, limits)
    assert refusal.value.message
    return refusal.value.code


def outcome(data: bytes) -> str:
    """ "read", or the code of the refusal."""
    try:
        read(data, LIMITS)
    except RefusalError as refusal:
        return refusal.code
    return "read"


def with_sheet(xml: bytes) -> bytes:
    """A workbook whose first sheet is this XML."""
    source, out = zipfile.ZipFile(io.BytesIO(workbook(["a"]))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            archive.writestr(entry.filename, xml if entry.filename == "xl/worksheets/sheet1.xml" else source.read(entry))
    return out.getvalue()


def archive_of(**members: bytes) -> bytes:
    """A zip with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_two_cells_at_the_far_corners_of_a_sheet_are_refused_at_once() -> None:
    sparse = with_sheet(SHEET % b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')

    begun = time.monotonic()

    assert refused(sparse) == "too_many_columns"
    assert time.monotonic() - begun < 5


def test_a_cell_in_the_last_row_is_refused() -> None:
    assert refused(with_sheet(SHEET % b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>')) == "too_many_rows"


def test_a_reader_that_aborts_is_a_damaged_file_and_not_the_end_of_the_process() -> None:
    # Without attributes on the row, the look ahead sees nothing far; the reader itself then runs out of memory.
    far = with_sheet(SHEET % b"<row><c r='A1'><v>1</v></c></row><row><c r='XFD1048576'><v>1</v></c></row>")

    assert refused(far, replace(LIMITS, memory_bytes=300 * MIB)) in {"damaged", "too_many_rows", "too_many_columns"}


def test_formatted_but_empty_cells_far_away_do_not_matter() -> None:
    (table,) = read(with_sheet(SHEET % b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row><row r="1048576"/>'), LIMITS)

    assert table.rows == [[1]]


def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    bomb = archive_of(xl__workbook__xml=b"", **{"xl__worksheets__sheet1.xml": b"0" * (60 * MIB)})

    assert refused(bomb.replace(b"xl/workbook/xml", b"xl/workbook.xml")) == "bomb"


def test_a_zip_with_thousands_of_entries_is_refused() -> None:
    assert refused(archive_of(**{f"m{number}": b"" for number in range(2001)})) == "bomb"


def test_a_protected_workbook_is_refused_for_its_password() -> None:
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)

    assert refused(container) == "password"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\0" * 4096, "empty"),
        (b"   \r\n\t ", "empty"),
        (b"<html><body>Your session has ended, sign in again</body></html>", "web_page"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<table>", "web_page"),
        (b"<?xml version='1.0'?><note>no table</note>", "web_page"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "web_page"),
        (b"%PDF-1.7 not a roster", "not_a_spreadsheet"),
        (b"\x89PNG\r\n\x1a\n1234", "not_a_spreadsheet"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 3000, "damaged"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_by_its_cause(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_ten_megabytes_of_nothing_are_empty_and_more_are_too_large() -> None:
    assert refused(bytes(10 * MIB)) == "empty"
    assert refused(b"x" * (10 * MIB + 1)) == "too_large"


def test_a_zip_that_is_no_workbook_is_no_spreadsheet() -> None:
    assert refused(archive_of(word__document=b"text")) == "not_a_spreadsheet"


def test_a_truncated_workbook_is_damaged() -> None:
    assert refused(roster_bytes(A)[:-400]) == "damaged"


def test_a_workbook_of_empty_sheets_is_never_read_as_zero_rows() -> None:
    assert refused(workbook()) == "no_rows"


def test_a_cell_of_a_million_characters_is_refused_with_its_row() -> None:
    with pytest.raises(RefusalError) as refusal:
        read(f"Họ tên;Năm sinh\nAn;1980\n{'x' * 1_000_000};1990".encode(), LIMITS)

    assert refusal.value.code == "cell_too_long"
    assert refusal.value.params == {"sheet": "CSV", "row": 3, "limit": 2000}


def test_too_many_rows_are_refused() -> None:
    assert refused(b"1\n" * 11, replace(LIMITS, rows=10)) == "too_many_rows"


def test_reading_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(RefusalError) as refusal:
        read(roster_bytes(A), replace(LIMITS, seconds=0))

    assert refusal.value.code in {"too_slow", "damaged"}


def test_formulas_are_read_as_their_values_and_never_as_formulas() -> None:
    formulas = b'<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>HYPERLINK("x")</f><v>An</v></c></row>'

    (table,) = read(with_sheet(SHEET % formulas), LIMITS)

    assert table.rows == [[2, "An"]]


def test_the_reading_process_knows_nothing_of_the_portal_but_how_to_read() -> None:
    program = (
        f"import sys; sys.path.append({str(settings.BASE_DIR)!r});"
        "from communes.roster_import.sandbox import csv_tables, html_tables, program, workbooks, xml_tables;"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('django', 'communes', 'literacy_portal')))"
    )

    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)

    known = ast.literal_eval(done.stdout)
    ours = ("communes.roster_import.sandbox", "communes.roster_import.legacy")
    assert [name for name in known if not name.startswith(ours)] == ["communes", "communes.roster_import"]


def test_hidden_rows_are_known() -> None:
    (table,) = read(roster_bytes(F), LIMITS)

    assert table.hidden_rows == frozenset({3})


@pytest.mark.parametrize(
    "data",
    [
        "STT;Họ và tên\n1;Trần Thị Hòa\n".encode(),
        "STT,Họ và tên\n1,Trần Thị Hòa\n".encode("utf-8-sig"),
        "STT\tHọ và tên\r\n1\tTrần Thị Hòa\r\n".encode("utf-16"),
    ],
)
def test_csv_is_read_in_the_encodings_that_excel_writes(data: bytes) -> None:
    (table,) = read(data, LIMITS)

    assert table.rows == [["STT", "Họ và tên"], ["1", "Trần Thị Hòa"]]


def test_csv_in_windows_1258_is_read() -> None:
    (table,) = read("Ten;Que\nBinh;Đăk Lăk\n".encode("cp1258"), LIMITS)

    assert table.rows == [["Ten", "Que"], ["Binh", "Đăk Lăk"]]


def test_control_characters_and_marks_of_direction_are_dropped() -> None:
    (table,) = read("Họ tên;Năm\nAn\x01\u202e Bình\x7f;1980\n".encode(), LIMITS)

    assert table.rows[1] == ["An Bình", "1980"]


@examples(max_examples=12, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert outcome(data) in {"read", *MESSAGES}
