"""Which rows below the titles are about people, and which are furniture: totals, column numbers, signatures, bands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from communes.roster_import.columns import NAME_COLUMNS, recognise
from communes.roster_import.header import Header
from communes.roster_import.labels import fold, lowered
from communes.roster_import.reader import Cell, Table
from literacy_portal.kit.vietnamese import clean

# With its accents, for "Tòng" is a family's name; without any, only in words that no name is made of.
_TOTAL = re.compile(r"^(tổng|cộng|lũy kế|luỹ kế)(?!\w)|^(tong (cong|so|hop)|cong nhom|luy ke)\b|^cong( \d.*)?$")
_SIGNATURE = re.compile(
    r"\b(nguoi lap( bieu)?|truong (thon|buon|ban|ap|xom)|to truong( dan pho)?"
    r"|chu tich|ky ten|xac nhan|ngay \d* ?thang \d* ?nam)\b"
)
_BAND = re.compile(
    r"^\s*hộ\s*(?:số)?\s*[:.]?\s*0*(?P<number>\d{1,6}[a-z]?)\s*[:.\-–]\s*(?P<head>[^:;]*?)"
    r"(?:\s*[-–;,]\s*địa chỉ\s*:?\s*(?P<address>.*))?$",
    re.IGNORECASE,
)
_TITLED = ("birth", "male", "female", "sex", "relation", "personal_id")
EXAMPLE = "Ví dụ:"
"""What the name begins with in a row that shows how to write one, such as in the portal's own template."""
_COLUMN_NUMBER = re.compile(r"\(?\s*(\d{1,2}|[A-Z])\s*\)?")


@dataclass(slots=True)
class Line:
    """One row of the sheet by column key. `kind` is "person", "band" or "furniture", `is_total` whether that sums up.

    `text` is what stands in a row that is not about a person.
    """

    kind: str
    row: int
    cells: dict[str, Cell]
    text: str = ""
    hidden: bool = False
    is_total: bool = False


def lines(table: Table, header: Header) -> Iterator[Line]:
    """The rows below the titles that hold anything."""
    keys, indexes = [*header.columns], [*header.columns.values()]
    width = max(indexes, default=-1) + 1
    after_total = False
    for number in range(header.first_data_row, len(table.rows) + 1):
        row = table.rows[number - 1]
        filled = [text for cell in row if cell != "" and (text := (cell if type(cell) is str else str(cell)).strip())]
        if not filled:
            continue
        padded = row if len(row) >= width else [*row, *[""] * (width - len(row))]
        cells = dict(zip(keys, map(padded.__getitem__, indexes), strict=True))
        kind = _kind(filled, cells, is_first=number == header.first_data_row, after_total=after_total)
        is_total = kind == "furniture" and _sums_up(filled)
        after_total = after_total or is_total
        text = "" if kind == "person" else " · ".join(clean(text) for text in filled)[:_TEXT]
        yield Line(kind, number, cells, text, number in table.hidden_rows, is_total)


def band(text: str) -> tuple[str, str, str] | None:
    """Number, head and address of a band such as "Hộ số 01: Phan Thị Dung - Địa chỉ: nhà số 1"."""
    found = _BAND.match(text)
    return (found["number"].upper(), found["head"].strip(), (found["address"] or "").strip()) if found else None


def _kind(filled: list[str], cells: dict[str, Cell], *, is_first: bool, after_total: bool) -> str:
    if len(filled) == 1 and band(clean(filled[0])):
        return "band"
    if _stands_between(filled, cells, is_first=is_first) or (after_total and len(filled) < _LEAST_OF_A_PERSON):
        return "furniture"
    if _has_birth(cells):
        return "person"
    named = any(_told(cells, key) for key in NAME_COLUMNS)
    signed = any(_SIGNATURE.search(fold(text)) for text in filled)
    return "furniture" if signed or (not named and len(filled) < _LEAST_OF_A_PERSON) else "person"


def _stands_between(filled: list[str], cells: dict[str, Cell], *, is_first: bool) -> bool:
    """A sum, the titles or the numbers of the columns, an example: rows that are full and yet about nobody."""
    if _sums_up(filled) or _told(cells, "full_name")[: len(EXAMPLE)] == EXAMPLE:
        return True
    if not any(text[0].isdigit() for text in filled) and _repeats_titles(cells):
        return True
    return _numbers_columns(filled) and (is_first or any(_COLUMN_NUMBER.fullmatch(_told(cells, key)) for key in NAME_COLUMNS))


_LEAST_OF_A_PERSON = 3
_TEXT = 200


def _has_birth(cells: dict[str, Cell]) -> bool:
    told = any(_told(cells, key) for key in ("birth", "male", "female", "personal_id"))
    return told or any(c.isdigit() for c in str(cells.get("name_and_birth", "")))


def _repeats_titles(cells: dict[str, Cell]) -> bool:
    """Whether the titles stand here once more, as at the top of each printed page."""
    names = [key for key in NAME_COLUMNS if _told(cells, key)]
    return any(recognise(_told(cells, key))[0] == key for key in names or _TITLED)


def _told(cells: dict[str, Cell], key: str) -> str:
    return str(cells.get(key, "")).strip()


def _numbers_columns(filled: list[str]) -> bool:
    return len(filled) >= _LEAST_OF_A_PERSON and all(_COLUMN_NUMBER.fullmatch(text.strip()) for text in filled)


def _sums_up(filled: list[str]) -> bool:
    return bool(_TOTAL.match(lowered(filled[0])))
