"""Valid files made invalid, by bytes, by members of a zip, by XML, by what stands in cells."""

import io
import random
import re
import zipfile
from collections.abc import Callable

from tests.communes.roster_import.files import book, html, ods, xls, xml_of_2003
from tests.communes.roster_import.rosters import A, B, C, D, E, F, roster_bytes

_TAG = re.compile(rb"<[^>]+>")
_VALUE = re.compile(rb'="[^"]*"')
_TEXT = re.compile(rb">[^<]+<")
_EVIL = (
    "", "0", "-1", "1e308", "NaN", "99999999999999999999", "2147483648", "1048577", "A0", "XFD1048576", "=1+1", "'", '"', "#REF!",
    "x" * 3000, "é" * 300, "\u0300" * 50, "\u202e", "\ud7ff", "\U0010ffff", "0\u0663", "²", "৪", "½", "Ⅷ", "१९८०", "31/02/0000",
    "00/00/0000", "1/1/99999", "9999-99-99", "0001-01-01", "Hộ số " + "9" * 30, "Tổng cộng", "Họ và tên",
    "%s%(x)s{0}", "\\", "Đ" * 130, "\u202e", "a!b,1", "&#0;", "&amp;", "]]>", "<!--", "<table>", "\r", "\n" * 40, ";" * 300, "\t",
)  # fmt: skip


def seeds() -> list[bytes]:
    """Small valid files of every kind."""
    rows = [["STT hộ", "Họ và tên", "Năm sinh", "Quan hệ"], [1, "Trần Thị Hòa", 1980, "Chủ hộ"], ["", "Lò Văn Đức", 27395, "Con"]]
    texts = [[str(cell) for cell in row] for row in rows]
    lines = "\r\n".join(";".join(row) for row in texts)
    return [
        *(roster_bytes(name) for name in (A, B, C, D, E, F)),
        xls(rows, font=".VnTime", hidden_row=3),
        ods(texts, font="VNI-Times", hidden_row=2, trailing=1_000_000),
        book({"Thôn 1": rows}, merged=["A2:A3"], hidden_rows=[3], hidden_columns=[2], fonts={1: ".VnTimeH"}, epoch_1904=True),
        html(rows, style="td{font-family:.VnTime}", before="<h1>DANH SÁCH THÔN 1</h1>"),
        lines.encode("utf-16"),
        lines.encode("utf-8-sig"),
        lines.encode("cp1258", errors="replace"),
        xml_of_2003(rows),
    ]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The file with one to four things wrong."""
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(_mutations(data))(data, chance)
    return data


def _mutations(data: bytes) -> list[Callable[[bytes, random.Random], bytes]]:
    if data.startswith(b"PK"):
        return [_xml, _xml, _xml, _members, _bytes]
    return [_markup, _bytes] if data.lstrip(b"\xef\xbb\xbf").startswith(b"<") else [_bytes, _bytes, _lines]


def _bytes(data: bytes, chance: random.Random) -> bytes:
    """Bytes flipped, cut out, doubled, put in, or the end cut off."""
    broken = bytearray(data)
    at = chance.randrange(len(broken) + 1)
    length = chance.choice([1, 1, 2, 4, 16, 200])
    kind = chance.randrange(6)
    if kind == 0:
        broken[at : at + length] = chance.randbytes(length)
    elif kind == 1:
        del broken[at : at + length]
    elif kind == 2:
        broken[at:at] = broken[at : at + length]
    elif kind == 3:
        broken[at : at + length] = chance.choice([b"\xff", b"\0", b"\x7f", b"\x80"]) * length
    elif kind == 4:
        broken[at:at] = chance.choice(_EVIL).encode("utf-8", errors="surrogatepass")
    else:
        del broken[max(at, 8) :]
    return bytes(broken)


def _lines(data: bytes, chance: random.Random) -> bytes:
    """Lines of text shuffled, repeated and joined."""
    lines = data.split(b"\n")
    chance.shuffle(lines)
    evil = chance.choice(_EVIL).encode("utf-8", errors="surrogatepass")
    return chance.choice([b"\n", b"", b"\r", b";"]).join(lines) + evil * chance.randint(0, 3)


def _members(data: bytes, chance: random.Random) -> bytes:
    """Members dropped, emptied, doubled or exchanged."""
    parts = _unzipped(data)
    if not parts:
        return data
    one, other = chance.choice(parts), chance.choice(parts)
    changed = {
        0: [part for part in parts if part is not one],
        1: [(name, b"" if name == one[0] else content) for name, content in parts],
        2: [*parts, one],
        3: [(name, other[1] if name == one[0] else content) for name, content in parts],
        4: [(name.upper() if name == one[0] else name, content) for name, content in parts],
    }[chance.randrange(5)]
    return _zipped(changed)


def _xml(data: bytes, chance: random.Random) -> bytes:
    """The XML of one member spoilt."""
    parts = _unzipped(data)
    names = [name for name, _ in parts if name.endswith((".xml", ".rels"))]
    if not names:
        return data
    # Twice as often the sheets: they are what people fill in.
    chosen = chance.choice([*names, *[name for name in names if "sheet" in name or "content" in name] * 2])
    return _zipped([(name, _markup(content, chance) if name == chosen else content) for name, content in parts])


def _markup(content: bytes, chance: random.Random) -> bytes:
    kind = chance.randrange(4)
    found = list((_TAG, _TAG, _VALUE, _TEXT)[kind].finditer(content))
    if not found:
        return content
    one, other = chance.choice(found), chance.choice(found)
    evil = chance.choice(_EVIL).encode("utf-8", errors="surrogatepass")
    new = (b"", one[0] + other[0], b'="' + evil.replace(b'"', b"") + b'"', b">" + evil + b"<")[kind]
    return content[: one.start()] + new + content[one.end() :]


def _unzipped(data: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    except Exception:  # noqa: BLE001 -- an earlier mutation may have broken it in any way
        return []


def _zipped(parts: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    written: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            # A second member of one name takes a name of the same length; its bytes are then put back.
            archive.writestr(name if name not in written else f"{name[:-1]}~", content)
            written.add(name)
    return out.getvalue().replace(b"~PK", b"lPK")
