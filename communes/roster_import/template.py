"""An empty roster to fill in: the portal's own columns, lists to choose from, examples, and a sheet that explains it."""

from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from communes.models import Commune, EthnicGroup, Village
from communes.queries import open_villages
from communes.roster_import.clean_layout import CLASSES, KEYS, MARKS, RELATIONS, SEXES, STATUSES, title_of
from communes.roster_import.columns import FACTS
from communes.roster_import.lines import EXAMPLE
from literacy_portal.kit.periods import today

COLUMNS = (*KEYS[:7], "personal_id", *KEYS[7:], *FACTS, "note")
_EXAMPLES: tuple[dict[str, str], ...] = (
    {
        "household_number": "1", "full_name": f"{EXAMPLE} Nguyễn Văn An", "birth": "15/03/1968", "sex": "Nam",
        "relation": "Chủ hộ", "ethnic_group": "Kinh", "phone": "0912 345 678; 0262 3852 123", "personal_id": "066068000123",
        "residence": "Thường trú", "poverty": "Cận nghèo", "address": "Cạnh nhà văn hóa", "livelihood": "Trồng cà phê",
        "members": "2", "internet": "Có", "smartphone": "Có", "vneid": "2", "payment_account": "Có",
        "digital_signature": "Không", "province_app": "Không",
    },
    {
        "household_number": "1", "full_name": f"{EXAMPLE} H'Hoa Êban", "birth": "1970", "sex": "Nữ", "relation": "Vợ",
        "ethnic_group": "Ê Đê", "residence": "Đi làm ăn xa", "smartphone": "Có", "vneid": "1",
    },
)  # fmt: skip
_WIDTHS = {"full_name": 28, "phone": 26, "personal_id": 16, "address": 24, "village": 20, "note": 24}
_LISTS_SHEET = "Danh mục"


def empty_roster(commune: Commune, village: Village | None, *, rows: int) -> BytesIO:
    """The workbook, with lists and text cells on so many rows; the words of the explaining sheet are in the user's language."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("Danh sách")
    styles = {
        "text": book.add_format({"num_format": "@"}),
        "bold": book.add_format({"num_format": "@", "bold": True}),
        "example": book.add_format({"num_format": "@", "italic": True, "font_color": "#5F5F5F"}),
    }
    name = village.full_name if village else str(commune)
    above = [f"DANH SÁCH HỘ VÀ NHÂN KHẨU {name.upper()}", f"Tính đến ngày {today():%d/%m/%Y}", f"Diện hộ năm {today().year}"]
    for number, line in enumerate(above):
        page.write_string(number, 0, line, styles["bold"])
    first = len(above) + 1
    lists = _choices(commune)
    _write_lists(book, lists)
    for column, key in enumerate(COLUMNS):
        page.set_column(column, column, _WIDTHS.get(key, 14), styles["text"])
        page.write_string(first - 1, column, title_of(key), styles["bold"])
        for row, example in enumerate(_EXAMPLES, first):
            text = village.full_name if key == "village" and village else example.get(key, "")
            page.write_string(row, column, text, styles["example"])
        if key in lists:
            position = [*lists].index(key)
            source = f"='{_LISTS_SHEET}'!${chr(65 + position)}$1:${chr(65 + position)}${len(lists[key])}"
            page.data_validation(
                first, column, first + rows, column, {"validate": "list", "source": source, "error_type": "warning"}
            )
    page.freeze_panes(first, 2)
    _explain(book, styles)
    book.close()
    out.seek(0)
    return out


def _choices(commune: Commune) -> dict[str, list[str]]:
    """What may be chosen in a column, by its key."""
    marks = list(MARKS.values())
    return {
        "sex": list(SEXES.values()),
        "relation": list(dict.fromkeys(word for words in RELATIONS.values() for word in words)),
        "ethnic_group": list(EthnicGroup.objects.values_list("name", flat=True)),
        "residence": list(STATUSES.values()),
        "poverty": list(CLASSES.values()),
        "village": [village.full_name for village in open_villages(commune)],
        "internet": marks,
        **{key: ["0", "1", "2"] if key == "vneid" else marks for key in FACTS},
    }


def _write_lists(book: Any, lists: dict[str, list[str]]) -> None:
    """Longer lists than a cell's rule can hold, on a sheet that is not shown."""
    page = book.add_worksheet(_LISTS_SHEET)
    page.hide()
    for column, words in enumerate(lists.values()):
        for row, word in enumerate(words):
            page.write_string(row, column, word)


def _explain(book: Any, styles: dict[str, Any]) -> None:
    page = book.add_worksheet("Hướng dẫn")
    page.set_column(0, 0, 110, book.add_format({"text_wrap": True}))
    lines = [
        _("How to fill in the roster"),
        _("One row for each person. The head of the household comes first, the members follow, with the same household number."),
        _("Rows whose name begins with “Ví dụ:” are examples. They are passed over; you may delete them."),
        _("Only the name is required. An empty cell says nothing and erases nothing."),
        _("Write births as day/month/year, or the year alone if that is all you know."),
        _("Several phone numbers are separated by a semicolon."),
        _("Poverty class, address, livelihood and Internet at home are written on the first row of the household."),
        _("VNeID: 0 for none, 1 or 2 for the level."),
        _("Do not rename the columns. You may leave out columns, hide them or change their order."),
        _("Send the file on the page Rosters: you see what it would change before anything is written."),
    ]
    for number, line in enumerate(lines):
        page.write_string(number, 0, line, styles["bold"] if number == 0 else None)
