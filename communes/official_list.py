"""Reads an export of the official list of places (danhmuchanhchinh.nso.gov.vn, "Xuất Excel") or a CSV of the same columns."""

import csv
import re
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

from python_calamine import CalamineWorkbook

from communes.enums import CommuneKind, ProvinceKind
from communes.facts import CommuneFact, PlaceList, ProvinceFact
from literacy_portal.kit.vietnamese import clean, search_key

COMMUNE_KINDS = {"xa": CommuneKind.COMMUNE, "phuong": CommuneKind.WARD, "dac khu": CommuneKind.SPECIAL_ZONE}
PROVINCE_KINDS = {"tinh": ProvinceKind.PROVINCE, "thanh pho": ProvinceKind.CITY}
COLUMNS = {
    "code": ["ma px", "ma phuong xa", "ma xa", "ma xa phuong", "commune code", "code", "ma"],
    "name": ["phuong xa", "xa phuong", "ten phuong xa", "ten xa", "commune name", "name", "ten"],
    "kind": ["cap", "loai", "kind"],
    "province": ["ma tp", "ma tinh", "ma tinh thanh pho", "ma tinh tp", "province code"],
    "province_name": ["tinh thanh pho", "tinh tp", "ten tinh", "ten tinh thanh pho", "province name"],
}
_BETWEEN_WORDS = re.compile(r"[\W_]+")


class ListError(Exception):
    """The file cannot be used; the message says where and what to do."""


def read(path: Path) -> PlaceList:
    """The provinces and communes of the file. Raises ListError."""
    rows = _cells(path)
    at = next((number for number, row in enumerate(rows[:15]) if {"code", "name", "province"} <= set(_columns(row))), None)
    if at is None:
        raise ListError("No headings found for the commune's code and name and the province's code.")
    columns = _columns(rows[at])
    places = PlaceList({}, {})
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        if any(row):
            _take(places, {name: row[column] if column < len(row) else "" for name, column in columns.items()}, number)
    if not places.communes:
        raise ListError("There is no commune below the headings.")
    return places


def _cells(path: Path) -> list[list[str]]:
    """Every cell of the file's first sheet as clean text."""
    try:
        raw = list(csv.reader(StringIO(path.read_text(encoding="utf-8-sig")))) if path.suffix.lower() == ".csv" else _sheet(path)
    except UnicodeDecodeError as error:
        raise ListError('The CSV file is not UTF-8 text. Save it as "CSV UTF-8".') from error
    return [[_text(cell) for cell in row] for row in raw]


def _sheet(path: Path) -> Sequence[Sequence[object]]:
    try:
        return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    except OSError as error:
        raise ListError("The file cannot be opened.") from error
    except Exception as error:  # calamine has a dozen errors of its own, all of them "not a workbook" here
        raise ListError("The file is not an Excel workbook or a CSV file.") from error


def _text(cell: object) -> str:
    return clean(str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell))


def _columns(row: list[str]) -> dict[str, int]:
    headings = [_BETWEEN_WORDS.sub(" ", search_key(cell)).strip() for cell in row]
    return {name: headings.index(alias) for name, aliases in COLUMNS.items() for alias in reversed(aliases) if alias in headings}


def _take(places: PlaceList, cells: dict[str, str], number: int) -> None:
    code, province = _code(cells["code"], 5, number), _code(cells["province"], 2, number)
    if code in places.communes:
        raise ListError(f"Row {number}: the code {code} is there twice.")
    kind, name = _split(cells["name"], cells.get("kind", ""), COMMUNE_KINDS, number)
    places.communes[code] = CommuneFact(code, province, kind, name)
    if cells.get("province_name"):
        kind, name = _split(cells["province_name"], "", PROVINCE_KINDS, number)
        places.provinces[province] = ProvinceFact(province, kind, name)


def _code(cell: str, digits: int, number: int) -> str:
    """The code as text; Excel loses leading zeros where it took a code for a number."""
    code = cell.zfill(digits)
    if not code.isascii() or not code.isdigit() or len(code) != digits:
        raise ListError(f"Row {number}: “{cell}” is not a code of {digits} digits.")
    return code


def _split(name: str, kind: str, kinds: Mapping[str, str], number: int) -> tuple[str, str]:
    """Kind and bare name, from a column of its own or from the name's first words: "Phường Ba Đình"."""
    for words in (kind, name):
        for start, value in kinds.items():
            if f"{search_key(words)} ".startswith(f"{start} "):
                return str(value), _without(name, start)
    raise ListError(f"Row {number}: it is not clear of what kind “{name}” is.")


def _without(name: str, start: str) -> str:
    count = len(start.split(" "))
    words = name.split(" ")
    starts_so = len(words) > count and search_key(" ".join(words[:count])) == start
    return " ".join(words[count:]) if starts_so else name
