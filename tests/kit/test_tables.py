"""Tables as workbooks and as CSV: read back they are what was put in, and nothing in them runs."""

import csv
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.utils import translation
from openpyxl import load_workbook

from literacy_portal.kit.csv_text import as_csv
from literacy_portal.kit.figures import Figure
from literacy_portal.kit.quoting import RUNS
from literacy_portal.kit.tables import Extract, Share, Table, cells_of, table_of
from literacy_portal.kit.workbooks import as_workbook

NASTY = [f"{sign}HYPERLINK(1)" for sign in RUNS if sign != "\0"]
ROWS = [["Thôn Xuân Lãng", 1234567, Share(7, 12), Decimal("2.5"), date(2026, 10, 25), None], *[[name] * 6 for name in NASTY]]
EXTRACT = Extract(
    "=1+1", ["@SUM(A1)", "Tính đến 20:05"], [Table("Các thôn [1/2]", list("ABCDEF"), ROWS), Table("Các thôn [1/2]", ["-A"], [])]
)


def test_a_workbook_read_back_holds_the_values_and_no_formula() -> None:
    book = load_workbook(BytesIO(as_workbook(EXTRACT)))
    page = book.worksheets[0]
    rows = list(page.iter_rows(min_row=6))

    assert book.sheetnames == ["Các thôn  1 2", "Sheet2"]
    assert [cell.value for cell in rows[0]] == list("ABCDEF")
    assert [cell.value for cell in rows[1]] == ["Thôn Xuân Lãng", 1234567, 0.583, 2.5, datetime(2026, 10, 25), None]  # noqa: DTZ001 -- Excel's
    assert rows[1][2].number_format == "0.0%"
    assert [row[0].value for row in rows[2:]] == [name.replace("\r", "_x000D_") for name in NASTY]
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert all(cell.quotePrefix for row in rows[2:] for cell in row)


@pytest.mark.parametrize(("language", "sign", "share"), [("vi", ";", "58,3%"), ("fr", ";", "58,3%"), ("en", ",", "58.3%")])
def test_csv_is_written_as_excel_expects_it_where_it_is_read(language: str, sign: str, share: str) -> None:
    with translation.override(language):
        text = as_csv(EXTRACT)
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=sign))

    assert text.encode().startswith(b"\xef\xbb\xbf'=1+1\r\n'@SUM(A1)")
    assert rows[6] == ["Thôn Xuân Lãng", "1234567", share, f"2{share[2]}5", "2026-10-25", ""]
    assert {cell[0] for row in rows[7 : 7 + len(NASTY)] for cell in row} == {"'"}


def test_a_figure_goes_out_as_far_as_it_is_told() -> None:
    figures = [Figure("a", 10, 40), Figure("b", 3, 40, few=8), Figure("c", 3, 4, hidden=True), Figure("d", 0, 0)]

    with translation.override("en"):
        assert [cells_of(one) for one in figures] == [
            [10, 40, Share(10, 40)],
            ["fewer than 8", 40, None],
            ["not shown", None, None],
            ["no data", None, None],
        ]
        assert table_of("T", "Place", ["N", "Of", "Share"], figures[:1]).rows == [["a", 10, 40, Share(10, 40)]]
