"""The annotating process: a workbook on standard input, the same one with notes on standard output.

It runs alone, like the reading process, because the workbook is a stranger's. It writes into the XML of the sheets only where a
note, a colour or a corrected cell goes and copies everything else as it stands, so that pictures, drop-down lists, formulas and
formats stay the user's. Input: eight bytes of length, the order as JSON, the file. It ends with 1 where it cannot.

Order: `{"memory_bytes", "processor_seconds", "sheets": {name: {"column": index of the notes, "rows": {number: row}}}}`, a row
being `{"note": text, "tone": tone, "marks": {column index: tone}, "texts": {column index: new text}}`; tones: `formats`.
"""

import io
import json
import resource
import sys
import zipfile
from typing import Any

from communes.roster_import.scribe.formats import Formats
from communes.roster_import.scribe.markup import ILLEGAL, NotWritableError, parse
from communes.roster_import.scribe.sheets import with_notes


def main() -> None:
    """Reads, writes, and leaves at once: nothing of the file outlives this process."""
    stream = sys.stdin.buffer
    order = json.loads(stream.read(int.from_bytes(stream.read(8), "big")))
    resource.setrlimit(resource.RLIMIT_AS, (order["memory_bytes"], order["memory_bytes"]))
    resource.setrlimit(resource.RLIMIT_CPU, (order["processor_seconds"], order["processor_seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(annotated(stream.read(), order["sheets"]))


def annotated(data: bytes, sheets: dict[str, Any]) -> bytes:
    """The workbook with its notes.

    Raises:
        NotWritableError, KeyError, ExpatError, BadZipFile: it is put together in a way that was not foreseen.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts, formats_part = _parts(source)
        formats = Formats(source.read(formats_part))
        changed = {
            parts[name]: with_notes(source.read(parts[name]), formats, sheet["rows"], sheet["column"])
            for name, sheet in sheets.items()
        }
        changed[formats_part] = formats.xml()
        return _copied(source, changed)


def _copied(source: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            copy = zipfile.ZipInfo(entry.filename, entry.date_time)
            copy.compress_type = entry.compress_type
            target.writestr(copy, changed.get(entry.filename) or source.read(entry))
    return out.getvalue()


def _parts(source: zipfile.ZipFile) -> tuple[dict[str, str], str]:
    """Sheet name -> its part of the package, and the part of the formats."""
    targets: dict[str, str] = {}
    formats: list[str] = []
    parts: dict[str, str] = {}

    def relation(name: str, about: dict[str, str], _: int) -> None:
        if name == "Relationship":
            target = about["Target"]
            targets[about["Id"]] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if about["Type"].endswith("/styles"):
                formats.append(targets[about["Id"]])

    def sheet(name: str, about: dict[str, str], _: int) -> None:
        if name == "sheet":
            reference = next(value for key, value in about.items() if key.endswith(":id"))
            parts.setdefault(ILLEGAL.sub("", about["name"]), targets[reference])

    parse(source.read("xl/_rels/workbook.xml.rels"), relation)
    parse(source.read("xl/workbook.xml"), sheet)
    if not formats:
        raise NotWritableError
    return parts, formats[0]


if __name__ == "__main__":
    main()
