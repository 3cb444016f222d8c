"""XML as bytes: where elements stand, tags with other attributes, pieces put in place of pieces."""

import re
from collections.abc import Callable
from xml.parsers import expat

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TAG = re.compile(rb"<[^\"'>]*(?:\"[^\"]*\"[^\"'>]*|'[^']*'[^\"'>]*)*>")

Started = Callable[[str, dict[str, str], int], None]
Ended = Callable[[str, int], None]


class NotWritableError(Exception):
    """The workbook is put together in a way that notes cannot be written into."""


def parse(xml: bytes, started: Started, ended: Ended | None = None) -> None:
    """Tells of every element its name without prefix, its attributes and where it starts; then where it ends."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise NotWritableError

    # No workbook program writes a document type; one that is there means to be expanded.
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, about: started(name.rpartition(":")[2], about, parser.CurrentByteIndex)
    if ended is not None:
        parser.EndElementHandler = lambda name: ended(name.rpartition(":")[2], parser.CurrentByteIndex)
    parser.Parse(xml, True)


def tag_at(xml: bytes, at: int) -> bytes:
    """The tag that starts here."""
    found = _TAG.match(xml, at)
    if found is None:
        raise NotWritableError
    return found[0]


def prefix_at(xml: bytes, at: int) -> str:
    """The prefix of the element that starts here, with its colon; mostly none."""
    found = re.compile(rb"<([\w.-]+:)?").match(xml, at)
    return (found[1] or b"").decode() if found else ""


def is_one_tag(xml: bytes, start: int) -> bool:
    """Whether the element that starts here is a single tag, with nothing in it."""
    return tag_at(xml, start).endswith(b"/>")


def end_at(xml: bytes, start: int, told: int) -> int:
    """Where an element ends that starts at `start` and whose end was `told`: behind its closing tag, if it has one."""
    return told if is_one_tag(xml, start) else told + len(tag_at(xml, told))


def with_attributes(tag: bytes, **attributes: str) -> bytes:
    """A tag with these attributes in place of those of the same names; an empty one is taken away."""
    for name in attributes:
        tag = re.sub(rb"\s" + name.encode() + rb"\s*=\s*(\"[^\"]*\"|'[^']*')", b"", tag)
    added = "".join(f' {name}="{value}"' for name, value in attributes.items() if value)
    closing = b"/>" if tag.endswith(b"/>") else b">"
    return tag[: -len(closing)] + added.encode() + closing


def spliced(xml: bytes, pieces: list[tuple[int, int, bytes]]) -> bytes:
    """The text with parts of it (from, to, new) replaced."""
    out, at = [], 0
    for start, end, new in sorted(pieces):
        out += [xml[at:start], new]
        at = end
    return b"".join([*out, xml[at:]])


def column_of(reference: str) -> int:
    """0 for "A7", 27 for "AB7"."""
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number - 1


def column_name(column: int) -> str:
    """The letters of a column: "A" for 0, "AB" for 27."""
    name, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
