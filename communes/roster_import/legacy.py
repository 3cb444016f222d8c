"""Vietnamese before Unicode: text typed in TCVN3 fonts (.VnTime) and VNI fonts (domain.md §3.5), and how to recognise it.

Such text is stored as letters of Western Europe: "NguyÔn ThÞ Hoµ" (TCVN3) and "Nguyeãn Thò Hoaø" (VNI) are both "Nguyễn
Thị Hoà". The same letters are valid in Unicode, so only a whole column can be judged, never a cell; and it is judged by
whether its words are Vietnamese syllables before and after. TCVN3 writes "ư" with the soft hyphen, which must not be cleaned
away before.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import islice, product

from communes.roster_import.sandbox.fonts import TCVN3, TCVN3_CAPITALS, VNI

WRITINGS = (TCVN3, VNI)
_WORDS_JUDGED = 400
_SHARE_NEEDED = 0.6
_ADVANTAGE_NEEDED = 0.25

# The letters of the bytes 80 to FF in TCVN 5712:1993, of which the fonts of TCVN3 hold those from A1 on.
_TCVN3 = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíị"
    "òỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
# Dashes, quotes and dots are written in every font, also where TCVN 5712 has a capital.
_PUNCTUATION = frozenset("…‘’“”•–—‹›")
_SHOWN = {byte: bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(0x80, 0x100)}
_FROM_TCVN3 = str.maketrans(
    {shown: letter for (_, shown), letter in zip(sorted(_SHOWN.items()), _TCVN3, strict=True) if shown not in _PUNCTUATION}
)

_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_WITH_HAT = dict(zip("âáàåãä", ("", *_TONES.values()), strict=True))
_WITH_BREVE = dict(zip("êéèúüë", ("", *_TONES.values()), strict=True))
_VNI = {
    **{base + mark: base + tone for base, (mark, tone) in product("aeouy", _TONES.items())},
    **{base + mark: f"{letter}{tone}" for (base, letter), (mark, tone) in product({"ô": "ơ", "ö": "ư"}.items(), _TONES.items())},
    **{base + mark: f"{base}\u0302{tone}" for base, (mark, tone) in product("aeo", _WITH_HAT.items())},
    **{f"a{mark}": f"a\u0306{tone}" for mark, tone in _WITH_BREVE.items()},
    "ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip
_VNI_PARTS = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)), re.IGNORECASE)

# Letters that Vietnamese has and Western Europe has not: text with one of them is Unicode.
_UNICODE = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_WORD = re.compile(r"[^\s!-&(-@\[-`{-~]+")
_TONE_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_ONSET = "b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x"
_RIME = (
    "a(?:[iouycmnpt]|ng|nh|ch)?|ă(?:[cmnpt]|ng)|â(?:[uycmnpt]|ng)|e(?:[ocmnpt]|ng)?|ê(?:[umnpt]|ch|nh|c|ng)?"
    "|i(?:[aumnpt]|ch|nh)?|iê(?:[ucmnpt]|ng)|o(?:[icmnpt]|ng)?|oa(?:[ioycmnpt]|ng|nh|ch)?|oă(?:[cmnt]|ng)|oe(?:[ont])?|oo(?:c|ng)"
    "|ô(?:[icmnpt]|ng)?|ơ(?:[imnpt])?|u(?:[iacmnpt]|ng)?|uê(?:ch|nh)?|uơ|uâ(?:[nty]|ng)|uô(?:[icmnt]|ng)"
    "|uy(?:a|ên|êt|nh|ch|t|u|p)?|ư(?:[aiucmnt]|ng)?|ươ(?:[iucmnpt]|ng)|y|yê(?:[umnt]|ng)|y(?:nh|ch|t)"
)
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{_RIME})")


def decode(text: str, writing: str) -> str:
    """Text of an old font in Unicode, NFC; text that holds letters no such font has is Unicode already and stays."""
    if text.isascii():
        return text.upper() if writing == TCVN3_CAPITALS else text
    if is_unicode(text):
        return text
    decoded = _VNI_PARTS.sub(lambda found: _cased(found[0]), text) if writing == VNI else text.translate(_FROM_TCVN3)
    decoded = unicodedata.normalize("NFC", decoded)
    return decoded.upper() if writing == TCVN3_CAPITALS else decoded


def is_unicode(text: str) -> bool:
    """Whether the text has a Vietnamese letter that no old font could have put there."""
    return bool(_UNICODE.search(text))


def _cased(found: str) -> str:
    letter = _VNI[found.lower()]
    return letter.upper() if found[0].isupper() else letter


def plausibility(text: str) -> float:
    """How much of what is written with accents are Vietnamese syllables: 0 to 1; 1 where nothing has accents."""
    words = list(islice(dict.fromkeys(word for word in _WORD.findall(text) if not word.isascii()), _WORDS_JUDGED))
    return sum(map(is_syllable, words)) / len(words) if words else 1.0


def best_writing(text: str, *, instead: str | None = None) -> str:
    """The old way of writing under which the words become Vietnamese, "" where they rather are so as they stand.

    `instead` is another reading of the same bytes, to be beaten in place of the text as it stands.
    """
    if is_unicode(text):
        text = " ".join(word for word in text.split() if not is_unicode(word))
    words = " ".join(islice(dict.fromkeys(word for word in text.split() if not word.isascii()), _WORDS_JUDGED))
    if not words:
        return ""
    standing = plausibility(words if instead is None else instead[:100_000])
    best = max(WRITINGS, key=lambda writing: plausibility(decode(words, writing)))
    reached = plausibility(decode(words, best))
    return best if reached >= max(_SHARE_NEEDED, standing + _ADVANTAGE_NEEDED) else ""


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Whether a word is built as Vietnamese words are, its capitals included."""
    if not (word[1:].islower() or word.isupper() or not word[1:]):
        return False
    marks = _TONE_MARKS.findall(unicodedata.normalize("NFD", word.lower()))
    toneless = unicodedata.normalize("NFC", _TONE_MARKS.sub("", unicodedata.normalize("NFD", word.lower())))
    return len(marks) <= 1 and bool(_SYLLABLE.fullmatch(toneless))
