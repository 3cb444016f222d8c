"""Reading a page as its reader does, and telling which of its words are of no language that was asked for."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import polib
from django.conf import settings

from indicators.catalogue import BUILTIN, DECLARED
from literacy_portal.library_texts import LIBRARIES
from sessions.models import Skill

LOCALE = Path(settings.BASE_DIR) / "locale"
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SILENT = {"script", "style", "code", "pre"}
"""Elements that hold no sentences: programs, keys, addresses."""
SPOKEN_ATTRIBUTES = {"aria-label", "alt", "title", "placeholder", "data-label", "data-saving"}
PLACEHOLDERS = re.compile(r"%\(\w+\)\w|%[sd]|\{\w*\}|<[^>]*>|&\w+;|https?://\S+")
WORD = re.compile(r"[^\W\d_]+")
CODED = re.compile(r"\b[\w-]+(?:[._/@-][\w-]+)+\b")
"""Names of files, verbs of the journal, addresses: `visit.record`, `danh-sach.xlsx`."""


class _Reader(HTMLParser):
    """The sentences of a page: its text and the attributes that are read aloud, without parts in another language."""

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language, self.sentences, self._open = language, list[str](), list[tuple[str, bool]]()

    @property
    def _is_silent(self) -> bool:
        return any(is_silent for _, is_silent in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_silent = tag in SILENT or (given.get("lang") or self.language) != self.language
        if not (is_silent or self._is_silent):
            spoken = [value for name, value in attrs if name in SPOKEN_ATTRIBUTES]
            if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
                spoken.append(given.get("value"))
            self.sentences += [value for value in spoken if value]
        if tag not in VOID:
            self._open.append((tag, is_silent))

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][0] == tag:
                del self._open[at:]
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._is_silent:
            self.sentences.append(" ".join(data.split()))


def sentences(page: str, language: str) -> list[str]:
    """What a reader of the page, declared to be in the language, reads and hears."""
    reader = _Reader(language)
    reader.feed(page)
    return reader.sentences


ENGLISH = """about above after allowed already also and any are before below but cannot did does error exist failed field found
from has have invalid its line matching missing must not only other please query recent required should than that the their then
there these this those value was were which with without wrong you your"""
"""Words that only English has; so that a text no catalogue knows is found, too."""


def leftovers(read: Iterable[str], language: str, data: Iterable[str]) -> Iterator[str]:
    """The sentences with an English word that the language does not use, or in Vietnamese; `data` is what users wrote."""
    written, foreign = sorted(data, key=len, reverse=True), english_but_not(language)
    # Django fills the gaps of another catalogue with its default language.
    fallen = {text for text in translations("vi") if not text.isascii()} - translations(language) - {"Tiếng Việt", *written}
    for sentence in read:
        text = sentence
        for one in written:
            text = text.replace(one, " ")
        if found := foreign & words(CODED.sub(" ", text)):
            yield f"{sentence!r} ({', '.join(sorted(found))})"
        elif sentence in fallen:
            yield f"{sentence!r} (Vietnamese)"


def words(text: str) -> set[str]:
    """The words of three letters or more, small."""
    return {word for word in WORD.findall(PLACEHOLDERS.sub(" ", text).lower()) if len(word) > 2}


@cache
def english_but_not(language: str) -> frozenset[str]:
    """All words of the English texts, ours and the libraries', that no translation into the language uses."""
    english, spoken = set(ENGLISH.split()), set[str]()
    for entry in (*_own(language), *_of_libraries("listed"), *_of_libraries(language)):
        english |= words(f"{entry.msgid} {entry.msgid_plural}")
        spoken |= words(" ".join([entry.msgstr, *entry.msgstr_plural.values()])) if entry.translated() else set()
    named = [getattr(words_of, language) for one in (*BUILTIN, *DECLARED) for words_of in (one.names, one.rule)]
    return frozenset(english - spoken - words(" ".join(named)))


@cache
def translations(language: str) -> frozenset[str]:
    """Every text of the catalogues in the language, ours and the libraries'."""
    entries = (*_own(language), *_of_libraries(language))
    return frozenset(text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values()))


def _own(language: str) -> list[polib.POEntry]:
    return [entry for path in (LOCALE / language, LOCALE / "libraries" / language) for entry in _below(path)]


def _below(folder: Path) -> list[polib.POEntry]:
    return [entry for path in sorted(folder.rglob("*.po")) for entry in polib.pofile(str(path)) if not entry.obsolete]


def _of_libraries(language: str) -> list[polib.POEntry]:
    """What the libraries' own catalogues hold; `listed`: their English texts, whatever the language of the list."""
    if language != "listed":
        return [entry for library in LIBRARIES for entry in library.texts(language).values()]
    texts = [entry for library in LIBRARIES for entry in library.texts(library.listed_in).values()]
    return [polib.POEntry(msgid=entry.msgid, msgid_plural=entry.msgid_plural) for entry in texts]


def skill_names() -> set[str]:
    """Names of skills in all languages are data of an administrator."""
    return {name for skill in Skill.objects.all() for name in (skill.name_vi, skill.name_en, skill.name_fr)}
