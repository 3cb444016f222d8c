"""How large the house's modules and functions are, and the limits they keep."""

import ast
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("accounts", "communes", "teams", "sessions", "indicators", "literacy_portal")

MEDIAN_MODULE, LONGEST_MODULE = 80, 350
MEDIAN_FUNCTION, LONGEST_FUNCTION = 8, 50
"""Lines: of a module all, of a function those of its body without the docstring."""


@dataclass(frozen=True, order=True)
class Size:
    """Lines of one module or function."""

    lines: int
    name: str


def sources() -> list[Path]:
    """The product's modules, without migrations, which Django writes, and without empty ones."""
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts and path.stat().st_size)


def modules() -> list[Size]:
    """Every module's length."""
    return [Size(len(path.read_text().splitlines()), str(path.relative_to(ROOT))) for path in sources()]


def functions() -> list[Size]:
    """Every function's length."""
    return [size for path in sources() for size in _functions_of(path)]


def _functions_of(path: Path) -> Iterator[Size]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            yield Size((body[-1].end_lineno or 0) - body[0].lineno + 1, f"{path.relative_to(ROOT)}:{node.name}")


def report() -> str:
    """The medians and the ten longest of both, to be read."""
    lines = []
    for kind, sizes in (("modules", modules()), ("functions", functions())):
        lines.append(f"{len(sizes)} {kind}, median {statistics.median(size.lines for size in sizes):g} lines; the longest:")
        lines += [f"  {size.lines:4} {size.name}" for size in sorted(sizes, reverse=True)[:10]]
    return "\n".join(lines)
