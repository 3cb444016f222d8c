"""Words in cells and titles, made equal for comparison."""

import re
from functools import lru_cache

from literacy_portal.kit.vietnamese import clean, search_key

_PUNCTUATION = re.compile(r"[^\w\s]|_")
_COLUMN_NUMBER = re.compile(r"\(\s*\d{1,2}\s*\)")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Without case, accents, punctuation: "Q.hệ chủ hộ" and "q hệ CHỦ HỘ" are one."""
    return " ".join(_PUNCTUATION.sub(" ", search_key(text)).split())


@lru_cache(maxsize=20_000)
def lowered(text: str) -> str:
    """Without case and punctuation but with accents, where "Năm" (year) and "Nam" (male) must differ."""
    return " ".join(_PUNCTUATION.sub(" ", clean(text).casefold()).split())


def title(text: str) -> str:
    """A column title without its column number: "Họ và tên (3)" is "Họ và tên"."""
    return clean(_COLUMN_NUMBER.sub(" ", text))
