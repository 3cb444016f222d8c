"""The workbooks of tests/rosters, workbooks made in a test, and the whole way in without the web."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from accounts.models import User
from communes.actions.roster_apply import apply_import
from communes.actions.roster_begin import begin_import, confirm_import
from communes.actions.roster_plan import read_import
from communes.models import Commune, Residence, RosterImport, Village
from communes.roster_import.proposal import Proposal, propose
from communes.roster_import.reader import read
from communes.roster_import.rows import Choices

FOLDER = Path(__file__).resolve().parents[2] / "rosters"

A = "A_register_year_in_sex_columns.xlsx"
B = "B_one_row_per_household_x_marks.xlsx"
C = "C_flat_residence_export.xlsx"
D = "D_sheet_per_village_band_rows_nfd.xlsx"
E = "E_tcvn3_vntime_fonts.xlsx"
F = "F_freeform_digital_survey.xlsx"


def roster_bytes(name: str) -> bytes:
    """The bytes of a layout."""
    return (FOLDER / name).read_bytes()


def workbook(*rows: list[Any], sheet: str = "Sheet1") -> bytes:
    """A workbook of one sheet with these rows."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write(number, column, value)
    book.close()
    return out.getvalue()


TITLES = ["STT hộ", "Họ và tên", "Năm sinh", "Giới tính", "Quan hệ với chủ hộ", "Số CCCD", "Số điện thoại", "Ghi chú"]


def register(*rows: list[Any]) -> bytes:
    """A workbook in the columns of `TITLES`."""
    return workbook(TITLES, *rows)


def proposed(data: bytes, commune: Commune, village: Village | None = None, **more: Any) -> Proposal:
    """The plan of a file."""
    return propose(read(data), commune, Choices(village=village.pk if village else ""), **more)


def brought_in(
    data: bytes, *, by: User, commune: Commune, village: Village | None = None, leave_out_errors: bool = False
) -> RosterImport:
    """The import of a file, confirmed as it was planned and applied."""
    roster_import = planned(data, by=by, commune=commune, village=village)
    assert confirm_import(
        by=by,
        roster_import=roster_import,
        fingerprint=roster_import.fingerprint,
        leave_out_errors=leave_out_errors,
        wake=False,
    )
    apply_import(roster_import.pk)
    roster_import.refresh_from_db()
    assert roster_import.state == RosterImport.State.APPLIED
    return roster_import


def planned(data: bytes, *, by: User, commune: Commune, village: Village | None = None) -> RosterImport:
    """The import of a file, waiting for a decision."""
    roster_import = begin_import(by=by, commune=commune, village=village, file_name="ds.xlsx", content=data, wake=False)
    read_import(roster_import.pk)
    roster_import.refresh_from_db()
    return roster_import


def people_of(village: Village, day: date) -> list[tuple[Any, ...]]:
    """Everyone who lives in a village on a day: household, name, relation, sex, birth, group, last digits, phone, status."""
    rows = Residence.objects.filter(village=village).on(day).select_related("resident", "household")
    return [
        (
            row.household.number,
            row.resident.full_name,
            row.relation,
            row.resident.sex,
            row.resident.birth_date or row.resident.birth_year,
            row.resident.ethnic_group_id,
            row.resident.id_last4,
            row.resident.phone,
            row.status,
        )
        for row in rows.order_by("household__number_key", "resident__birth_year", "resident__sort_key")
    ]
