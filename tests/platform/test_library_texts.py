"""Texts of libraries: what they left untranslated is known, kept, and let go when it is no longer needed."""

from pathlib import Path

import polib

from literacy_portal import library_texts

SIGN_OUT = ("", "Are you sure you want to sign out?", "")


def test_django_allauth_speaks_no_vietnamese_but_french() -> None:
    assert SIGN_OUT in library_texts.gaps("vi", "django")
    assert SIGN_OUT not in library_texts.gaps("fr", "django")


def test_texts_of_pages_that_we_do_not_have_are_left_out() -> None:
    texts = {text for _, text, _ in library_texts.gaps("vi", "django")}

    assert "Afrikaans" not in texts
    assert "Django Community" not in texts


def test_a_text_that_is_not_in_our_catalogue_is_told(tmp_path: Path) -> None:
    told = set(library_texts.complaints(tmp_path))

    assert f"vi: a library's text is missing (run make messages): {SIGN_OUT[1]!r}" in told


def test_collecting_keeps_translations_brings_gaps_and_drops_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "vi" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid=SIGN_OUT[1], msgstr="Có chắc không?"))
    catalogue.append(polib.POEntry(msgid="Said by nobody any more", msgstr="Thôi"))
    catalogue.save(str(path))

    library_texts.collect(tmp_path)

    collected = {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))}
    assert collected[SIGN_OUT[1]] == "Có chắc không?"
    assert collected["Change Email"] == ""
    assert "Said by nobody any more" not in collected
    assert list(library_texts.complaints(tmp_path)) == []


def test_our_catalogues_list_every_gap() -> None:
    assert list(library_texts.complaints()) == []
