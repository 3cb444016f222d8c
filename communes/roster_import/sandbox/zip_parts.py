"""Parts of a zipped workbook and their XML, read without trust: no document type, no entity, no surprise."""

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from communes.roster_import.sandbox.refused import RefusedError

Attributes = dict[str, str]
# NotImplementedError is how zipfile refuses a way of packing, or a version, that it does not know.
_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, KeyError, RuntimeError)


class Parts:
    """The parts of a zip by name.

    Raises:
        RefusedError: the zip, or a part, is damaged.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self.names = self._archive.namelist()
        except _ERRORS as error:
            raise RefusedError("damaged") from error

    def read(self, name: str) -> bytes:
        """The content of a part, nothing for one that is not there."""
        if name not in self.names:
            return b""
        try:
            return self._archive.read(name)
        except _ERRORS as error:
            raise RefusedError("damaged") from error


def walk(
    xml: bytes,
    start: Callable[[str, Attributes], Any],
    end: Callable[[str], Any] | None = None,
    text: Callable[[str], Any] | None = None,
) -> None:
    """Tells of every element of XML, names and attributes without their namespace prefix.

    Raises:
        RefusedError: it declares a document type, the door of entities; or it is no XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = lambda name, given: start(_bare(name), {_bare(key): value for key, value in given.items()})
    if end:
        parser.EndElementHandler = lambda name: end(_bare(name))
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError) as error:
        raise RefusedError("damaged") from error


def _refuse_doctype(*_declared: Any) -> None:
    raise RefusedError("entities")


def _bare(name: str) -> str:
    return name.rpartition(":")[2]
