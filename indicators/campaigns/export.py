"""The ranking of a campaign as .xlsx or CSV. A text is a text: no cell can become a formula."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO

import xlsxwriter
from django.utils.translation import gettext as _

from communes.roster_import.export import formats
from communes.roster_import.quoting import quoted, would_run
from indicators.campaigns.board import Board
from indicators.campaigns.ranking import Row
from indicators.campaigns.words import day_text
from indicators.models import Campaign
from indicators.queries.tree import Spot

Cell = str | int | float
_WIDTHS = (10, 28, 14, 10, 12, 16, 12, 12, 12, 12, 12, 12, 18, 60)


@dataclass(frozen=True)
class Sheet:
    """Lines above the table, its titles, its rows."""

    above: list[str]
    titles: list[str]
    rows: list[list[Cell]]


def sheet_of(campaign: Campaign, spot: Spot, board: Board) -> Sheet:
    """The ranking of a place for the indicator that is looked at."""
    stretch = board.moment.stretch
    when = _("From %(first)s to %(last)s; as of the end of %(day)s") % {
        "first": day_text(stretch.first),
        "last": day_text(stretch.last),
        "day": day_text(board.moment.day),
    }
    above = [f"{campaign.name} – {spot.name}", f"{board.chosen.indicator.name}: {board.chosen.indicator.rule}", when]
    titles = [
        _("Code"), _("Place"), _("Counted"), _("Out of"), _("Share"), _("Target"), _("Target, number"), _("Straight line today"),
        _("Last 14 days, a day"), _("Needed, a day"), _("Forecast"), _("At least"), _("At most"), _("Expected"), _("Why"),
    ]  # fmt: skip
    return Sheet([*above, board.ranking.headline], titles, [_row(row) for row in board.ranking.rows])


def _row(row: Row) -> list[Cell]:
    card, pace = row.card, row.card.pace
    figure = card.figure
    return [
        row.code,
        row.name,
        figure.counted if figure.is_known else figure.percent,
        figure.out_of or "",
        figure.percent if figure.is_known else "",
        card.goal,
        _number(pace.target),
        *(_number(one) if figure.is_known else "" for one in (pace.straight, pace.recent, pace.needed)),
        *(_number(one) if card.has_forecast else "" for one in (pace.forecast, pace.low, pace.high)),
        card.verdict,
        "; ".join(row.reasons),
    ]


def _number(value: object) -> Cell:
    return "" if value is None else round(float(value), 1)  # type: ignore[arg-type]


def as_csv(sheet: Sheet) -> str:
    """UTF-8 with a mark that Excel knows it by; a text that a spreadsheet would run gets an apostrophe."""
    out = StringIO()
    lines = csv.writer(out)
    lines.writerows([[quoted(text)] for text in sheet.above])
    lines.writerow(sheet.titles)
    lines.writerows([[quoted(cell) if isinstance(cell, str) else cell for cell in row] for row in sheet.rows])
    return "\ufeff" + out.getvalue()


def as_workbook(sheet: Sheet) -> BytesIO:
    """The same as .xlsx."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet()
    text, inert, bold = formats(book)
    for number, line in enumerate(sheet.above):
        page.write_string(number, 0, line, bold)
    for column, title in enumerate(sheet.titles):
        page.write_string(len(sheet.above), column, title, bold)
        page.set_column(column, column, _WIDTHS[min(column, len(_WIDTHS) - 1)])
    for number, row in enumerate(sheet.rows, len(sheet.above) + 1):
        _write(page, number, row, text, inert)
    page.freeze_panes(len(sheet.above) + 1, 2)
    book.close()
    out.seek(0)
    return out


def _write(page: object, number: int, row: Sequence[Cell], text: object, inert: object) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            page.write_string(number, column, cell, inert if would_run(cell) else text)  # type: ignore[attr-defined]
        else:
            page.write_number(number, column, cell)  # type: ignore[attr-defined]


def file_name(campaign: Campaign, spot: Spot, ending: str) -> str:
    """A name of digits and letters that every system keeps."""
    return f"chien-dich-{campaign.pk}-{spot.code}.{ending}"
