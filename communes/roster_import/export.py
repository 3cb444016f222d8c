"""Rosters out of the portal as .xlsx or CSV, in little memory. No cell can become a formula (OWASP ASVS 1.2.10).

In a workbook each cell is text and is marked as text; in CSV, which knows no kinds of cells, a text that a spreadsheet would run
gets a leading apostrophe, which the importer takes off again.
"""

import csv
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO

from communes.roster_import.clean_layout import CODES, Sheet
from literacy_portal.kit.quoting import quoted, would_run
from literacy_portal.kit.workbooks import formats, new_book

_WIDTHS = (8, 28, 12, 10, 18, 12, 24, 16, 14, 24, 20, 18, 9, 12, 14, 14)


def as_csv(sheet: Sheet) -> Iterator[str]:
    """The roster line by line: UTF-8 with a mark that Excel knows it by."""
    line = csv.writer(_Echo())
    yield "\ufeff"
    for text in sheet.above():
        yield line.writerow([quoted(text)])
    yield line.writerow(sheet.titles())
    for row in sheet.rows():
        yield line.writerow([quoted(cell) for cell in row])


class _Echo:
    def write(self, text: str) -> str:
        """The line, back to who wrote it."""
        return text


def as_workbook(sheet: Sheet) -> IO[bytes]:
    """The roster as .xlsx in a temporary file that is gone when it is closed."""
    out = TemporaryFile()  # noqa: SIM115 -- the response closes it
    book = new_book(out, in_memory=False)
    page = book.add_worksheet("Danh sách")
    text, inert, bold = formats(book)
    above = sheet.above()
    for number, line in enumerate(above):
        page.write_string(number, 0, line, bold)
    for column, title in enumerate(sheet.titles()):
        page.set_column(column, column, _WIDTHS[column], text, {"hidden": column >= len(_WIDTHS) - len(CODES)})
        page.write_string(len(above), column, title, bold)
    page.freeze_panes(len(above) + 1, 2)
    for number, row in enumerate(sheet.rows(), len(above) + 1):
        for column, cell in enumerate(row):
            if cell:
                page.write_string(number, column, cell, inert if would_run(cell) else text)
    book.close()
    out.seek(0)
    return out
