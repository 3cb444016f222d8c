"""Codes on paper: read by a camera, or typed by someone who copies them."""

import secrets
from functools import lru_cache

import qrcode

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, which a hand writes like 1, 1, 0, V."""

_READ_AS = str.maketrans("ILOU", "110V")
_FIXED_MASK = 3


def new_code(length: int) -> str:
    """A random code of so many letters, 5 bits each, from the system's source of secrets."""
    return "".join(secrets.choice(LETTERS) for _letter in range(length))


def read_code(text: str) -> str:
    """The code that someone meant: capitals, without spaces and dashes, I for 1 and O for 0 put right."""
    return "".join(c for c in text.upper().translate(_READ_AS) if c in LETTERS)


def spaced(code: str) -> str:
    """The code in groups of four, as it is printed and read aloud."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


@lru_cache(maxsize=2048)
def qr_path(text: str) -> tuple[int, str]:
    """A QR code as the size of its square, with the quiet zone, and the SVG path of its dark modules.

    The mask is fixed: readers take any, and weighing all eight takes seven times as long, for every household of a village.
    """
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4, mask_pattern=_FIXED_MASK)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    return len(rows), "".join(_runs(y, row) for y, row in enumerate(rows) if any(row))


def _runs(y: int, row: list[bool]) -> str:
    """Dark runs of a row as rectangles one module high."""
    drawn, x = "", 0
    while x < len(row):
        end = x
        while end < len(row) and row[end]:
            end += 1
        if end > x:
            drawn += f"M{x} {y}h{end - x}v1H{x}z"
        x = max(end, x + 1)
    return drawn
