"""`python -m bench [--persons N] [--only PART …]`: measures, prints the table, writes bench.json."""

import argparse
import importlib
import json
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import servers
from bench.row import Row

PARTS = ("figures", "history", "freshness", "pages", "sync", "roster")
"""The modules beside this one: each has `measure(persons)`, which yields rows out of fresh databases."""
SCALE = 10_000
ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Exits 0 also where goals are missed: the table says which, and docs/performance.md why."""
    asked = _asked()
    servers.provide()
    rows = [row for part in asked.only for row in _measured(part, asked.persons)]
    print(_table(rows))
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"\n{asked.persons:,} persons. {machine}. {sum(row.met for row in rows)} of {len(rows)} goals met.")
    Path(asked.json).write_text(json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=1) + "\n")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--persons", type=int, default=SCALE, help="people in the made-up country (10000, 300000, 2800000)")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS, help="only these parts")
    parser.add_argument("--json", default=str(ROOT / "bench.json"), help="where the list is written")
    return parser.parse_args()


def _measured(part: str, persons: int) -> Iterator[Row]:
    print(f"… {part}", file=sys.stderr, flush=True)
    for row in importlib.import_module(f"bench.{part}").measure(persons):
        print(f"  {row.name}: {row.ratio:.3g} × {row.baseline}", file=sys.stderr, flush=True)
        yield row


def _table(rows: list[Row]) -> str:
    lines = [("Name", "Against", "Ours", "Theirs", "Ratio", "Goal", "Met", "Note")]
    for row in rows:
        ours, theirs = (f"{value:.3g} {row.unit}" for value in (row.ours, row.theirs))
        met = "yes" if row.met else "**no**"
        lines.append((row.name, row.baseline, ours, theirs, f"{row.ratio:.3g}", row.as_json()["goal"], met, row.note))
    return "\n".join(f"| {' | '.join(line)} |" for line in [lines[0], tuple("---" for _cell in lines[0]), *lines[1:]])


if __name__ == "__main__":
    main()
