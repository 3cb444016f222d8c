"""Why a file cannot be read at all, in words that say what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "empty": _("The file is empty. Choose the workbook that holds the roster."),
    "too_large": _("The file is larger than %(megabytes)s MB. Split it, by village for instance, and send the parts."),
    "not_a_spreadsheet": _("This is not a spreadsheet. Send an Excel workbook (.xlsx) or a CSV file."),
    "web_page": _("This is a web page saved under a workbook's name. Open it in Excel, save it as .xlsx and send that."),
    "password": _("The workbook is protected by a password. Take the password off in Excel and send it again."),
    "damaged": _("The workbook is damaged and cannot be read. Open it in Excel, save it again and send that."),
    "bomb": _("The workbook unpacks to far more than a roster can hold. Copy the rows into a new workbook and send that."),
    "too_many_sheets": _("The workbook has more than %(limit)s sheets. Send only the sheets of the roster."),
    "too_many_rows": _("Sheet “%(sheet)s” has more than %(limit)s rows. Delete the empty rows below the roster, or split it."),
    "too_many_columns": _("Sheet “%(sheet)s” uses more than %(limit)s columns. Delete what stands right of the roster."),
    "too_many_cells": _("The workbook holds more than %(limit)s cells. Split it, by village for instance."),
    "cell_too_long": _("Sheet “%(sheet)s”, row %(row)s: a cell holds more than %(limit)s characters. Shorten it."),
    "too_slow": _("Reading the workbook took longer than %(limit)s seconds. Copy the rows into a new workbook and send that."),
    "no_rows": _("No sheet of the workbook holds readable rows. Check that the roster is not a picture, and send it again."),
    "no_header": _(
        "No row of column titles was found. The roster needs titles such as “Họ và tên”, “Năm sinh”, “Quan hệ với chủ hộ” "
        "above the first person."
    ),
    "unexpected": _(
        "Something in this file was not foreseen, and nothing was changed. Tell your administrator when you sent it."
    ),
    "legacy_font": _(
        "The text was typed with an old font (.VnTime), so that letters cannot be told apart safely. "
        "Convert it to Unicode (UniKey: Ctrl+Shift+F6) and send it again."
    ),
}


class RefusalError(Exception):
    """A file that is not read, and why: a code of `MESSAGES` and what its message names."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    @property
    def message(self) -> str:
        """The reason in the reader's language."""
        return message(self.code, self.params)


def message(code: str, params: dict[str, Any]) -> str:
    """The words of a refusal that was stored as code and params."""
    return str(MESSAGES.get(code, MESSAGES["damaged"])) % params
