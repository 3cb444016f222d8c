"""Reports as .xlsx. Text is written as text, so that no cell becomes a formula; counts that are told are numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from communes.models import Province
from indicators.models import Report
from indicators.queries.report_lists import Line
from indicators.report.columns import OF_VILLAGES, Column, Source
from indicators.report.figures import Figures, Row, summed
from indicators.report.telling import Count, Told, told
from indicators.report.titles import title_of
from literacy_portal.kit.workbooks import new_book

NUMBER, NAME, COUNT = 5, 44, 13
"""Widths of columns, in characters."""


@dataclass(frozen=True)
class _Formats:
    """Looks of cells."""

    text: Any
    wrapped: Any
    bold: Any
    head: Any
    count: Any

    @classmethod
    def of(cls, book: Any) -> "_Formats":
        """For a workbook. A text that would run if it were typed again is marked as text for good."""
        text = {"num_format": "@", "quote_prefix": True, "valign": "top"}
        edge = {"border": 1}
        return cls(
            book.add_format(text | edge),
            book.add_format(text | {"text_wrap": True}),
            book.add_format(text | {"bold": True}),
            book.add_format(text | edge | {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter"}),
            book.add_format(edge | {"num_format": "#,##0", "align": "right"}),
        )


def _workbook() -> tuple[BytesIO, Any]:
    out = BytesIO()
    return out, new_book(out)


def _closed(out: BytesIO, book: Any) -> bytes:
    book.close()
    return out.getvalue()


def report_workbook(report: Report, figures: Figures, *, exact: bool) -> bytes:
    """A commune's report: its figures with what was written, then a row for each village."""
    out, book = _workbook()
    looks = _Formats.of(book)
    _figures(book.add_worksheet(_("Report")), looks, report, told(figures.total, exact=exact))
    rows = [*figures.villages, figures.total]
    _table(
        book.add_worksheet(_("By village")),
        looks,
        _("Village"),
        [(row, told(row, exact=exact, columns=OF_VILLAGES)) for row in rows],
    )
    return _closed(out, book)


def _figures(page: Any, looks: _Formats, report: Report, rows: Sequence[Told]) -> None:
    page.set_column(0, 0, NUMBER)
    page.set_column(1, 1, NAME)
    page.set_column(2, 6, COUNT)
    page.write_string(0, 0, str(report.commune), looks.bold)
    page.write_string(1, 0, title_of(report), looks.bold)
    heads = (_("No."), _("What"), _("Unit"), _("In the period"), _("So far"), _("Out of"), _("Share"))
    for at, head in enumerate(heads):
        page.write_string(3, at, head, looks.head)
    for line, row in enumerate(rows, 4):
        for at, text in enumerate((str(line - 3), str(row.column.names), str(row.column.unit))):
            page.write_string(line, at, text, looks.text)
        _count(page, line, 3, row.period if row.has_period else Count(""), looks)
        _count(page, line, 4, row.so_far, looks)
        _count(page, line, 5, row.out_of if row.share else Count(""), looks)
        page.write_string(line, 6, row.share, looks.text)
    below = len(rows) + 5
    for title, words in ((_("Difficulties"), report.difficulties), (_("Requests"), report.requests)):
        page.write_string(below, 1, title, looks.bold)
        page.merge_range(below + 1, 1, below + 1, 6, "", looks.wrapped)
        page.write_string(below + 1, 1, words or _("None."), looks.wrapped)
        below += 3


def _count(page: Any, line: int, at: int, count: Count, looks: _Formats) -> None:
    if count.number is None:
        page.write_string(line, at, count.text, looks.text)
    else:
        page.write_number(line, at, count.number, looks.count)


def _table(page: Any, looks: _Formats, place: str, rows: Sequence[tuple[Row, Sequence[Told]]]) -> None:
    """One row a place: of each column the period and so far, under one head."""
    page.set_column(0, 0, NUMBER)
    page.set_column(1, 1, NAME)
    page.freeze_panes(2, 2)
    page.set_row(0, 60)
    for at, head in enumerate((_("No."), place)):
        page.merge_range(0, at, 1, at, "", looks.head)
        page.write_string(0, at, head, looks.head)
    _heads(page, looks, [cell.column for cell in rows[0][1]])
    for line, (row, cells) in enumerate(rows, 2):
        page.write_string(line, 0, str(line - 1), looks.text)
        page.write_string(line, 1, row.name, looks.text)
        at = 2
        for cell in cells:
            for count in [cell.period, cell.so_far] if cell.has_period else [cell.so_far]:
                _count(page, line, at, count, looks)
                at += 1


def _heads(page: Any, looks: _Formats, columns: Sequence[Column]) -> None:
    at = 2
    for column in columns:
        if column.source is Source.STANDING:
            page.merge_range(0, at, 1, at, "", looks.head)
            page.write_string(0, at, str(column.names), looks.head)
            at += 1
            continue
        page.merge_range(0, at, 0, at + 1, "", looks.head)
        page.write_string(0, at, str(column.names), looks.head)
        page.write_string(1, at, _("In the period"), looks.head)
        page.write_string(1, at + 1, _("So far"), looks.head)
        at += 2
    page.set_column(2, at, COUNT)


def province_workbook(place: Province, title: str, lines: Sequence[Line], *, exact: bool) -> bytes:
    """A row for each commune that reported, their sum, and on a sheet of their own those that did not: missing is not zero."""
    out, book = _workbook()
    looks = _Formats.of(book)
    reported = [line.row for line in lines if line.row]
    rows = [*reported, summed(place.pk, _("Sum of %(number)s communes") % {"number": len(reported)}, reported)]
    _table(book.add_worksheet(_("Summary")), looks, _("Commune"), [(row, told(row, exact=exact)) for row in rows])
    page = book.add_worksheet(_("Not in the sum"))
    page.set_column(0, 1, NAME)
    page.write_string(0, 0, title, looks.bold)
    for at, head in enumerate((_("Commune"), _("State"))):
        page.write_string(1, at, head, looks.head)
    for line, missing in enumerate((one for one in lines if not one.row), 2):
        state = missing.report.get_state_display() if missing.report and missing.is_returned else _("has not reported")
        page.write_string(line, 0, str(missing.commune), looks.text)
        page.write_string(line, 1, state, looks.text)
    return _closed(out, book)
