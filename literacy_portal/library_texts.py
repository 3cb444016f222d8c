"""What libraries say on our pages and have not translated: our own words for it, in locale/libraries/.

Django speaks some Vietnamese, django-allauth and django-import-export none; a gap in a French one would even be filled with
Vietnamese, Django's default here. `python -m literacy_portal.library_texts` brings the list up to date (`make messages` runs it):
gaps of a newer library come in empty, texts that it has translated meanwhile or says no more go. LOCALE_PATHS names this
folder after locale/, so that a text which is ours, too, has one translation.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import polib

FOLDER = Path(__file__).resolve().parent.parent / "locale" / "libraries"
LANGUAGES = ("vi", "fr")
"""English is what libraries are written in."""

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Library:
    """A package with catalogues: the language whose catalogue lists all its texts, and the files whose texts we never show."""

    package: str
    listed_in: str = "en"
    domain: str = "django"
    unseen: tuple[str, ...] = ()

    def texts(self, language: str) -> dict[Key, polib.POEntry]:
        """The catalogue that the library brings; empty when there is none."""
        spec = find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            return {}
        path = Path(spec.submodule_search_locations[0]) / "locale" / language / "LC_MESSAGES" / f"{self.domain}.po"
        return {key(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete} if path.exists() else {}

    def gaps(self, language: str) -> Iterator[polib.POEntry]:
        """Its texts that a reader of the language would meet in another one."""
        translated = self.texts(language)
        for one, entry in self.texts(self.listed_in).items():
            known = translated.get(one)
            if not (known and known.translated()) and not all(file.startswith(self.unseen) for file, _ in entry.occurrences):
                yield entry


LIBRARIES = (
    # The names of all languages; sites of other kinds; Django's own error pages, whose places our templates take.
    Library("django.conf", unseen=("conf/global_settings.py", "contrib/", "views/")),
    Library("django.contrib.auth"),
    Library("django.contrib.admin"),
    Library("django.contrib.admin", domain="djangojs"),
    Library("django.contrib.contenttypes"),
    Library("django.contrib.sessions"),
    # Parts that are not installed: an identity provider, an API, sign-in by other companies.
    Library("allauth", unseen=("idp/", "headless/", "templates/idp/", "socialaccount/providers/")),
    Library("import_export", listed_in="fr"),
)


def key(entry: polib.POEntry) -> Key:
    """What tells one text from another: a catalogue that knows the sentence alone does not know its plural."""
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def gaps(language: str, domain: str) -> dict[Key, polib.POEntry]:
    """All that the libraries leave untranslated in a domain."""
    return {key(entry): entry for library in LIBRARIES if library.domain == domain for entry in library.gaps(language)}


def complaints(folder: Path = FOLDER) -> Iterator[str]:
    """One sentence for each gap that our catalogue does not list. Whether what it lists is translated, `catalogues` says."""
    for language, domain, path in _files(folder):
        have = {key(entry) for entry in _catalogue(path, language)}
        missing = sorted(text for _, text, _ in gaps(language, domain).keys() - have)
        yield from (f"{language}: a library's text is missing (run make messages): {text!r}" for text in missing)


def collect(folder: Path = FOLDER) -> None:
    """Write the catalogues anew: exactly the gaps, with the translations that are there already."""
    for language, domain, path in _files(folder):
        catalogue = _catalogue(path, language)
        have = {key(entry): entry for entry in catalogue}
        catalogue[:] = [have.get(one) or _empty(entry) for one, entry in sorted(gaps(language, domain).items())]
        if catalogue or path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            catalogue.save(str(path))


def _files(folder: Path) -> Iterator[tuple[str, str, Path]]:
    for language in LANGUAGES:
        for domain in sorted({library.domain for library in LIBRARIES}):
            yield language, domain, folder / language / "LC_MESSAGES" / f"{domain}.po"


def _catalogue(path: Path, language: str) -> polib.POFile:
    if path.exists():
        return polib.pofile(str(path), wrapwidth=0)
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": {"vi": "nplurals=1; plural=0;", "fr": "nplurals=2; plural=(n > 1);"}[language],
    }
    return catalogue


def _empty(entry: polib.POEntry) -> polib.POEntry:
    """The text alone: where it stands in the library changes with every version, and is nobody's business here."""
    flags = [flag for flag in entry.flags if flag != "fuzzy"]
    forms = {0: ""} if entry.msgid_plural else {}
    return polib.POEntry(
        msgctxt=entry.msgctxt, msgid=entry.msgid, msgid_plural=entry.msgid_plural, msgstr_plural=forms, flags=flags
    )


if __name__ == "__main__":
    collect()
