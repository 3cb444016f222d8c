"""Names of people as lists write them."""

import re

from communes.roster_import.findings import Finding, finding
from communes.roster_import.reader import Cell
from literacy_portal.kit.vietnamese import clean

LONGEST = 120
_LIST_NUMBER = re.compile(r"^\d{1,4}\s*[.)\-]\s*")
_NAME_AND_BIRTH = re.compile(
    r"^(?P<name>[^\d(,;\n]*?)\s*(?:[-–,;(/\n]|\bSN\b|\bsn\b|\bsinh\b|(?=\d))+\s*(?P<birth>.*?)\)?$", re.DOTALL
)


def parse_name(cell: Cell) -> tuple[str, list[Finding]]:
    """The name, its capitals softened where it was written in capitals only."""
    text = clean(_LIST_NUMBER.sub("", str(cell).strip()))
    if not text:
        return "", [finding("name_missing", "full_name")]
    if not any(c.isalpha() for c in text):
        return "", [finding("name_has_no_letters", "full_name", value=text)]
    if len(text) > LONGEST:
        return "", [finding("name_too_long", "full_name", limit=LONGEST)]
    return (_soften(text) if text.isupper() else text), []


def _soften(name: str) -> str:
    """Capitals softened: "NGUYỄN VĂN BÌNH" is "Nguyễn Văn Bình", "H'BŬT ÊBAN" is "H'Bŭt Êban"."""
    return " ".join("'".join(part[:1] + part[1:].lower() for part in word.split("'")) for word in name.split(" "))


def split_name_and_birth(cell: Cell) -> tuple[str, str]:
    """Two parts of one cell: "Lê Văn Năm - 1960", "Phạm Thị Lan (1963)" and "Ngô Thị Lam, SN 1988"."""
    text = str(cell).strip()
    parts = _NAME_AND_BIRTH.match(text)
    if not parts or not any(c.isdigit() for c in parts["birth"]):
        return text, ""
    return parts["name"].strip(), parts["birth"].strip()
