"""A text with holes, kept packed and filled without being unpacked: what is the same for many stands in it once.

Each part between two holes is a piece of a DEFLATE stream that refers to nothing before it, so what fills a hole is put
between the pieces as it is, and the check sum of the whole follows from those of the pieces. What fills a hole is therefore never
compressed with anything else: the length of the answer tells nothing of it (BREACH).
"""

import struct
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from isal import isal_zlib

LEVEL = 2
"""Packs a page in a tenth of the time of zlib's own level, to a seventh more."""

SMALL = 1 << 12
"""Letters of a piece that is likely to come again on other pages, as what stands around their figures does."""

_NAMED = ";"
"""Ends the name of a hole."""

_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
_END = b"\x03\x00"
_LONGEST = 0xFFFF
"""Bytes that a hole may be filled with."""


class Part(NamedTuple):
    """A text packed, its CRC-32, its length, and the hole behind it ("" at the end)."""

    packed: bytes
    crc: int
    length: int
    hole: str


def hole(mark: str, name: str) -> str:
    """What stands in a text where something is to be filled in; `mark` is a word that stands nowhere else in it."""
    return f"{mark}{name}{_NAMED}"


def packed(text: str, mark: str) -> list[Part]:
    """The text in parts between its holes."""
    first, *behind = text.split(mark)
    named = [one.partition(_NAMED) for one in behind]
    pieces, names = [first, *(piece for _name, _end, piece in named)], [*(name for name, *_rest in named), ""]
    return [(_small_part if len(piece) < SMALL else _part)(piece, name) for piece, name in zip(pieces, names, strict=True)]


def _part(text: str, name: str) -> Part:
    piece = text.encode()
    press = isal_zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = press.compress(piece) + press.flush(zlib.Z_FULL_FLUSH)
    return Part(data, isal_zlib.crc32(piece), len(piece), name)


_small_part = lru_cache(maxsize=1000)(_part)


def filled(parts: list[Part], values: Mapping[str, str]) -> bytes:
    """The whole text, as it is."""
    found = []
    for part in parts:
        found.append(zlib.decompressobj(-zlib.MAX_WBITS).decompress(part.packed))
        if part.hole:
            found.append(values[part.hole].encode())
    return b"".join(found)


def filled_as_gzip(parts: list[Part], values: Mapping[str, str]) -> bytes:
    """The same in gzip's form (RFC 1952)."""
    found, crc, length = [_HEAD], 0, 0
    for part in parts:
        found.append(part.packed)
        crc, length = isal_zlib.crc32_combine(crc, part.crc, part.length), length + part.length
        if part.hole:
            value = values[part.hole].encode()
            found += [b"\x00", struct.pack("<HH", len(value), len(value) ^ _LONGEST), value]
            crc, length = isal_zlib.crc32(value, crc), length + len(value)
    return b"".join([*found, _END, struct.pack("<II", crc, length & 0xFFFFFFFF)])
