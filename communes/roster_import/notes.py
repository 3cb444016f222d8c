"""What the portal has to say about a roster, row by row, for the column of notes in the user's own workbook."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from communes.models import PlannedRow
from communes.roster_import.decoding import AS_IT_STANDS
from communes.roster_import.fixes import parts_of
from communes.roster_import.labels import fold
from communes.roster_import.legacy import decode
from communes.roster_import.reader import Cell, Table

_TITLES_SEARCHED = 20


@dataclass
class Note:
    """What stands beside one row; `marks` gives the tone of cells, `texts` the corrected ones, both by column index."""

    lines: list[str] = field(default_factory=list)
    tone: str = "good"
    marks: dict[int, str] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The note as it is written into its cell."""
        return "\n".join(self.lines)


Notes = dict[str, dict[int, Note]]
"""Sheet -> row -> what stands beside it."""


def title_of_notes() -> str:
    """The title of the column of notes, in the reader's language."""
    return _("Notes of the portal")


def notes_of(rows: Iterable[PlannedRow], cells: Mapping[str, str], understood: list[dict[str, Any]]) -> Notes:
    """The notes beside rows that `wording.describe` has put into words, and beside corrected cells."""
    notes: Notes = {sheet["name"]: {sheet["row"]: Note([title_of_notes()], "title")} for sheet in understood if sheet["row"]}
    for row in rows:
        if row.row is None or row.sheet not in notes:
            continue
        note = notes[row.sheet].setdefault(row.row, Note())
        for found in row.shown_findings:  # type: ignore[attr-defined]
            note.lines.append(f"{found.column}: {found.message}" if found.column else found.message)
            note.tone = "bad" if found.is_error else "warn" if note.tone == "good" else note.tone
        note.marks |= {index: "bad" if is_wrong else "warn" for index, _key, _text, is_wrong in row.cells}
    for where, text in cells.items():
        _note_correction(notes, where, text, understood)
    return notes


def _note_correction(notes: Notes, where: str, text: str, understood: list[dict[str, Any]]) -> None:
    sheet, number, column = parts_of(where)
    if sheet not in notes:
        return
    note = notes[sheet].setdefault(number, Note())
    note.lines.append(_("Corrected in the portal: %(text)s") % {"text": text or "–"})
    note.marks.setdefault(column, "good")
    # What would be decoded once more when the file comes back is not written into a cell of an old font.
    writing = decoded_columns(understood, sheet).get(column)
    if not writing or decode(text, writing) == text:
        note.texts[column] = text


def decoded_columns(understood: list[dict[str, Any]], sheet: str) -> dict[int, str]:
    """The columns of a sheet that were typed in an old font: index -> encoding."""
    columns = (column for known in understood if known["name"] == sheet for column in known["columns"] if column["decoding"])
    writings = {column["index"]: column["decoding"]["chosen"] or column["decoding"]["offer"] for column in columns}
    return {index: writing for index, writing in writings.items() if writing != AS_IT_STANDS}


def column_of_notes(table: Table) -> int | None:
    """The index of the column of notes that an earlier answer of the portal added."""
    titles = _titles_in_every_language()
    found = (
        index
        for row in table.rows[:_TITLES_SEARCHED]
        for index, cell in enumerate(row)
        if isinstance(cell, str) and fold(cell) in titles
    )
    return next(found, None)


def without_notes(table: Table) -> Table:
    """The table with the column of notes empty; all other cells stay in their places."""
    column = column_of_notes(table)
    if column is None:
        return table
    return replace(table, rows=[_emptied(row, column) for row in table.rows])


def _emptied(row: list[Cell], column: int) -> list[Cell]:
    kept = [*row[:column], "", *row[column + 1 :]] if column < len(row) else [*row]
    while kept and kept[-1] == "":
        kept.pop()
    return kept


@cache
def _titles_in_every_language() -> frozenset[str]:
    titles = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            titles.append(fold(title_of_notes()))
    return frozenset(titles)
