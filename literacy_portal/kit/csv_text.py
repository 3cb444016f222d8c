"""Tables as CSV that Excel opens with a double click, in Vietnam too. No cell can become a formula (OWASP ASVS 1.2.10).

UTF-8 with the mark by which Excel knows it. Between cells stands the sign that Excel expects where the file is read: a semicolon
in languages that write decimals with a comma (Vietnamese, French), else a comma. Decimals are written in the same language.
A first line `sep=;` would settle it for Excel, but makes it overlook the mark, and Vietnamese letters are lost.
"""

import csv
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import StringIO

from literacy_portal.kit.figures import marks
from literacy_portal.kit.quoting import quoted
from literacy_portal.kit.tables import Cell, Extract, Share

MARK = "\ufeff"
TENTH = Decimal("0.1")


def separator() -> str:
    """The sign between cells in the active language."""
    return ";" if marks()[1] == "," else ","


def as_csv(extract: Extract) -> str:
    """The lines about it, then the tables one below the other, each under its title after an empty line."""
    out = StringIO()
    lines = csv.writer(out, delimiter=separator())
    lines.writerows([[quoted(text)] for text in (extract.title, *extract.about)])
    for table in extract.tables:
        lines.writerows([[], [quoted(table.title)], [quoted(heading) for heading in table.headings]])
        lines.writerows(_texts(row) for row in table.rows)
    return MARK + out.getvalue()


def _texts(row: Iterable[Cell]) -> list[str]:
    return [_text(cell) for cell in row]


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return quoted(cell)
        case Share():
            return "" if cell.value is None else f"{_number((cell.value * 100).quantize(TENTH))}%"
        case date():
            return cell.isoformat()
    return _number(cell)


def _number(number: float | Decimal) -> str:
    """Without marks between thousands: those a spreadsheet of another country takes for decimals."""
    return f"{Decimal(str(number)):f}".replace(".", marks()[1])
