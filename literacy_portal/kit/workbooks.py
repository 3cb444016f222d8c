"""Workbooks of tables. A text is written as a text and a number as a number: no cell can become a formula (OWASP ASVS 1.2.10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import IO, Any

import xlsxwriter

from literacy_portal.kit.tables import Cell, Extract, Share, Table

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A4 = 9
LONGEST_NAME = 31
NARROWEST, WIDEST = 9, 60
"""Of columns, in characters."""
MANY_COLUMNS = 6
"""With more, a sheet is printed across."""


def new_book(out: IO[bytes], *, in_memory: bool = True) -> Any:
    """A workbook in which a text stays a text. With `in_memory` off it takes little memory, and rows are written in order."""
    kept = {"in_memory": True} if in_memory else {"constant_memory": True}
    return xlsxwriter.Workbook(out, {**kept, "strings_to_formulas": False, "strings_to_urls": False})


def formats(book: Any) -> tuple[Any, Any, Any]:
    """Text; text that would run if it were typed again; titles."""
    text = {"num_format": "@"}
    return book.add_format(text), book.add_format({**text, "quote_prefix": True}), book.add_format({**text, "bold": True})


@dataclass(frozen=True)
class _Looks:
    """Looks of cells. All texts are marked as such for good, should somebody type them again."""

    line: Any
    title: Any
    text: Any
    head: Any
    whole: Any
    tenths: Any
    share: Any
    day: Any

    @classmethod
    def of(cls, book: Any) -> "_Looks":
        text, top = {"num_format": "@", "quote_prefix": True}, {"valign": "top"}
        wrapped = {**text, **top, "text_wrap": True}
        return cls(
            book.add_format(text),
            book.add_format({**text, "bold": True}),
            book.add_format(wrapped),
            book.add_format({**wrapped, "bold": True, "bottom": 1}),
            book.add_format({**top, "num_format": "#,##0"}),
            book.add_format({**top, "num_format": "#,##0.0"}),
            book.add_format({**top, "num_format": "0.0%"}),
            book.add_format({**top, "num_format": "dd/mm/yyyy", "align": "left"}),
        )


def as_workbook(extract: Extract) -> bytes:
    """A sheet for each table, with the title and the lines about it on top of each; printed on A4 as wide as the page."""
    out = BytesIO()
    book = new_book(out)
    looks = _Looks.of(book)
    for number, table in enumerate(extract.tables, 1):
        page = book.add_worksheet(sheet_name(table.title, number, book.sheetnames))
        _sheet(page, looks, extract, table)
    book.close()
    return out.getvalue()


def sheet_name(name: str, number: int, taken: Sequence[str] | dict[str, Any]) -> str:
    """A name that a workbook may have: short, without the marks of formulas, its own."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in name).strip("' ")[:LONGEST_NAME]
    return plain if plain and plain.casefold() not in {other.casefold() for other in taken} else f"Sheet{number}"


def _sheet(page: Any, looks: _Looks, extract: Extract, table: Table) -> None:
    above = [extract.title, *extract.about, "", table.title]
    for number, line in enumerate(above):
        page.write_string(number, 0, line, looks.title if number in {0, len(above) - 1} else looks.line)
    for column, heading in enumerate(table.headings):
        page.set_column(column, column, _width(heading, [row[column] for row in table.rows]))
        page.write_string(len(above), column, heading, looks.head)
    for number, row in enumerate(table.rows, len(above) + 1):
        for column, cell in enumerate(row):
            _write(page, number, column, cell, looks)
    page.freeze_panes(len(above) + 1, 1)
    page.repeat_rows(len(above))
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    if len(table.headings) > MANY_COLUMNS:
        page.set_landscape()


def _write(page: Any, row: int, column: int, cell: Cell, looks: _Looks) -> None:
    match cell:
        case None:
            return
        case str():
            page.write_string(row, column, cell, looks.text)
        case Share():
            if cell.value is not None:
                page.write_number(row, column, float(cell.value), looks.share)
        case date():
            page.write_datetime(row, column, cell, looks.day)
        case _:
            page.write_number(row, column, float(cell), looks.whole if cell == int(cell) else looks.tenths)


def _width(heading: str, cells: Sequence[Cell]) -> int:
    longest = max(len(text) for text in [*heading.split(), "", *(cell for cell in cells if isinstance(cell, str))])
    return min(max(longest + 2, NARROWEST), WIDEST)
