"""The user's own workbook with what is wrong in it: a column of notes, coloured cells, what was corrected in the browser.

An .xlsx or .xlsm comes back as it was sent, written into by a process that may die (`scribe`). Any other kind, and a workbook
that cannot be written into, comes back as a new .xlsx of the same cells.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from communes.roster_import.bounds import Bounds
from communes.roster_import.new_workbook import new_workbook
from communes.roster_import.notes import Note, Notes, column_of_notes, title_of_notes, without_notes
from communes.roster_import.reader import Table

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from communes.roster_import.scribe.program import main; main()"


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent and as it was read; `content` is None where the bytes are gone."""

    name: str
    content: bytes | None
    tables: list[Table]
    understood: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Answer:
    """A file to hand out; `is_own` while it is the one that was sent."""

    name: str
    content: bytes
    is_own: bool


def annotated(sent: Sent, notes: Notes, limits: Bounds) -> Answer:
    """The file with its notes."""
    name = PurePath(sent.name)
    tables = [without_notes(table) for table in sent.tables]
    if sent.content is not None and sent.content.startswith(b"PK"):
        columns = {table.name: _column_for(table) for table in sent.tables}
        written = _in_own_process(sent.content, {**notes, **_outdated(sent.tables, notes)}, columns, limits)
        if written is not None:
            return Answer(f"{name.stem} – {title_of_notes()}{name.suffix}", written, is_own=True)
    return Answer(f"{name.stem} – {title_of_notes()}.xlsx", new_workbook(tables, notes, sent.understood), is_own=False)


def _column_for(table: Table) -> int:
    """Where the notes go: over those of an earlier answer, else behind the last column."""
    earlier = column_of_notes(table)
    return table.width if earlier is None else earlier


def _outdated(tables: list[Table], notes: Notes) -> Notes:
    """The notes of sheets that carry earlier ones: beside rows that are in order now, nothing."""
    renewed: Notes = {}
    for table in tables:
        column = column_of_notes(table)
        if column is not None:
            noted = [number for number, row in enumerate(table.rows, 1) if column < len(row) and row[column] != ""]
            renewed[table.name] = {number: Note(tone="") for number in noted} | notes.get(table.name, {})
    return renewed


def _in_own_process(content: bytes, notes: Notes, columns: dict[str, int], limits: Bounds) -> bytes | None:
    sheets = {
        sheet: {
            "column": columns[sheet],
            "rows": {
                number: {"note": note.text, "tone": note.tone, "marks": note.marks, "texts": note.texts}
                for number, note in rows.items()
            },
        }
        for sheet, rows in notes.items()
        if sheet in columns
    }
    order = {"memory_bytes": limits.memory_bytes, "processor_seconds": limits.processor_seconds, "sheets": sheets}
    head = json.dumps(order, ensure_ascii=True).encode()
    # -I: neither the environment nor the working folder adds anything to what the process can import.
    command = [sys.executable, "-I", "-c", _PROGRAM, str(_ROOT)]
    told = len(head).to_bytes(8, "big") + head + content
    try:
        done = subprocess.run(command, input=told, capture_output=True, timeout=limits.seconds, check=False)
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None
