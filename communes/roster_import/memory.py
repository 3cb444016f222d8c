"""What a commune's users decided about sheets with the same titles: applied first, said so, and forgotten when they wish."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from communes.models import ColumnMemory, Commune
from communes.roster_import.decoding import WHOLE_FILE, Chosen, column_key
from communes.roster_import.header import Header
from communes.roster_import.labels import fold
from communes.roster_import.rows import Choices, Sheet


@dataclass(frozen=True, slots=True)
class Remembered:
    """The decisions of earlier imports into one commune, by shape of the sheet."""

    shapes: dict[str, ColumnMemory] = field(default_factory=dict)

    @property
    def villages(self) -> dict[str, str]:
        """The villages that labels were said to mean, whatever the shape; what was said last goes first."""
        told = sorted(self.shapes.values(), key=lambda memory: memory.at)
        return {label: code for memory in told for label, code in memory.villages.items()}

    def of(self, sheet: Sheet) -> ColumnMemory | None:
        """What is remembered of sheets of this shape."""
        return self.shapes.get(shape_of(sheet.header))

    def applied(self, sheet: Sheet, choices: Choices) -> Sheet:
        """The sheet with its columns as remembered, but for those that the user has chosen now."""
        memory = self.of(sheet)
        chosen = choices.columns.get(sheet.table.name, {})
        columns = memory.columns if memory else {}
        open_columns = {
            index: key for index, key in columns.items() if index not in chosen and int(index) < len(sheet.header.keys)
        }
        return replace(sheet, header=sheet.header.corrected(open_columns)) if open_columns else sheet

    def decoding(self, sheets: Iterable[Sheet], chosen: Chosen) -> Chosen:
        """What was chosen about old fonts, now and, where nothing was, in earlier files of these shapes."""
        recalled: Chosen = {}
        for sheet in sheets:
            memory = self.of(sheet)
            for column, writing in (memory.decoding if memory else {}).items():
                recalled[column if column == WHOLE_FILE else column_key(sheet.table.name, int(column))] = writing
        return {**recalled, **chosen}

    def note(self, sheet: Sheet) -> dict[str, Any] | None:
        """What the page says of it: which memory, since when, and the columns it decided."""
        memory = self.of(sheet)
        return {"id": memory.pk, "at": memory.at.isoformat(), "columns": sorted(memory.columns)} if memory else None


def recall(commune: Commune) -> Remembered:
    """All that the commune remembers; one query."""
    return Remembered({memory.shape: memory for memory in ColumnMemory.objects.filter(commune=commune)})


def shape_of(header: Header) -> str:
    """Equal for sheets with the same titles in the same columns, whatever their accents, case and the sheet's name."""
    titles = list(header.titles)
    while titles and not titles[-1]:
        titles.pop()
    return hashlib.sha256("\x1f".join(fold(title) for title in titles).encode()).hexdigest()


def decoding_of(sheet: str, chosen: Chosen) -> Chosen:
    """What was chosen about the old fonts of one sheet, by index of the column, as a memory keeps it."""
    kept = {}
    for key, writing in chosen.items():
        name, _, column = key.rpartition("!")
        if key == WHOLE_FILE or name == sheet:
            kept[column] = writing
    return kept


def shapes_of(understood: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Sheet -> shape, as the understanding of an import keeps them; a sheet that says nothing has none."""
    return {sheet["name"]: sheet["shape"] for sheet in understood if "shape" in sheet}
