"""Phone numbers as lists write them: lost zeros, two in a cell, words after them (domain.md §3.3)."""

import re
from functools import lru_cache

import phonenumbers

from communes.roster_import.findings import Finding, finding
from communes.roster_import.reader import Cell

_BETWEEN = re.compile(r"[;/,\n|]+|\s+[-–]\s+|\s{2,}|\b(?:hoặc|và)\b")
_WORDS = re.compile(r"[^\d+().\s\-]+")
_OTHERS_LENGTH = 80
_DIGITS = 10
# Mobile numbers lost a digit in 2018: their first four became three.
_SINCE_2018 = {f"016{n}": f"03{n}" for n in range(2, 10)} | {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip


def _pattern_of_mobiles() -> re.Pattern[str]:
    vietnam = phonenumbers.PhoneMetadata.metadata_for_region("VN")
    # The library lists the country; without it no number would be taken the short way, and all are the long one.
    known = vietnam.mobile.national_number_pattern if vietnam and vietnam.mobile else None
    return re.compile(f"0(?:{known})" if known else r"(?!)", re.ASCII)


# As almost every number is written; the library takes fifty times as long to say the same.
_MOBILE = _pattern_of_mobiles()


def parse_phones(cell: Cell) -> tuple[list[str], list[Finding]]:
    """The numbers in international form, in the order of the cell, without repetition."""
    if cell == "" or isinstance(cell, bool):
        return [], []
    if isinstance(cell, str) and _MOBILE.fullmatch(cell):
        return [f"+84{cell[1:]}"], []
    numbers: dict[str, None] = {}
    found = []
    for part in _BETWEEN.split(str(cell)):
        digits = _WORDS.sub(" ", part).strip(" .-()")
        if not any(c.isdigit() for c in digits):
            continue
        told = _numbers_in(digits)
        numbers |= dict.fromkeys(told)
        if not told:
            found.append(_wrong(part.strip(), digits))
    return list(numbers), found


def _numbers_in(digits: str) -> list[str]:
    """One number; or two and more, written one after the other with no more than a dash or a space between."""
    if number := _international(digits):
        return [number]
    bare = "".join(c for c in digits if c.isdecimal())
    parts = [bare[at : at + _DIGITS] for at in range(0, len(bare), _DIGITS)]
    told = [_international(part) for part in parts]
    return told if len(parts) > 1 and all(told) else []


def _wrong(part: str, digits: str) -> Finding:
    bare = "".join(c for c in digits if c.isdecimal())
    today = _SINCE_2018.get(bare[:4])
    if today and len(bare) == _DIGITS + 1:
        return finding("phone_old", "phone", value=part, today=f"{today}{bare[4:]}")
    return finding("phone_unclear", "phone", value=part)


@lru_cache(maxsize=50_000)
def _international(digits: str) -> str:
    try:
        number = phonenumbers.parse(digits, "VN")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def first_and_others(numbers: list[str]) -> tuple[str, str, list[Finding]]:
    """One number to call, the others as text, and a warning where they do not all fit."""
    kept: list[str] = []
    for number in numbers[1:]:
        if len(", ".join([*kept, number])) <= _OTHERS_LENGTH:
            kept.append(number)
    dropped = len(kept) < len(numbers) - 1
    return (numbers[0] if numbers else ""), ", ".join(kept), [finding("phones_dropped", "phone")] if dropped else []
