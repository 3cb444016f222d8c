"""The user's own workbook comes back with notes: nothing else in it is touched, and what it holds is still only text."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.utils import translation
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from communes.roster_import.annotate import Answer, Sent, annotated
from communes.roster_import.bounds import bounds
from communes.roster_import.notes import Note, Notes, column_of_notes, title_of_notes, without_notes
from communes.roster_import.reader import Table, read
from communes.roster_import.scribe.markup import column_name, column_of
from tests.communes.roster_import.rosters import TITLES, A, B, D, E, register, roster_bytes

RED, GREEN = "FFFFC7CE", "FFC6EFCE"
NOTES: Notes = {
    "Sheet1": {
        1: Note(["Ghi chú của cổng"], "title"),
        2: Note(["Năm sinh: =1+1 <b>&"], "bad", {2: "bad"}),
        3: Note(["Đã sửa"], "good", {1: "good"}, {1: "Lê Thị Mơ"}),
    }
}
ROWS = ([1, "Lê Văn Sai", "31/02/1980", "Nam"], [2, "Lê Thị Mo", 1981, "Nữ"], [3, "Lê Văn Đúng", 1982, "Nam"])


def answered(content: bytes, notes: Notes = NOTES, name: str = "ds.xlsx") -> Answer:
    """The file with its notes."""
    return annotated(Sent(name, content, read(content), []), notes, bounds())


def sheet_of(answer: Answer) -> Any:
    """The first sheet, as Excel would see it."""
    return openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]


def test_notes_stand_behind_the_last_column_and_cells_are_coloured() -> None:
    sheet = sheet_of(answered(register(*ROWS)))

    notes = len(TITLES) + 1
    assert [sheet.cell(row, notes).value for row in (1, 2, 3, 4)] == ["Ghi chú của cổng", "Năm sinh: =1+1 <b>&", "Đã sửa", None]
    assert sheet["C2"].fill.fgColor.rgb == RED
    assert (sheet["B3"].value, sheet["B3"].fill.fgColor.rgb) == ("Lê Thị Mơ", GREEN)
    assert sheet["C3"].fill.fill_type is None


def test_a_note_that_looks_like_a_formula_is_text() -> None:
    notes: Notes = {"Sheet1": {2: Note(['=HYPERLINK("http://x")'], "bad", {}, {1: "=1+1"})}}

    sheet = sheet_of(answered(register(*ROWS), notes))

    assert {sheet["I2"].data_type, sheet["B2"].data_type} == {"inlineStr"} or {sheet["I2"].data_type, sheet["B2"].data_type} == {
        "s"
    }
    assert sheet["I2"].quotePrefix
    assert read(answered(register(*ROWS), notes).content)[0].rows[1][1] == "=1+1"


def user_workbook() -> bytes:
    """What an official makes of a list: fonts, colours, a drop-down, a frozen pane, a formula, a merged title."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    sheet.append(["DANH SÁCH"])
    sheet.merge_cells("A1:D1")
    for row in (TITLES[:4], *ROWS):
        sheet.append(row)
    sheet["B3"].font = Font(name="Times New Roman", bold=True, italic=True)
    sheet["B3"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["F2"], sheet["F3"] = "Tổng", "=SUM(A3:A5)"
    choice = DataValidation("list", formula1='"Nam,Nữ"')
    choice.add("D3:D99")
    sheet.add_data_validation(choice)
    sheet.freeze_panes = "A3"
    sheet.column_dimensions["A"].width = 33
    sheet.row_dimensions[4].height = 44
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_formats_lists_formulas_and_sizes_stay_the_users() -> None:
    notes: Notes = {"Sheet1": {2: Note(["Ghi chú"], "title"), 3: Note(["Sai"], "bad", {1: "bad", 5: "bad"}, {5: "9"})}}

    sheet = sheet_of(answered(user_workbook(), notes))

    assert (sheet["B3"].font.name, sheet["B3"].font.b, sheet["B3"].font.i) == ("Times New Roman", True, True)
    assert sheet["B3"].fill.fgColor.rgb == RED
    assert sheet["F3"].value == "=SUM(A3:A5)"
    assert sheet.data_validations.dataValidation[0].formula1 == '"Nam,Nữ"'
    assert (sheet.freeze_panes, sheet.column_dimensions["A"].width, sheet.row_dimensions[4].height) == ("A3", 33, 44)
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:D1"]
    assert sheet["G3"].value == "Sai"


def test_every_other_part_of_the_package_is_copied_byte_by_byte() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("Sheet1")
    for number, row in enumerate((TITLES, *ROWS)):
        page.write_row(number, 0, row)
    page.insert_textbox("F9", "Chữ trong khung")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Sheet1!$A$2:$A$4"})
    page.insert_chart("F20", chart)
    book.close()
    before = zipfile.ZipFile(io.BytesIO(out.getvalue()))

    after = zipfile.ZipFile(io.BytesIO(answered(out.getvalue()).content))

    assert before.namelist() == after.namelist()
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {"xl/worksheets/sheet1.xml", "xl/styles.xml"}
    assert any("drawing" in name for name in before.namelist())


@pytest.mark.parametrize("name", [A, B, D, E])
def test_a_real_layout_reads_the_same_after_it_was_annotated(name: str) -> None:
    before = read(roster_bytes(name))
    notes: Notes = {
        table.name: {len(table.rows): Note(["Ghi chú"], "bad", {0: "bad"}), 3: Note(["Notes of the portal"], "title")}
        for table in before
    }

    after = [
        without_notes(table) for table in read(annotated(Sent(name, roster_bytes(name), before, []), notes, bounds()).content)
    ]

    assert [(table.name, table.rows) for table in after] == [(table.name, table.rows) for table in before]


def test_a_csv_comes_back_as_a_workbook_of_the_same_cells() -> None:
    content = "Họ và tên;Năm sinh\n=cmd|x;1980\nLê Thị Mo;x\n".encode()

    answer = answered(
        content, {"CSV": {1: Note(["Ghi chú"], "title"), 3: Note(["Sai"], "bad", {1: "bad"}, {0: "Lê Thị Mơ"})}}, "ds.csv"
    )

    assert (answer.name.endswith(".xlsx"), answer.is_own) == (True, False)
    sheet = sheet_of(answer)
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Họ và tên", "Năm sinh", "Ghi chú"],
        ["=cmd|x", "1980", None],
        ["Lê Thị Mơ", "x", "Sai"],
    ]
    assert sheet["A2"].data_type == "s"
    assert sheet["B3"].fill.fgColor.rgb == RED


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<worksheet", b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet", 1)),
        ("xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2]),
        ("xl/styles.xml", lambda _: b"<styleSheet/>"),
        ("xl/_rels/workbook.xml.rels", lambda _: b"<Relationships/>"),
    ],
)
def test_a_workbook_that_cannot_be_written_into_comes_back_as_a_new_one(part: str, change: Any) -> None:
    sound = register(*ROWS)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(source.read(name)) if name == part else source.read(name))

    answer = annotated(Sent("ds.xlsx", out.getvalue(), read(sound), []), NOTES, bounds())

    assert not answer.is_own
    assert sheet_of(answer)["I2"].value == "Năm sinh: =1+1 <b>&"


