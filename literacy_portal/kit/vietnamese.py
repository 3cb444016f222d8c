"""Vietnamese text: one stored form, a key to search by, a key to sort by.

PostgreSQL is used without ICU and without extensions, so search and order rest on stored keys.
"""

import unicodedata
from functools import lru_cache

_INVISIBLE = dict.fromkeys([0x0000, 0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")

# The alphabet of Vietnamese dictionaries; f, j, w, z stand where Latin order puts them.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER = {letter: chr(ord("A") + rank) for rank, letter in enumerate(_ALPHABET)}
# ngang, huyền, hỏi, ngã, sắc, nặng
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = "\u0302\u0306\u031b"  # circumflex, breve, horn: they make another letter, not another tone


def clean(text: str) -> str:
    """NFC, without invisible characters, spaces collapsed and trimmed.

    Legacy TCVN3 text must be decoded before: its letter "ư" is the soft hyphen removed here.
    """
    composed = unicodedata.normalize("NFC", text)
    # None of the invisible characters is printable, and almost every text is.
    return " ".join((composed if composed.isprintable() else composed.translate(_INVISIBLE)).split())


def search_key(text: str) -> str:
    """What two spellings of one name share: no case, accents, apostrophes; đ is d.

    "Hoà", "Hòa" and "HÒA" are equal; "Ea H’Leo" equals "Ea H'leo". It matches, it never identifies:
    different people and places may share a key.
    """
    return " ".join([key for word in clean(text).split(" ") if (key := _bare(word))])


# Names are made of few words, over and over: rosters of a commune come in at several times the speed.
@lru_cache(maxsize=4096)
def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.casefold().replace("đ", "d"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return bare.replace("ƀ", "b").translate(_APOSTROPHES).strip()


@lru_cache(maxsize=4096)
def _word_key(word: str) -> str:
    letters, tone = [], "0"
    for base in unicodedata.normalize("NFC", word.casefold()):
        marks = unicodedata.normalize("NFD", base)
        tone = next((_TONES[m] for m in marks if m in _TONES), tone)
        plain = unicodedata.normalize("NFC", "".join(m for m in marks if m not in _TONES))
        letters.append(_LETTER.get(plain[:1], plain[:1]))
    return "".join(letters) + tone


def text_sort_key(text: str) -> str:
    """A key whose byte order is the order of a Vietnamese dictionary (letters, then tones, by word)."""
    words = clean(text).translate(_APOSTROPHES).replace("-", " ").split()
    return " ".join([_word_key(word) for word in words])


def given_name(full_name: str) -> str:
    """The last word of a name (tên), by which Vietnamese lists are ordered."""
    words = clean(full_name).split(" ")
    return words[-1]


def name_sort_key(full_name: str) -> str:
    """Order of Vietnamese name lists: by given name, then by the rest."""
    words = clean(full_name).split(" ")
    return text_sort_key(" ".join([words[-1], *words[:-1]]))
