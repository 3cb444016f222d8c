"""The reading process from its first line to its last."""

import json
import resource
import sys
from importlib import import_module
from typing import Any

from communes.roster_import.sandbox import numbered
from communes.roster_import.sandbox.refused import RefusedError
from communes.roster_import.sandbox.sheets import Limits

_READERS = {"workbook": "workbooks", "csv": "csv_tables", "html": "html_tables", "xml": "xml_tables"}


def main(order_text: str) -> None:
    """Reads, answers, and leaves at once: nothing of the file outlives this process."""
    order = json.loads(order_text)
    limits: Limits = order["bounds"]
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"], limits["memory_bytes"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["processor_seconds"], limits["processor_seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(numbered.dump(answer(sys.stdin.buffer.read(), order["kind"], limits)))


def answer(data: bytes, kind: str, limits: Limits) -> dict[str, Any]:
    """The sheets of a file of this kind, or why it is refused."""
    # Only what this kind needs: the process lives for one file.
    reader = import_module(f"communes.roster_import.sandbox.{_READERS[kind]}")
    try:
        return {"sheets": reader.read(data, limits)}
    except RefusedError as refused:
        return refused.answer