def test_the_names_of_columns_are_those_of_excel() -> None:
    assert [column_name(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(column_of(f"{column_name(column)}7") == column for column in range(0, 16_384, 97))


def test_the_column_of_notes_is_known_in_every_language_and_read_as_nothing() -> None:
    for language in ("vi", "en", "fr"):
        with translation.override(language):
            table = Table("Sheet1", [["Họ và tên", title_of_notes()], ["Lê Thị Mo", "Sai"], ["Lê Văn Đúng"]])
        assert column_of_notes(table) == 1
        assert without_notes(table).rows == [["Họ và tên"], ["Lê Thị Mo"], ["Lê Văn Đúng"]]


def test_notes_of_an_earlier_round_are_replaced_and_those_that_are_settled_vanish() -> None:
    first = answered(
        register(*ROWS), {"Sheet1": {1: Note([title_of_notes()], "title"), 2: Note(["Sai"], "bad"), 3: Note(["Sai"], "bad")}}
    )

    second = sheet_of(answered(first.content, {"Sheet1": {1: Note([title_of_notes()], "title"), 3: Note(["Vẫn sai"], "bad")}}))

    assert [second.cell(row, 9).value for row in (1, 2, 3)] == [title_of_notes(), None, "Vẫn sai"]
    assert second.max_column == len(TITLES) + 1
