"""Text of old fonts in the tables of a file: offered by column, converted as the user chose, never in silence."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from communes.roster_import.legacy import WRITINGS, best_writing, decode, is_unicode, plausibility
from communes.roster_import.reader import Cell, Table
from communes.roster_import.sandbox.fonts import TCVN3, VNI

WHOLE_FILE = "*"
AS_IT_STANDS = "none"
FONT, LETTERS = "font", "letters"
_ROWS_JUDGED = 400
_SAMPLES = 3
_SHOWN = 60

Chosen = dict[str, str]
"""What the user decided: `column_key` or `WHOLE_FILE` -> "tcvn3", "vni" or `AS_IT_STANDS`."""


@dataclass(frozen=True, slots=True)
class Offer:
    """That a column may be text of an old font: why that is thought, what was chosen ("" as yet), and samples."""

    writing: str
    why: str
    chosen: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """For the page that asks."""
        return {
            "offer": self.writing,
            "why": self.why,
            "chosen": self.chosen,
            "before": list(self.before),
            "after": list(self.after),
        }


@dataclass(frozen=True)
class Text:
    """The tables of a file as they are to be understood, what is offered, and the rows that wait for a decision.

    `offers` is by (sheet, column index), `undecided` by sheet.
    """

    tables: list[Table]
    offers: dict[tuple[str, int], Offer] = field(default_factory=dict)
    undecided: dict[str, frozenset[int]] = field(default_factory=dict)


def column_key(sheet: str, column: int) -> str:
    """The name of a column among the choices."""
    return f"{sheet}!{column}"


def convert(tables: list[Table], chosen: Chosen) -> Text:
    """Every column as it was chosen; one offered and not decided on is converted, and its rows wait."""
    text = Text([])
    of_file = _writing_of_file(tables)
    for table in tables:
        rows = list(table.rows)
        waiting: set[int] = set()
        for column in range(table.width):
            suspect = _suspect(table, column, of_file)
            decision = _decision(chosen, table.name, column, offered=suspect is not None)
            writing = decision or (suspect[0] if suspect else "")
            changes = dict(_changes(table, column, writing)) if writing in WRITINGS else {}
            if suspect:
                offered = changes if writing == suspect[0] else dict(_changes(table, column, suspect[0]))
                text.offers[table.name, column] = _offer(table, column, suspect, decision, offered)
            for row, cell in changes.items():
                rows[row - 1] = [*rows[row - 1][:column], cell, *rows[row - 1][column + 1 :]]
            if suspect and not decision:
                waiting.update(changes)
        text.tables.append(replace(table, rows=rows))
        text.undecided[table.name] = frozenset(waiting)
    return text


def _decision(chosen: Chosen, sheet: str, column: int, *, offered: bool) -> str:
    """What was chosen for the column itself, else for the whole file if the column is among those offered."""
    return chosen.get(column_key(sheet, column)) or (chosen.get(WHOLE_FILE, "") if offered else "")


def _suspect(table: Table, column: int, of_file: str) -> tuple[str, str] | None:
    """The way of writing that a column seems to have, and why: its fonts first, then its letters, then the whole file's."""
    texts = list(_texts(table, column))
    joined = " ".join(texts)
    if joined.isascii():
        return None
    fonts: Counter[str] = Counter()
    for first, last, writing in table.fonts.get(column, []):
        fonts[_plain_writing(writing)] += last + 1 - first
    if fonts:
        ((writing, _),) = fonts.most_common(1)
        changes = dict(islice(_changes(table, column, writing), _ROWS_JUDGED))
        stood = " ".join(str(table.rows[row - 1][column]) for row in changes)
        gain = plausibility(" ".join(map(str, changes.values()))) - plausibility(stood)
        # Someone may have put an old font on text of today.
        is_old = gain > 0 or (gain == 0 and not any(map(is_unicode, texts)))
        return (writing, FONT) if changes and is_old else None
    if writing := best_writing(joined):
        return writing, LETTERS
    unicode_alone = " ".join(text for text in texts if not is_unicode(text))
    if of_file and not unicode_alone.isascii() and plausibility(decode(unicode_alone, of_file)) > plausibility(unicode_alone):
        return of_file, LETTERS
    return None


def _writing_of_file(tables: list[Table]) -> str:
    """What the letters of all columns together say; asked for columns too short to be judged alone."""
    every = (text for table in tables for column in range(table.width) for text in _texts(table, column))
    return best_writing(" ".join(every))


def _texts(table: Table, column: int) -> Iterator[str]:
    """Texts of a column with accents: of the first rows, and of some further down."""
    step = max(1, len(table.rows) // _ROWS_JUDGED)
    for row in [*table.rows[:_ROWS_JUDGED], *table.rows[_ROWS_JUDGED::step]]:
        cell = row[column] if column < len(row) else ""
        if isinstance(cell, str) and not cell.isascii():
            yield cell


def _changes(table: Table, column: int, writing: str) -> Iterator[tuple[int, Cell]]:
    """Row and new text of the cells that conversion changes: those in an old font where fonts are known, else all."""
    runs = table.fonts.get(column) or [[1, len(table.rows), writing]]
    for first, last, font in runs:
        # Of the capitals' fonts it is known that they show capitals; which family it is, the user may know better.
        way = font if _plain_writing(font) == writing else writing
        for row in range(first, min(last, len(table.rows)) + 1):
            cells = table.rows[row - 1]
            cell = cells[column] if column < len(cells) else ""
            if isinstance(cell, str) and (decoded := decode(cell, way)) != cell:
                yield row, decoded


def _plain_writing(writing: str) -> str:
    return VNI if writing == VNI else TCVN3


def _offer(table: Table, column: int, suspect: tuple[str, str], decision: str, changes: dict[int, Cell]) -> Offer:
    texts: dict[str, str] = {}
    for row, cell in changes.items():
        texts.setdefault(str(table.rows[row - 1][column])[:_SHOWN], str(cell)[:_SHOWN])
        if len(texts) == _SAMPLES:
            break
    return Offer(*suspect, decision, tuple(texts), tuple(texts.values()))
