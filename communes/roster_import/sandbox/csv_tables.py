"""Text with separators: the encoding is found, old ones of Vietnam included, and what separates the cells."""

import csv
import io
import re
import unicodedata
from collections import Counter
from typing import Any

from communes.roster_import.legacy import best_writing
from communes.roster_import.sandbox.refused import RefusedError
from communes.roster_import.sandbox.sheets import Limits, sheet

_DELIMITERS = ";,\t|"
_LINES_JUDGED = 30
_DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_LEADING_QUOTE = re.compile(r"^'(?='*[=+\-@\t\r\0])")
_BYTES_JUDGED = 4096


def read(data: bytes, limits: Limits) -> list[dict[str, Any]]:
    """The one sheet of such a file, by the name "CSV".

    Raises:
        RefusedError: beyond the limits, or quotes that no program writes.
    """
    return [sheet("CSV", _rows(decoded(data), limits), limits)]


def utf16_order(data: bytes) -> str:
    """The name of the UTF-16 that the bytes are in, by their mark or by where their NULs stand; "" for another encoding."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    head = data[:_BYTES_JUDGED]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) / 8 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) / 8 and odd == 0 else ""


def decoded(data: bytes) -> str:
    """The text. Bytes of TCVN3 and VNI fonts become the letters that Excel shows for them, to be converted when chosen."""
    if order := utf16_order(data):
        return data.decode(order, errors="replace")
    text = data.decode("utf-8-sig", errors="replace")
    broken = text.count("\ufffd")
    if broken * 10 <= sum(not c.isascii() for c in text) - broken:
        return text
    windows = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    as_shown = data.decode("latin-1")
    return as_shown if best_writing(as_shown, instead=windows) else windows


def _rows(text: str, limits: Limits) -> list[list[str]]:
    declared = _DECLARED.match(text)
    delimiter = declared[1] if declared else _delimiter(text)
    body = text[declared.end() :] if declared else text
    csv.field_size_limit(len(text) + 1)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(body, newline=""), delimiter=delimiter):
            # A quote before "=", "+", "-" or "@" is what keeps exported text from becoming a formula.
            rows.append([_LEADING_QUOTE.sub("", cell) for cell in row])
            if len(rows) > limits["rows"]:
                raise RefusedError("too_many_rows", sheet="CSV", limit=limits["rows"])
    except (csv.Error, TypeError, ValueError) as error:
        raise RefusedError("damaged") from error
    return rows


def _delimiter(text: str) -> str:
    """The separator that parts most of the first lines into most, and equally many, cells."""
    head = "".join(text.splitlines(keepends=True)[:_LINES_JUDGED])
    csv.field_size_limit(len(text) + 1)

    def evenness(delimiter: str) -> int:
        try:
            widths = Counter(len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter) if len(row) > 1)
        except csv.Error:
            return 0
        width, lines = max(widths.items(), key=lambda found: (found[0] - 1) * found[1], default=(1, 0))
        return (width - 1) * lines

    return max(_DELIMITERS, key=evenness)
