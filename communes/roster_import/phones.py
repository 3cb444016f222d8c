"""Phone numbers as lists write them: lost zeros, two in a cell, words after them (domain.md §3.3)."""

import re
from functools import lru_cache

import phonenumbers

from communes.roster_import.findings import Finding, finding
from communes.roster_import.reader import Cell

_BETWEEN = re.compile(r"[;/,\n|]+|\s+[-–]\s+|\s{2,}|\b(?:hoặc|và)\b")
_WORDS = re.compile(r"[^\d+().\s\-]+")
_OTHERS_LENGTH = 80


def parse_phones(cell: Cell) -> tuple[list[str], list[Finding]]:
    """The numbers in international form, in the order of the cell, without repetition."""
    if cell == "" or isinstance(cell, bool):
        return [], []
    numbers: dict[str, None] = {}
    found = []
    for part in _BETWEEN.split(str(cell)):
        digits = _WORDS.sub(" ", part).strip(" .-()")
        if not any(c.isdigit() for c in digits):
            continue
        number = _international(digits)
        if number:
            numbers[number] = None
        else:
            found.append(finding("phone_unclear", "phone", value=part.strip()))
    return list(numbers), found


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
