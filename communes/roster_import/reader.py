"""Workbook bytes to raw tables, by a process that may die of them."""

import json
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from communes.roster_import.bounds import Bounds, bounds
from communes.roster_import.container import kind_of
from communes.roster_import.refusals import RefusalError

Cell = str | int | float | bool
_PROGRAM = Path(__file__).with_name("sandbox.py")


@dataclass(frozen=True)
class Table:
    """One sheet. Row `n` of the sheet is `rows[n - 1]`; cells missing at a row's end are empty."""

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    hidden_rows: frozenset[int] = field(default=frozenset())

    @cached_property
    def width(self) -> int:
        """Columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)

    def as_json(self) -> dict[str, Any]:
        """The form in which an import keeps its tables until it is over."""
        return {"name": self.name, "rows": self.rows, "hidden": self.hidden, "hidden_rows": sorted(self.hidden_rows)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Table":
        """The table that `as_json` described."""
        return cls(stored["name"], stored["rows"], stored["hidden"], frozenset(stored["hidden_rows"]))


def read(data: bytes, limits: Bounds | None = None) -> list[Table]:
    """The sheets that hold rows.

    Raises:
        RefusalError: the file is not read, and why.
    """
    limits = limits or bounds()
    answer = _in_sandbox(data, kind_of(data, limits), limits)
    if "refused" in answer:
        raise RefusalError(answer["refused"], **answer["params"])
    tables = [Table.from_json(sheet) for sheet in answer["sheets"] if sheet["rows"]]
    if not tables:
        raise RefusalError("no_rows")
    return tables


def _in_sandbox(data: bytes, kind: str, limits: Bounds) -> dict[str, Any]:
    order = json.dumps({"kind": kind, "bounds": limits.as_dict()})
    # -I: neither the environment nor the folder of the program adds anything to what the process can import.
    command = [sys.executable, "-I", str(_PROGRAM), order]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=limits.seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise RefusalError("too_slow", limit=limits.seconds) from error
    if done.returncode == -signal.SIGXCPU:
        raise RefusalError("too_slow", limit=limits.processor_seconds)
    if done.returncode != 0:
        raise RefusalError("damaged")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
