"""The lock files fit pyproject.toml, and a disagreement would be seen."""

import shutil
from pathlib import Path

import pytest

from literacy_portal.embedded import ROOT
from tests.platform.locks import complaints


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The files of the locks, free to be spoiled."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def test_the_locks_fit() -> None:
    assert list(complaints()) == []


def test_a_dependency_without_a_pin_is_seen(copy: Path) -> None:
    project = copy / "pyproject.toml"
    project.write_text(project.read_text().replace("dependencies = [\n", 'dependencies = [\n    "left-pad",\n', 1))

    assert list(complaints(copy)) == [
        f"{name}.txt lacks left-pad: run make lock" for name in ("production", "demo", "development", "bench")
    ]


def test_a_pin_that_differs_between_locks_is_seen(copy: Path) -> None:
    demo = copy / "requirements" / "demo.txt"
    demo.write_text(demo.read_text().replace("\ntzdata==", "\ntzdata==1", 1))

    assert [sentence.split()[2] for sentence in complaints(copy) if "production.txt has" in sentence] == ["tzdata"]


def test_an_address_in_a_lock_is_seen(copy: Path) -> None:
    lock = copy / "requirements" / "production.txt"
    lock.write_text("--index-url https://registry.example/simple\n" + lock.read_text())

    assert "production.txt holds an address: ://" in list(complaints(copy))
