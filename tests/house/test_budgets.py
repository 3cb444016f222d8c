"""How large things may grow. The longest are printed, so that whoever adds to them sees it."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from django.conf import settings

from tests.house.test_code_rules import APPS

ROOT = Path(settings.BASE_DIR)


def modules() -> dict[str, int]:
    """Lines of each module that says something."""
    found = {}
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            lines = path.read_text().count("\n")
            if "migrations" not in path.parts and "formats" not in path.parts and (path.name != "__init__.py" or lines >= 15):
                found[str(path.relative_to(ROOT))] = lines
    return found


def functions() -> dict[str, int]:
    """Lines of each function's body, without its docstring."""
    return dict(_functions())


def _functions() -> Iterator[tuple[str, int]]:
    for module in modules():
        for node in ast.walk(ast.parse((ROOT / module).read_text())):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield f"{module}:{node.name}:{node.lineno}", _length(node)


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def longest(sizes: dict[str, int]) -> str:
    return "\n".join(f"{size:5} {name}" for name, size in sorted(sizes.items(), key=lambda item: -item[1])[:10])


def test_modules_are_small() -> None:
    sizes = modules()
    print(f"modules: {len(sizes)}, median {median(sizes.values())}\n{longest(sizes)}")

    assert median(sizes.values()) <= 80
    assert [name for name, size in sizes.items() if size > 350] == []


def test_functions_are_small() -> None:
    sizes = functions()
    print(f"functions: {len(sizes)}, median {median(sizes.values())}\n{longest(sizes)}")

    assert median(sizes.values()) <= 8
    assert quantiles(sizes.values(), n=20)[-1] <= 40
    assert [name for name, size in sizes.items() if size > 50] == []
