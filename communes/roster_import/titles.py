"""What stands above the column titles: the village, the day up to which the roster holds, the year of its list."""

import re
from dataclasses import dataclass
from datetime import date

from communes.roster_import.header import Header
from communes.roster_import.legacy import best_writing, decode
from communes.roster_import.reader import Table
from communes.roster_import.villages import label_in_title
from literacy_portal.kit.vietnamese import clean

_DAY = re.compile(
    r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})|ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE
)
_YEAR = re.compile(r"năm\s+(20\d{2})", re.IGNORECASE)
_GENERIC = re.compile(r"^(sheet|trang|trang tính|dữ liệu|dulieu|du lieu|data|csv|ds|danh s[áa]ch|bảng)?\s*\d*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Title:
    """`day` and `year` are None and `labels` empty where the sheet does not say."""

    labels: tuple[str, ...]
    day: date | None
    year: int | None


def title_of(table: Table, header: Header) -> Title:
    """The title of a sheet, read from the rows above the column titles and from the sheet's name."""
    texts = [clean(str(cell)) for row in table.rows[: header.row - 1] for cell in row if str(cell).strip()]
    labels = [label for text in texts if (label := label_in_title(text))]
    name = clean(table.name)
    if not _GENERIC.match(name) and len(name) > 1:
        labels.append(name)
        # A tab has no font of its own; whoever typed the sheet in an old one may have typed its name so.
        if writing := best_writing(table.name):
            labels.append(clean(decode(table.name, writing)))
    years = [int(found[1]) for text in texts if (found := _YEAR.search(text))]
    return Title(tuple(dict.fromkeys(labels)), _first_day(texts), years[0] if years else None)


def _first_day(texts: list[str]) -> date | None:
    for text in texts:
        if found := _DAY.search(text):
            dom, month, year = (int(part) for part in found.groups() if part)
            try:
                return date(year, month, dom)
            except ValueError:
                continue
    return None
