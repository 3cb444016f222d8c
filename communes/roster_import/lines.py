"""Which rows below the titles are about people, and which are furniture: totals, column numbers, signatures, bands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from communes.roster_import.columns import NAME_COLUMNS
from communes.roster_import.header import Header
from communes.roster_import.labels import fold
from communes.roster_import.reader import Cell, Table
from literacy_portal.kit.vietnamese import clean

_TOTAL = re.compile(r"^(tong( cong| so| hop)?|cong|cong nhom \w+|luy ke)\b")
_SIGNATURE = re.compile(
    r"\b(nguoi lap( bieu)?|truong (thon|buon|ban|ap|xom)|to truong( dan pho)?"
    r"|chu tich|ky ten|xac nhan|ngay \d* ?thang \d* ?nam)\b"
)
_BAND = re.compile(
    r"^\s*hộ\s*(?:số)?\s*[:.]?\s*0*(?P<number>\d{1,6}[a-z]?)\s*[:.\-–]\s*(?P<head>[^:;]*?)"
    r"(?:\s*[-–;,]\s*địa chỉ\s*:?\s*(?P<address>.*))?$",
    re.IGNORECASE,
)
_COLUMN_NUMBER = re.compile(r"\(?\s*(\d{1,2}|[A-Z])\s*\)?")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet by column key. `kind` is "person", "band" or "furniture"."""

    kind: str
    row: int
    cells: dict[str, Cell]
    text: str = ""
    hidden: bool = False


def lines(table: Table, header: Header) -> Iterator[Line]:
    """The rows below the titles that hold anything."""
    columns = header.columns
    after_total = False
    for number in range(header.first_data_row, len(table.rows) + 1):
        row = table.rows[number - 1]
        if not any(str(cell).strip() for cell in row):
            continue
        cells = {key: row[index] if index < len(row) else "" for key, index in columns.items()}
        kind = _kind(row, cells, is_first=number == header.first_data_row, after_total=after_total)
        after_total = after_total or (kind == "furniture" and bool(_TOTAL.match(_folded_start(row))))
        yield Line(kind, number, cells, _text(row), number in table.hidden_rows)


def band(text: str) -> tuple[str, str, str] | None:
    """Number, head and address of a band such as "Hộ số 01: Phan Thị Dung - Địa chỉ: nhà số 1"."""
    found = _BAND.match(text)
    return (found["number"].upper(), found["head"].strip(), (found["address"] or "").strip()) if found else None


def _kind(row: list[Cell], cells: dict[str, Cell], *, is_first: bool, after_total: bool) -> str:
    filled = [str(cell) for cell in row if cell != "" and str(cell).strip()]
    if len(filled) == 1 and band(clean(filled[0])):
        return "band"
    if _TOTAL.match(_folded_start(row)) or (is_first and _numbers_columns(filled)):
        return "furniture"
    if after_total and len(filled) < _LEAST_OF_A_PERSON:
        return "furniture"
    if _has_birth(cells):
        return "person"
    named = any(str(cells.get(key, "")).strip() for key in NAME_COLUMNS)
    signed = any(_SIGNATURE.search(fold(text)) for text in filled)
    return "furniture" if signed or (not named and len(filled) < _LEAST_OF_A_PERSON) else "person"


_LEAST_OF_A_PERSON = 3


def _has_birth(cells: dict[str, Cell]) -> bool:
    told = any(str(cells.get(key, "")).strip() for key in ("birth", "male", "female", "personal_id"))
    return told or any(c.isdigit() for c in str(cells.get("name_and_birth", "")))


def _numbers_columns(filled: list[str]) -> bool:
    return len(filled) >= _LEAST_OF_A_PERSON and all(_COLUMN_NUMBER.fullmatch(text.strip()) for text in filled)


def _folded_start(row: list[Cell]) -> str:
    return fold(next((str(cell) for cell in row if str(cell).strip()), ""))


def _text(row: list[Cell]) -> str:
    return " · ".join(clean(str(cell)) for cell in row if str(cell).strip())[:200]
