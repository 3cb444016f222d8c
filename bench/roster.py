"""A commune's roster of 15 columns from the file to the database, against reading it alone and against django-import-export."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import python_calamine
from django.db import connection

from bench.roster_rows import PERSONS, resource
from bench.roster_workbook import roster_rows, workbook
from bench.row import Row, seconds
from bench.servers import fresh_database

MOST = 100_000
"""People of one commune; a file holds 120,000 rows at most."""
SAMPLE, SAMPLE_TUNED = 500, 5_000
"""People whom the library imports, as it comes and tuned: the rest is scaled up, as it would take minutes."""
MEGABYTES = 320
_NAME = "A roster read, planned and applied"


def measure(persons: int) -> Iterator[Row]:
    """The first import of a commune, the same file again, and the same people by other means."""
    people = min(persons, MOST)
    with tempfile.TemporaryDirectory() as folder, fresh_database("roster"):
        file = Path(folder) / "roster.xlsx"
        file.write_bytes(workbook(roster_rows(people, 50)))
        alone = seconds(lambda: _calamine(file), times=3)
        first, again = _imported(file), _imported(file)
        yield Row(_NAME, "python-calamine alone reads it", first["seconds"], alone, 2.5, note=first["steps"])
        sample = min(people, SAMPLE_TUNED)
        tuned = _by_library(workbook(roster_rows(sample, 50)), tuned=True) * people / sample
        note = f"{sample:,} people, scaled; the library writes people only: no households, no residences, nothing to undo"
        yield Row(_NAME, "django-import-export, bulk and no diff", first["seconds"], tuned, 10, False, True, note=note)
        few = workbook(roster_rows(SAMPLE, 50))
        default = _by_library(few, tuned=False) * people / SAMPLE
        note = f"{SAMPLE:,} people, scaled"
        yield Row(_NAME, "django-import-export as it comes", first["seconds"], default, 100, False, True, note=note)
        name = "Rows written by the same file again"
        yield Row(name, "by the first time", again["written"], first["written"], 0, unit="rows", note=again["steps"])
        note = "worker and reading process together"
        yield Row("Peak memory of an import", f"{MEGABYTES} MB", first["megabytes"], MEGABYTES, 1, unit="MB", note=note)


def _calamine(file: Path) -> None:
    python_calamine.CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()


def _by_library(content: bytes, *, tuned: bool) -> float:
    """As its admin does: read, tried, imported. The people are taken out again."""
    from import_export.formats.base_formats import XLSX

    def work() -> None:
        dataset = XLSX().create_dataset(content)
        # The library asks for the column of its key before it lets the resource make it.
        dataset.append_col([""] * len(dataset), header="id_hash")
        for dry_run in (True, False):
            result = resource(tuned=tuned).import_data(dataset, dry_run=dry_run, raise_errors=True)
            assert not result.has_errors()

    started = time.perf_counter()
    work()
    taken = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM communes_resident WHERE other_phones = '{PERSONS}'")
    return taken


def _imported(file: Path) -> dict[str, Any]:
    """One import in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-W", "ignore", "-m", "bench.roster_process", str(file)]
    done = subprocess.run(command, capture_output=True, check=False, text=True, env=os.environ)
    if done.returncode:
        raise RuntimeError(done.stderr)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
