"""Birth as lists write it: a day, a serial number of Excel, a year, "SN 1988", "15/3/82" (domain.md §3.6)."""

import math
import re
from datetime import date, timedelta
from functools import lru_cache

from communes.roster_import.findings import Finding, finding
from communes.roster_import.labels import fold
from communes.roster_import.reader import Cell

OLDEST = 120
_TWO_DIGITS_OLDEST = 110
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_SERIALS = range(2200, 73_000)
_CENTURY = 100
_SERIAL_DIGITS = 6
_WORDS = re.compile(r"^(sn|ns|sinh nam|nam sinh|sinh ngay|ngay sinh|nam|sinh|ngay)(?=\s|\d)\s*")
_ABOUT = re.compile(r"^(khoang|chung|tam|~)\s*")
_DAY = re.compile(r"(\d{1,2})\s*[/.\-,\\ ]\s*(\d{1,2})\s*[/.\-,\\ ]\s*(\d{4}|\d{2})")
_PLAIN = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
_IN_WORDS = re.compile(r"(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_UNPARTED = re.compile(r"(\d{2})(\d{2})(\d{4})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_MONTH = re.compile(r"\d{0,2}\s*[/.\-]?\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")

Birth = tuple[date | None, int | None, list[Finding]]


@lru_cache(maxsize=40_000, typed=True)
def parse_birth(cell: Cell, day: date, *, epoch_1904: bool = False) -> Birth:
    """The date if known, the year, and what is doubtful; an empty cell is (None, None, []).

    `epoch_1904`: the workbook numbers its days from 1904, as Excel for Macintosh did.
    """
    if cell == "" or isinstance(cell, bool):
        return None, None, []
    epoch = _EPOCH_1904 if epoch_1904 else _EPOCH
    born, year, found = _from_number(cell, day, epoch) if isinstance(cell, int | float) else _from_text(cell, day, epoch)
    wrong = _out_of_range(cell, born, year, day)
    return (None, None, [wrong]) if wrong else (born, year, found)


def _from_number(number: float, day: date, epoch: date) -> Birth:
    whole = int(number) if math.isfinite(number) else 0
    if day.year - OLDEST - 50 <= whole <= day.year + 50:
        return None, whole, []
    if whole in _SERIALS:
        born = epoch + timedelta(days=whole)
        return born, born.year, []
    if 0 < whole < _CENTURY:
        year = _four_digits(whole, day)
        return None, year, [finding("two_digit_year", "birth", year=year)]
    if parted := _UNPARTED.fullmatch(f"{whole:08d}"):
        return _from_parts(str(number), parted, day)
    return None, None, [_unclear(number)]


def _from_text(text: str, day: date, epoch: date) -> Birth:
    if plain := _PLAIN.fullmatch(text):
        return _from_parts(text, plain, day)
    bare = text.strip().strip("()'’.?").strip()
    if iso := _ISO.fullmatch(bare):
        return _from_iso(text, iso, day, epoch)
    if not bare[:1].isdigit() or "n" in bare.casefold():
        bare = _ABOUT.sub("", _WORDS.sub("", fold(bare) if not bare.startswith("~") else bare))
    bare = " ".join(bare.split())
    if bare.isdecimal() and (len(bare) <= _SERIAL_DIGITS or _UNPARTED.fullmatch(bare)):
        return _from_number(int(bare), day, epoch)
    if full := _DAY.fullmatch(bare) or _IN_WORDS.fullmatch(bare):
        return _from_parts(text, full, day)
    if month := _MONTH.fullmatch(bare):
        return None, int(month[2]), [finding("day_unknown", "birth", value=text)]
    return None, None, [_unclear(text)]


def _from_iso(text: str, iso: re.Match[str], day: date, epoch: date) -> Birth:
    born, year, found = _on(text, int(iso[3]), int(iso[2]), int(iso[1]), [])
    # A year typed into a cell that is formatted as a day: 1968 became 21/05/1905.
    if born and day.year - born.year > _TWO_DIGITS_OLDEST and day.year - OLDEST <= (born - epoch).days <= day.year:
        year = (born - epoch).days
        return None, year, [finding("year_in_day", "birth", value=text, year=year)]
    return born, year, found


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
