"""Fonts older than Unicode: their names, and how text in them was written (domain.md §3.5)."""

import re

TCVN3, TCVN3_CAPITALS, VNI = "tcvn3", "tcvn3_capitals", "vni"
_TCVN3 = re.compile(r"\.vn\w", re.IGNORECASE)
_VNI = re.compile(r"vni[\s\-]", re.IGNORECASE)
_ANY = re.compile(rb"""["'>;:,\s]\s*(?:\.vn\w|vni[\s\-])""", re.IGNORECASE)


def writing_in(font: str) -> str:
    """How text in a font of this name was written; "" for a font of today.

    `.VnTimeH` and its like, all with an H at their end, show capitals where small letters stand.
    """
    bare = font.strip().strip("'\"")
    if _TCVN3.match(bare):
        return TCVN3_CAPITALS if bare.endswith("H") else TCVN3
    return VNI if _VNI.match(bare) else ""


def mentions_any(xml: bytes) -> bool:
    """Whether a part of a file can name such a font at all; saves looking at every cell of the others."""
    return bool(_ANY.search(xml))
