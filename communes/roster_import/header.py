"""Where the titles of a sheet stand, and which column says what."""

from dataclasses import dataclass, field

from communes.roster_import.columns import NAME_COLUMNS, recognise
from communes.roster_import.labels import title
from communes.roster_import.reader import Cell, Table

_ROWS_SEARCHED = 15
_DEEPEST = 3
_LEAST_COLUMNS = 2
_FOR_A_GROUP = 0.05


@dataclass(frozen=True, slots=True)
class Header:
    """`row` is the first row of titles (1 = top of the sheet), `depth` their number, `titles` one per column."""

    row: int
    depth: int
    titles: tuple[str, ...]
    keys: tuple[str, ...] = field(default=())
    confidences: tuple[float, ...] = field(default=())

    @property
    def first_data_row(self) -> int:
        """The row below the titles."""
        return self.row + self.depth

    @property
    def columns(self) -> dict[str, int]:
        """Column key -> index; of two columns with one key the surer, then the left one."""
        best: dict[str, int] = {}
        for index, key in enumerate(self.keys):
            if key and (key not in best or self.confidences[index] > self.confidences[best[key]]):
                best[key] = index
        return best

    def corrected(self, choices: dict[str, str]) -> "Header":
        """With the columns that the user chose (column index as text -> key, empty for "not read")."""
        keys, confidences = list(self.keys), list(self.confidences)
        for index, key in choices.items():
            keys[int(index)], confidences[int(index)] = key, 2.0
        return Header(self.row, self.depth, self.titles, tuple(keys), tuple(confidences))


def find(table: Table) -> Header | None:
    """The most telling rows of titles among the first of the sheet; None where there are none."""
    best: tuple[float, Header] | None = None
    for row in range(1, min(_ROWS_SEARCHED, len(table.rows)) + 1):
        for depth in range(1, _DEEPEST + 1):
            header = _read_titles(table, row, depth)
            score = _score(header) - depth * 0.01
            if _is_enough(header) and (best is None or score > best[0]):
                best = score, header
    return best[1] if best else None


def _score(header: Header) -> float:
    return sum(header.confidences[index] for index in header.columns.values())


def _is_enough(header: Header) -> bool:
    found = header.columns
    return len(found) >= _LEAST_COLUMNS and any(key in found for key in NAME_COLUMNS)


def _read_titles(table: Table, row: int, depth: int) -> Header:
    lines = [_line(table, number) for number in range(row, row + depth)]
    levels = [_levels(lines, column) for column in range(table.width)]
    recognised = [_recognise(words) for words in levels]
    titles = tuple(" ".join(words) for words in levels)
    return Header(row, depth, titles, tuple(key for key, _ in recognised), tuple(sure for _, sure in recognised))


def _recognise(words: list[str]) -> tuple[str, float]:
    """By all titles above each other; else without the upper ones, which may only name a group of columns."""
    for dropped in range(len(words)):
        key, sure = recognise(" ".join(words[dropped:]))
        if key:
            return key, sure - dropped * _FOR_A_GROUP
    return "", 0.0


def _line(table: Table, number: int) -> list[Cell]:
    cells = table.rows[number - 1] if number <= len(table.rows) else []
    return [*cells, *[""] * (table.width - len(cells))]


def _levels(lines: list[list[Cell]], column: int) -> list[str]:
    """The titles above each other, a merged one repeated over the columns below it."""
    words: list[str] = []
    for level, line in enumerate(lines):
        text = title(str(line[column]))
        if not text and any(str(below[column]).strip() for below in lines[level + 1 :]):
            text = _merged_over(lines, level, column)
        if text and text not in words:
            words.append(text)
    return words


def _merged_over(lines: list[list[Cell]], level: int, column: int) -> str:
    left = column - 1
    while left >= 0 and not str(lines[level][left]).strip():
        left -= 1
    covers = left >= 0 and any(str(below[left]).strip() for below in lines[level + 1 :])
    return title(str(lines[level][left])) if covers else ""
