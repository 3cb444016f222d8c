"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods): calamine reads the cells; what it does not tell is looked up before."""

import io
from collections.abc import Callable
from typing import Any

from communes.roster_import.sandbox import excel97, excel_zip, open_document
from communes.roster_import.sandbox.refused import RefusedError
from communes.roster_import.sandbox.sheets import Extras, Limits, plain, sheet

Known = dict[str, Extras]


def read(data: bytes, limits: Limits) -> list[dict[str, Any]]:
    """The sheets of a workbook in its order.

    Raises:
        RefusedError: protected, damaged, or beyond the limits.
    """
    known = _look_ahead(data)(data, limits)
    import python_calamine as calamine  # noqa: PLC0415 -- after the limits on memory are set

    try:
        book = calamine.load_workbook(io.BytesIO(data))
        metadata = [m for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
        if len(metadata) > limits["sheets"]:
            raise RefusedError("too_many_sheets", limit=limits["sheets"])
        sheets: dict[str, dict[str, Any]] = {}
        for meta in metadata:
            # Calamine would read the first one twice.
            if meta.name in sheets:
                raise RefusedError("same_sheets", sheet=plain(meta.name))
            extras = known.get(meta.name, Extras())
            extras.hidden = meta.visible != calamine.SheetVisibleEnum.Visible
            rows = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
            sheets[meta.name] = sheet(meta.name, rows, limits, extras)
        return list(sheets.values())
    except calamine.PasswordError as error:
        raise RefusedError("password") from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise RefusedError("password" if "assword" in str(error) else "damaged") from error


def _look_ahead(data: bytes) -> Callable[[bytes, Limits], Known]:
    if not data.startswith(b"PK"):
        return excel97.look_ahead
    return open_document.look_ahead if open_document.is_one(data) else excel_zip.look_ahead
