"""The numbers of a row: of the person, of the household, of its members."""

import re
from functools import lru_cache
from uuid import UUID

from communes import personal_id
from communes.roster_import.findings import Finding, finding
from communes.roster_import.reader import Cell

_MOST_MEMBERS = 99
_MOST_ZEROS = 2
_EXPONENT = re.compile(r"\d[.,]?\d*\s*[eE]\s*\+?\d+")
_HOUSEHOLD = re.compile(r"^(?:hộ|ho|số|so|số hộ|stt|nhà)?\s*(?:số|so)?\s*[:.]?\s*0*(\d{1,6}[a-z]?)(?=$|[\s:;,.(–-])")


def parse_personal_id(cell: Cell) -> tuple[str, list[Finding]]:
    """The digits of a personal number, a lost zero put back; "" for none."""
    text = str(cell).strip().strip("'’") if not isinstance(cell, bool) else ""
    if not text or text in {"-", "0", "x", "X"}:
        return "", []
    if len(text) == personal_id.LENGTH and text.isdecimal() and text.isascii():
        return text, []
    if _EXPONENT.fullmatch(text) or isinstance(cell, float):
        return "", [finding("id_lost_digits", "personal_id", value=text)]
    return _whole("".join(c for c in text if c.isdecimal() and c.isascii()))


def _whole(digits: str) -> tuple[str, list[Finding]]:
    if len(digits) == personal_id.LENGTH:
        return digits, []
    if len(digits) == personal_id.LEGACY_LENGTH:
        return digits, [finding("id_old_card", "personal_id")]
    whole = digits.rjust(personal_id.LENGTH, "0")
    # Hà Nội and four more provinces begin with two zeros.
    lost = personal_id.LENGTH - len(digits)
    if lost == 1 or (lost == _MOST_ZEROS and personal_id.knows_province(whole)):
        return whole, [finding("id_zero_restored", "personal_id")]
    return "", [finding("id_length", "personal_id", value=digits[-4:], digits=len(digits))]


def doubts_about(number: str, *, sex: str, birth_year: int | None) -> list[Finding]:
    """Warnings only: the number is a help, never a judge."""
    if len(number) != personal_id.LENGTH:
        return []
    found = []
    if not personal_id.knows_province(number):
        found.append(finding("id_province_unknown", "personal_id", value=number[:3]))
    if personal_id.contradicts(number, sex=sex, birth_year=birth_year):
        found.append(finding("id_contradicts", "personal_id"))
    return found


@lru_cache(maxsize=8192, typed=True)
def parse_household_number(cell: Cell) -> str:
    """The number in the village's list: 1, "01" and "Hộ 1, ông Năm" are all "1"; other text stays as it is."""
    if isinstance(cell, bool) or cell == "":
        return ""
    text = " ".join(str(cell).split())
    found = _HOUSEHOLD.match(text.casefold())
    return found[1].upper() if found else text[:20]


def parse_code(cell: Cell) -> UUID | None:
    """The key by which a file of our own names a person or a household; None for anything else."""
    if cell == "":
        return None
    try:
        return UUID(str(cell).strip())
    except ValueError:
        return None


def parse_members(cell: Cell) -> tuple[int | None, list[Finding]]:
    """The number of people a list declares for a household."""
    if cell == "":
        return None, []
    text = str(cell).strip()
    if text.isdecimal() and int(text) <= _MOST_MEMBERS:
        return int(text), []
    return None, [finding("members_unclear", "members", value=text)]
