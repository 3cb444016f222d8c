"""Catalogues compile without gettext, and every fault in one is found."""

from pathlib import Path

import polib
import pytest

from literacy_portal import catalogues


def write(folder: Path, language: str, *entries: polib.POEntry) -> Path:
    """A catalogue with these entries."""
    path = folder / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=1; plural=0;"}
    catalogue.extend(entries)
    catalogue.save(str(path))
    return path


def all_but(folder: Path, language: str) -> None:
    """Whole catalogues for the other languages."""
    for other in set(catalogues.LANGUAGES) - {language}:
        write(folder, other, polib.POEntry(msgid="Village", msgstr="x"))


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        (polib.POEntry(msgid="Village", msgstr=""), "vi: not translated: 'Village'"),
        (polib.POEntry(msgid="Village", msgstr="Thôn", flags=["fuzzy"]), "vi: marked as doubtful: 'Village'"),
        (polib.POEntry(msgid="%(n)s left", msgstr="còn %(m)s"), "vi: other placeholders than the source: '%(n)s left'"),
        (polib.POEntry(msgid="%(n)s left", msgstr="còn"), "vi: other placeholders than the source: '%(n)s left'"),
        (polib.POEntry(msgid="a {name}", msgstr="một"), "vi: other placeholders than the source: 'a {name}'"),
        (polib.POEntry(msgid="one", msgid_plural="%(n)s", msgstr_plural={0: ""}), "vi: not translated: 'one'"),
    ],
)
def test_a_fault_in_a_catalogue_is_found(entry: polib.POEntry, complaint: str, tmp_path: Path) -> None:
    all_but(tmp_path, "vi")
    write(tmp_path, "vi", entry)

    assert list(catalogues.complaints(tmp_path)) == [complaint]


def test_the_source_language_may_leave_a_text_as_it_is_and_a_missing_catalogue_is_told(tmp_path: Path) -> None:
    write(tmp_path, "en", polib.POEntry(msgid="Village", msgstr=""))
    write(tmp_path, "vi", polib.POEntry(msgid="Village", msgstr="Thôn"))

    assert list(catalogues.complaints(tmp_path)) == ["fr: there is no catalogue"]


def test_a_catalogue_is_compiled_when_it_is_newer_and_only_then(tmp_path: Path) -> None:
    path = write(tmp_path, "vi", polib.POEntry(msgid="Village", msgstr="Thôn"))

    counts = [catalogues.compile_changed(tmp_path), catalogues.compile_changed(tmp_path)]

    assert counts == [1, 0]
    assert [(entry.msgid, entry.msgstr) for entry in polib.mofile(str(path.with_suffix(".mo")))] == [("Village", "Thôn")]
