"""Birth as lists write it: a day, a serial number of Excel, a year, "SN 1988", "15/3/82" (domain.md §3.6)."""

import math
import re
from datetime import date, timedelta

from communes.roster_import.findings import Finding, finding
from communes.roster_import.labels import fold
from communes.roster_import.reader import Cell

OLDEST = 120
_TWO_DIGITS_OLDEST = 110
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(2200, 73_000)
_CENTURY = 100
_SERIAL_DIGITS = 6
_WORDS = re.compile(r"^(sn|ns|sinh nam|nam sinh|sinh ngay|ngay sinh|nam|sinh)\s+")
_DAY = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_MONTH = re.compile(r"\d{0,2}\s*[/.\-]?\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")

Birth = tuple[date | None, int | None, list[Finding]]


def parse_birth(cell: Cell, day: date) -> Birth:
    """The date if known, the year, and what is doubtful; an empty cell is (None, None, [])."""
    if cell == "" or isinstance(cell, bool):
        return None, None, []
    born, year, found = _from_number(cell, day) if isinstance(cell, int | float) else _from_text(cell, day)
    wrong = _out_of_range(cell, born, year, day)
    return (None, None, [wrong]) if wrong else (born, year, found)


def _from_number(number: float, day: date) -> Birth:
    whole = int(number) if math.isfinite(number) else 0
    if day.year - OLDEST - 50 <= whole <= day.year + 50:
        return None, whole, []
    if whole in _SERIALS:
        born = _EXCEL_EPOCH + timedelta(days=whole)
        return born, born.year, []
    if 0 < whole < _CENTURY:
        year = _four_digits(whole, day)
        return None, year, [finding("two_digit_year", "birth", year=year)]
    return None, None, [_unclear(number)]


def _from_text(text: str, day: date) -> Birth:
    bare = text.strip().strip("()'’").strip()
    if iso := _ISO.fullmatch(bare):
        return _on(text, int(iso[3]), int(iso[2]), int(iso[1]), [])
    bare = _WORDS.sub("", " ".join(bare.split())) if bare[:1].isdigit() else _WORDS.sub("", fold(bare))
    if bare.isdecimal() and len(bare) <= _SERIAL_DIGITS:
        return _from_number(int(bare), day)
    if full := _DAY.fullmatch(bare):
        return _from_parts(text, full, day)
    if month := _MONTH.fullmatch(bare):
        return None, int(month[2]), [finding("day_unknown", "birth", value=text)]
    return None, None, [_unclear(text)]


def _from_parts(text: str, parts: re.Match[str], day: date) -> Birth:
    year, found = int(parts[3]), []
    if year < _CENTURY:
        year = _four_digits(year, day)
        found = [finding("two_digit_year", "birth", year=year)]
    if int(parts[1]) == 0 or int(parts[2]) == 0:
        return None, year, [*found, finding("day_unknown", "birth", value=text)]
    return _on(text, int(parts[1]), int(parts[2]), year, found)


def _on(text: str, dom: int, month: int, year: int, found: list[Finding]) -> Birth:
    try:
        born = date(year, month, dom)
    except ValueError:
        return None, None, [_unclear(text)]
    return born, year, found


def _four_digits(year: int, day: date) -> int:
    """The 1900s unless impossible."""
    return 1900 + year if day.year - (1900 + year) <= _TWO_DIGITS_OLDEST else 2000 + year


def _out_of_range(cell: Cell, born: date | None, year: int | None, day: date) -> Finding | None:
    if year is None:
        return None
    if year > day.year or (born and born > day):
        return finding("birth_in_future", "birth", value=str(cell))
    if year < day.year - OLDEST:
        return finding("birth_too_early", "birth", value=str(cell), limit=OLDEST)
    return None


def _unclear(value: object) -> Finding:
    return finding("birth_unclear", "birth", value=str(value))
