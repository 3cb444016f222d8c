"""The catalogues of texts: compiled without gettext, and proven complete.

`python -m literacy_portal.catalogues compile` writes the .mo files; `... check` says what is missing and exits with 1.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

from literacy_portal import library_texts

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
LANGUAGES = ("vi", "en", "fr")
SOURCE = "en"
"""The texts are written in this language, so its catalogue may leave an entry empty, save plurals, which need both forms."""

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}|%%")


def catalogues(folder: Path = LOCALE) -> list[Path]:
    """All .po files below the folder: ours, and our words for libraries (`library_texts`)."""
    return sorted(folder.rglob("*.po"))


def compile_changed(folder: Path = LOCALE) -> int:
    """Write the .mo beside each .po that is newer; how many were written."""
    stale = [path for path in catalogues(folder) if not path.with_suffix(".mo").exists() or _newer(path, path.with_suffix(".mo"))]
    for path in stale:
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    return len(stale)


def complaints(folder: Path = LOCALE) -> Iterator[str]:
    """One sentence for each text that is untranslated, doubtful or has other placeholders than its source."""
    for language in LANGUAGES:
        if not (folder / language / "LC_MESSAGES" / "django.po").exists():
            yield f"{language}: there is no catalogue"
    for path in catalogues(folder):
        for entry in polib.pofile(str(path)):
            if not entry.obsolete:
                yield from (f"{path.parents[1].name}: {why}: {entry.msgid!r}" for why in _faults(entry, path.parents[1].name))


def _newer(one: Path, other: Path) -> bool:
    return one.stat().st_mtime_ns > other.stat().st_mtime_ns


def _faults(entry: polib.POEntry, language: str) -> Iterator[str]:
    if entry.fuzzy:
        yield "marked as doubtful"
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(forms):
        if language != SOURCE:
            yield "not translated"
        return
    # A plural may leave the number out in one form ("one household"), never add a placeholder of its own.
    known = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
    for form in forms:
        used = set(PLACEHOLDER.findall(form))
        if used - known or (not entry.msgid_plural and known - used):
            yield "other placeholders than the source"


def forgotten() -> Iterator[str]:
    """Texts of the code that the catalogues do not have. Needs gettext's xgettext, as Django's makemessages does."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("accounts", "communes", "teams", "sessions", "indicators", "literacy_portal", "templates", "static"):
            (Path(folder) / name).symlink_to(ROOT / name)
        (Path(folder) / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "--locale", "xx", "--symlinks", "--verbosity", "0"]
        subprocess.run(command, cwd=folder, check=True)
        found = Path(folder) / "locale" / "xx" / "LC_MESSAGES" / "django.po"
        used = {_key(entry) for entry in polib.pofile(str(found))}
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        have = {_key(entry) for entry in polib.pofile(str(path)) if not entry.obsolete} if path.exists() else set()
        yield from (
            f"{language}: missing from the catalogue (run make messages): {text!r}" for _, text in sorted(used - have, key=str)
        )


def _key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid


def main(words: list[str]) -> int:
    """The command; its exit status."""
    if words == ["compile"]:
        print(f"{compile_changed()} catalogues compiled")
        return 0
    if words == ["check"]:
        wrong = [*complaints(), *library_texts.complaints(), *forgotten()]
        print("\n".join(wrong) or "The catalogues are complete")
        return 1 if wrong else 0
    print("compile or check?")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
