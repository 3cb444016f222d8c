"""What kind of file the bytes are, and whether it is safe to open: only its first bytes and its directory are read."""

import io
import zipfile

from communes.roster_import.bounds import Bounds
from communes.roster_import.refusals import RefusalError
from communes.roster_import.sandbox.csv_tables import utf16_order
from literacy_portal.kit.throwaway import MIB

_HEAD = 4096
_ZIP = b"PK\x03\x04"
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MARKUP = ("<html", "<!doctype", "<table", "<?xml", "<head", "<meta", "<style", "<!--", "<body", "<div", "<center")
_EXCEL_2003 = "urn:schemas-microsoft-com:office:spreadsheet"
_MAIL = "mime-version:"
_FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF")
_WORKBOOK_ENTRIES = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")


def kind_of(data: bytes, limits: Bounds) -> str:
    """The kind: "workbook", "csv", "html" (a page of tables) or "xml" (a workbook of Excel 2003 in XML).

    Raises:
        RefusalError: empty, too large, protected, a bomb, or nothing that a roster comes in.
    """
    if not data.strip(b"\0 \r\n\t"):
        raise RefusalError("empty")
    if len(data) > limits.file_bytes:
        raise RefusalError("too_large", megabytes=limits.file_bytes // MIB)
    if data.startswith(_ZIP):
        _check_directory(data, limits)
        return "workbook"
    if data.startswith(_OLE2):
        if _ENCRYPTED_PACKAGE in data:
            raise RefusalError("password")
        return "workbook"
    return _text_kind(data)


def _text_kind(data: bytes) -> str:
    order = utf16_order(data)
    head = data[:_HEAD].decode(order or "latin-1", errors="replace").lstrip("\ufeff\xef\xbb\xbf \r\n\t").lower()
    if head.startswith(_MARKUP):
        if _EXCEL_2003 in head:
            return "xml"
        if "<table" not in (data.decode(order, errors="replace") if order else data.decode("latin-1")).lower():
            raise RefusalError("web_page")
        return "html"
    if head.startswith(_MAIL):
        raise RefusalError("web_page")
    if data.startswith(_FOREIGN) or (b"\0" in data[:_HEAD] and not order):
        raise RefusalError("not_a_spreadsheet")
    return "csv"


def _check_directory(data: bytes, limits: Bounds) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    # NotImplementedError is how zipfile refuses a zip of a version that it does not know.
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise RefusalError("damaged") from error
    expanded = sum(entry.file_size for entry in entries)
    if len(entries) > limits.zip_entries or expanded > limits.expanded_bytes:
        raise RefusalError("bomb")
    if expanded > 20 * MIB and expanded > limits.expanded_ratio * len(data):
        raise RefusalError("bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise RefusalError("password")
    if not {entry.filename for entry in entries}.intersection(_WORKBOOK_ENTRIES):
        raise RefusalError("not_a_spreadsheet")
