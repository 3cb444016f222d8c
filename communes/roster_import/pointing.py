"""Which cells of the file a finding is about, so that they can be shown, coloured and corrected."""

from collections.abc import Iterable
from typing import Any

from communes.roster_import.columns import BY_KEY
from communes.roster_import.findings import Finding
from communes.roster_import.header import Header
from communes.roster_import.rows import Sheet

_INSTEAD = {
    "full_name": ("full_name", "head_name", "name_and_birth"),
    "birth": ("birth", "male", "female", "name_and_birth"),
    "sex": ("sex", "male", "female"),
    "village": ("village", "address"),
    "household_number": ("household_number", "ordinal"),
    "personal_id": ("personal_id",),
    "poor": ("poor", "near_poor"),
}
"""Where a column may be part of another, or be written as two: what a finding names -> columns that may hold it."""

_BY_CODE = {
    "ambiguous": ("birth", "personal_id"),
    "recorded_dead": ("full_name", "personal_id"),
    "same_person": ("full_name", "birth", "personal_id"),
    "likely_same_row": ("full_name", "birth"),
    "likely_same_known": ("full_name", "birth"),
    "likely_same_household": ("household_number",),
}
_ALL_OF = ("sex_twice", "declared_twice")
_CHARACTERS = 200


class Pointing:
    """Points at cells of the sheets that a plan was made of."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        self._sheets = {sheet.table.name: sheet for sheet in sheets}

    def cells(self, sheet_name: str, row: int | None, findings: Iterable[Finding]) -> list[list[Any]]:
        """The cells that findings about a row are about: index of the column, its key, text, whether an error is about it.

        Of personal numbers only four digits.
        """
        sheet = self._sheets.get(sheet_name)
        if sheet is None or row is None or row > len(sheet.table.rows):
            return []
        texts = sheet.table.rows[row - 1]
        wrong: dict[int, bool] = {}
        for found in findings:
            for index in _indexes(found, sheet.header, texts):
                wrong[index] = wrong.get(index, False) or found.is_error
        return [[index, sheet.header.keys[index], _text(texts, index, sheet.header), wrong[index]] for index in wrong]


def _indexes(found: Finding, header: Header, texts: list[Any]) -> list[int]:
    columns = header.columns
    named = [found.column] if found.column else [*_BY_CODE.get(found.code, ())]
    indexes = []
    for name in named:
        present = [columns[key] for key in _INSTEAD.get(name, (name,)) if key in columns]
        filled = [index for index in present if index < len(texts) and str(texts[index]).strip()]
        indexes += present if found.code in _ALL_OF else (filled or present)[:1]
    return indexes


def _text(texts: list[Any], index: int, header: Header) -> str:
    text = str(texts[index]) if index < len(texts) else ""
    column = BY_KEY.get(header.keys[index])
    if column and column.is_personal:
        return f"…{text[-4:]}" if text else ""
    return text[:_CHARACTERS]
