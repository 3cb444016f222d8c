"""Why a file cannot be read at all, in words that say what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from literacy_portal.kit import throwaway

MESSAGES = {
    "empty": _("The file is empty. Choose the workbook that holds the roster."),
    "too_large": _("The file is larger than %(megabytes)s MB. Split it, by village for instance, and send the parts."),
    "not_a_spreadsheet": _("This is not a spreadsheet. Send an Excel workbook (.xlsx) or a CSV file."),
    "web_page": _("This is a web page without a table. Download the list again, or open it in Excel and save it as .xlsx."),
    "entities": _("The file declares texts of its own, which no spreadsheet program does. Save it again in Excel and send that."),
    "password": _("The workbook is protected by a password. Take the password off in Excel and send it again."),
    "damaged": _("The workbook is damaged and cannot be read. Open it in Excel, save it again and send that."),
    "bomb": _("The workbook unpacks to far more than a roster can hold. Copy the rows into a new workbook and send that."),
    "same_sheets": _("Two sheets have the name “%(sheet)s”, so that one cannot be told from the other. Rename one."),
    "too_many_sheets": _("The workbook has more than %(limit)s sheets. Send only the sheets of the roster."),
    "too_many_rows": _("Sheet “%(sheet)s” has more than %(limit)s rows. Delete the empty rows below the roster, or split it."),
    "too_many_columns": _("Sheet “%(sheet)s” uses more than %(limit)s columns. Delete what stands right of the roster."),
    "too_many_cells": _("The workbook holds more than %(limit)s cells. Split it, by village for instance."),
    "cell_too_long": _("Sheet “%(sheet)s”, row %(row)s: a cell holds more than %(limit)s characters. Shorten it."),
    "too_slow": _("Reading the workbook took longer than %(limit)s seconds. Copy the rows into a new workbook and send that."),
    "no_rows": _("No sheet holds readable rows: %(sheets)s. Check that the roster is not a picture, and send it again."),
    "no_people": _("Below the column titles there is not one row about a person: %(sheets)s."),
    "no_header": _(
        "No row of column titles was found in %(sheets)s. The roster needs titles such as “Họ và tên”, “Năm sinh”, "
        "“Quan hệ với chủ hộ” above the first person."
    ),
    "unexpected": _(
        "Something in this file was not foreseen, and nothing was changed. Tell your administrator when you sent it."
    ),
}


UNREAD = {
    "no_rows": _("This sheet holds no readable rows."),
    "no_header": _("No row of column titles was found in this sheet."),
    "no_people": _("Below the column titles of this sheet there is not one row about a person."),
    "hidden": _("This sheet is hidden, and others are not; it is not read."),
}
"""Why one sheet of a file that is read says nothing."""


class RefusalError(throwaway.RefusalError):
    """A roster that is not read, and why."""

    messages = MESSAGES

    @property
    def message(self) -> str:
        """The reason in the reader's language."""
        return message(self.code, self.params)


def message(code: str, params: dict[str, Any]) -> str:
    """The words of a refusal that was stored as code and params."""
    return str(MESSAGES.get(code, MESSAGES["damaged"])) % {"sheets": "", **params}
