"""Rules that a reader of the code would check, checked by reading it (T6)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("accounts", "communes", "teams", "sessions", "indicators", "literacy_portal")
NARROWING = {"within", "reachable"}
READS = {"all", "get", "filter", "exclude", "first", "last", "values", "values_list", "order_by", "select_related", "in_bulk"}

UNSCOPED_READS = {
    # The reader's own sessions.
    "teams/views.py": {"UserSession"},
    # Of a household that was found through the scope; and the catalogue of skills.
    "sessions/views/visits.py": {"Visit", "Skill"},
    # The catalogue of skills, which are the columns of a sheet.
    "sessions/views/paper.py": {"Skill"},
    "sessions/views/paper_screen.py": {"Skill"},
    # Names of provinces; of ethnic groups.
    "indicators/views/home.py": {"Commune"},
    "indicators/views/place.py": {"EthnicGroup"},
}
"""Models read in views without a scope, by file, and why that reaches nobody else."""

RAW_SQL_BUILT_FROM_TEXT: set[str] = set()
TRUSTED_MARKUP = {"literacy_portal/kit/markup.py", "literacy_portal/kit/templatetags/portal.py"}
"""Where markup is made by hand; each line there is reviewed."""
FETCHES: set[str] = {"literacy_portal/supervisor"}
"""Where an address is fetched; never one that a user typed (SSRF)."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Each module of the product, by its path."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def name_of(call: ast.Call) -> str:
    """The last word of what is called."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def chain(node: ast.AST) -> tuple[str, list[str]]:
    """`Model.objects.within(x).get(y)` as ("Model", ["objects", "within", "get"])."""
    words: list[str] = []
    while isinstance(node, (ast.Call, ast.Attribute)):
        if isinstance(node, ast.Attribute):
            words.insert(0, node.attr)
            node = node.value
        else:
            node = node.func
    return getattr(node, "id", ""), words


def is_view(path: str) -> bool:
    return "/views" in path


def test_views_read_models_only_through_a_scope() -> None:
    wrong = []
    for path, tree in sources():
        for call in calls(tree) if is_view(path) else ():
            model, words = chain(call)
            bare = "objects" in words and not NARROWING & set(words) and words[-1] in READS
            if bare and model not in UNSCOPED_READS.get(path, set()) and not _is_narrowed_outside(tree, call):
                wrong.append(f"{path}:{call.lineno} {model}.{'.'.join(words)}")

    assert wrong == []


def _is_narrowed_outside(tree: ast.AST, call: ast.Call) -> bool:
    """Whether the call is the beginning of a longer chain that narrows it."""
    longer = (chain(other)[1] for other in calls(tree) if other is not call and call in list(ast.walk(other.func)))
    return any(NARROWING & set(words) for words in longer)


def test_views_look_up_no_model_without_a_queryset() -> None:
    wrong = [
        f"{path}:{call.lineno}"
        for path, tree in sources()
        if is_view(path)
        for call in calls(tree)
        if name_of(call) in {"get_object_or_404", "get_list_or_404"}
        and isinstance(call.args[0], ast.Name)
        and call.args[0].id[0].isupper()
    ]

    assert wrong == []


def test_markup_is_trusted_only_where_it_is_listed() -> None:
    trusting = {
        path
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, (ast.Name, ast.Attribute))
        and (getattr(node, "id", "") or getattr(node, "attr", "")) in {"mark_safe", "SafeString"}
    }

    assert trusting - TRUSTED_MARKUP == set()


def test_sql_is_never_built_from_what_somebody_typed() -> None:
    built = {
        f"{path}:{call.lineno}"
        for path, tree in sources()
        for call in calls(tree)
        if name_of(call) in {"extra", "RawSQL"}
        and isinstance(call.func, (ast.Attribute, ast.Name))
        and path not in RAW_SQL_BUILT_FROM_TEXT
        if name_of(call) == "RawSQL" or chain(call)[1][:1] == ["objects"]
    }

    assert built == set()


def test_the_portal_fetches_no_address() -> None:
    words = {"urlopen", "urlretrieve"}
    fetching = {
        path
        for path, tree in sources()
        for call in calls(tree)
        if name_of(call) in words or chain(call)[0] in {"requests", "httpx"}
    }

    assert {path for path in fetching if not path.startswith(tuple(FETCHES))} == set()


def test_only_actions_commands_and_the_demonstration_write() -> None:
    writes = {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "save", "delete"}
    allowed = (
        "/actions/",
        "/management/",
        "/demo/",
        "/models/",
        "/tasks.py",
        "/roster_import/",
        "/admin/",
        "admin_scope.py",
        "accounts/audit.py",
    )
    wrong = [
        f"{path}:{call.lineno} {'.'.join(chain(call)[1])}"
        for path, tree in sources()
        if is_view(path) or path.endswith(("forms.py", "queries.py"))
        if not any(place in f"/{path}" for place in allowed)
        for call in calls(tree)
        if name_of(call) in writes and "objects" in chain(call)[1]
    ]

    assert wrong == []


def test_forms_of_models_name_their_fields() -> None:
    wrong = []
    for path, tree in sources():
        for meta in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == "Meta"):
            named = {
                target.id: item.value
                for item in meta.body
                if isinstance(item, ast.Assign)
                for target in item.targets
                if isinstance(target, ast.Name)
            }
            everything = isinstance(named.get("fields"), ast.Constant)
            if "model" in named and ("exclude" in named or everything or "fields" not in named):
                wrong.append(f"{path}:{meta.lineno}")

    assert wrong == []


@pytest.mark.parametrize("folder", [*APPS, "tests"])
def test_no_module_has_a_name_that_rots(folder: str) -> None:
    rotten = {"utils", "helpers", "services", "common", "managers", "misc"}

    assert [str(path) for path in (ROOT / folder).rglob("*.py") if path.stem in rotten] == []


def test_the_test_packages_that_keep_apps_visible_exist() -> None:
    folders = [folder for folder in (ROOT / "tests").iterdir() if folder.is_dir() and list(folder.glob("*.py"))]

    assert [folder.name for folder in [ROOT / "tests", *folders] if not (folder / "__init__.py").exists()] == []


def test_nothing_is_left_to_do_or_left_out() -> None:
    # Put together, so that this list does not find itself.
    words = [
        "TO" + "DO",
        "FIX" + "ME",
        "XX" + "X:",
        "raise NotImplemented" + "Error",
        "pytest.mark." + "skip",
        "pytest." + "skip(",
        "xf" + "ail(",
    ]
    texts = [
        path
        for folder in (*APPS, "tests", "templates", "static")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".js", ".css"}
    ]

    assert [f"{path.relative_to(ROOT)}: {word}" for path in texts for word in words if word in path.read_text()] == []
