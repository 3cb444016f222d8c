"""Whether the lock files fit pyproject.toml and each other. Asks no registry: it reads what is written."""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)")


def complaints(root: Path = ROOT) -> Iterator[str]:
    """One sentence for each disagreement."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    development = [*extras["embedded"], *extras["dev"]]
    asked = {"production": [], "demo": extras["embedded"], "development": development, "bench": [*development, *extras["bench"]]}
    locks = {name: _pins(root, name) for name in asked}
    for name, more in asked.items():
        yield from _unmet(name, [*project["dependencies"], *more], locks[name])
        yield from _strangers(root, name)
    yield from _differences("production", "demo", locks)
    yield from _differences("demo", "development", locks)
    yield from _differences("development", "bench", locks)


def _pins(root: Path, name: str) -> dict[str, Version]:
    found = map(PIN.match, (root / "requirements" / f"{name}.txt").read_text().splitlines())
    return {canonicalize_name(pin["name"]): Version(pin["version"]) for pin in found if pin}


def _unmet(name: str, asked: list[str], lock: dict[str, Version]) -> Iterator[str]:
    for text in asked:
        requirement = Requirement(text)
        version = lock.get(canonicalize_name(requirement.name))
        if version is None:
            yield f"{name}.txt lacks {requirement.name}: run make lock"
        elif version not in requirement.specifier:
            yield f"{name}.txt has {requirement.name} {version}, pyproject.toml asks for {requirement.specifier}: run make lock"


def _strangers(root: Path, name: str) -> Iterator[str]:
    """Each pin has its hashes, and no address of a registry or path of a machine is written down."""
    text = (root / "requirements" / f"{name}.txt").read_text()
    for block in re.split(r"\n(?=\S)", text):
        if PIN.match(block) and "--hash=sha256:" not in block:
            yield f"{name}.txt has {block.split()[0]} without a hash"
    for word in ("://", "--index", "--extra-index", "--find-links", "file:"):
        if word in text:
            yield f"{name}.txt holds an address: {word}"


def _differences(part: str, whole: str, locks: dict[str, dict[str, Version]]) -> Iterator[str]:
    for name, version in locks[part].items():
        if locks[whole].get(name) != version:
            yield f"{whole}.txt has {name} {locks[whole].get(name)}, {part}.txt has {version}: run make lock"


if __name__ == "__main__":
    wrong = list(complaints())
    print("\n".join(wrong) or "The locks fit")
    sys.exit(1 if wrong else 0)
