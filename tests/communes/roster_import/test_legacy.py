"""Text typed before Unicode: recognised by font, then by letters; offered with samples; converted as chosen and never else."""

import unicodedata
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communes.roster_import.decoding import AS_IT_STANDS, WHOLE_FILE, column_key, convert
from communes.roster_import.header import find
from communes.roster_import.legacy import best_writing, decode, is_syllable
from communes.roster_import.sandbox.fonts import TCVN3, TCVN3_CAPITALS, VNI, writing_in
from tests.communes.roster_import.files import (
    book,
    errors_in,
    html,
    member,
    ods,
    only,
    people_in,
    rezipped,
    roster_of,
    tables_of,
    xls,
)

NAMES = [
    "Nguyễn Thị Hoà", "Đặng Văn Đức", "Trần Thị Hường", "Lầu Y Dở", "Vừ Bá Dương", "Phạm Thị Ngọc Anh", "Võ Hữu Nghĩa",
    "Bùi Thị Mỹ Lệ", "Hoàng Thị Thuỷ", "Quàng Văn Pỏm", "Lường Văn Tướng", "Đỗ Thị Kỷ", "Ngô Thị Hạnh", "Lê Thị Xuân Thuý",
]  # fmt: skip
TITLES = ["Số hộ", "Họ và tên", "Năm sinh", "Quan hệ"]

# Written out here by hand, from what the fonts show: the way back that the importer does not have.
_TO_TCVN3 = dict(zip(
    "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
    "¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ¡¢£¤¥¦§",
    strict=True,
))  # fmt: skip
_MARKS = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_HATS = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_BREVES = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_ALONE = {"đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "ơ": "ô", "ư": "ö"}


def in_tcvn3(text: str) -> str:
    """The text as a .VnTime font stores it; capitals with tones have no place in it."""
    return "".join(_TO_TCVN3.get(letter, letter) for letter in text)


def in_vni(text: str) -> str:
    """The text as a VNI font stores it."""
    return "".join(_letter_in_vni(letter) for letter in text)


def _letter_in_vni(letter: str) -> str:
    small = letter.lower()
    if small in _ALONE:
        written = _ALONE[small]
    else:
        base, *marks = unicodedata.normalize("NFD", small)
        tone = next((mark for mark in marks if mark in _MARKS), "")
        if "\u0302" in marks:
            written = base + _HATS[tone]
        elif "\u0306" in marks:
            written = base + _BREVES[tone]
        else:
            written = {"\u031b": {"o": "ô", "u": "ö"}.get(base, base)}.get(next(iter(set(marks) - set(_MARKS)), ""), base)
            written += _MARKS.get(tone, "")
    return written.upper() if letter.isupper() else written


@pytest.mark.parametrize(
    ("stored", "writing", "shown"),
    [
        ("NguyÔn ThÞ Hoµ", TCVN3, "Nguyễn Thị Hoà"),
        ("§Æng V¨n §øc", TCVN3, "Đặng Văn Đức"),
        ("M\xad\xeang Kh\xad\xacng", TCVN3, "Mường Khương"),
        ("Võ B¸ D\xad¬ng", TCVN3, "Vừ Bá Dương"),
        ("nguyÔn v¨n an", TCVN3_CAPITALS, "NGUYỄN VĂN AN"),
        ("Nguyeãn Thò Hoaø", VNI, "Nguyễn Thị Hoà"),
        ("Ñaëng Vaên Ñöùc", VNI, "Đặng Văn Đức"),
        ("Traàn Thò Höôøng", VNI, "Trần Thị Hường"),
        ("TRAÀN THÒ HÖÔØNG", VNI, "TRẦN THỊ HƯỜNG"),
        ("H’Hen – số 1", TCVN3, "H’Hen – số 1"),
        ("Nguyễn Thị Hòa", VNI, "Nguyễn Thị Hòa"),
        ("H'Hen 1980", VNI, "H'Hen 1980"),
    ],
)
def test_old_text_is_read_as_its_font_showed_it(stored: str, writing: str, shown: str) -> None:
    assert decode(stored, writing) == shown


def test_the_soft_hyphen_is_a_letter_until_the_text_is_converted() -> None:
    data = book({"Sheet1": [TITLES, [1, "M\xad\xeang Kh\xad\xacng", 1980, "CH"]]}, fonts={1: ".VnTime"})

    table = only(tables_of(data))

    assert table.rows[1][1] == "M\xad\xeang Kh\xad\xacng"
    assert people_in(roster_of(data, decoding={WHOLE_FILE: TCVN3}))[0][1] == "Mường Khương"


@given(st.lists(st.sampled_from(sorted({word for name in NAMES for word in name.split()})), min_size=1, max_size=6))
def test_whatever_words_were_typed_come_back(words: list[str]) -> None:
    text = " ".join(words)

    assert decode(in_tcvn3(text), TCVN3) == text
    assert decode(in_vni(text), VNI) == unicodedata.normalize("NFC", text)
    assert decode(in_vni(text.upper()), VNI) == text.upper()


@pytest.mark.parametrize(
    ("font", "writing"),
    [
        (".VnTime", TCVN3),
        (".VnArial", TCVN3),
        (".vntime", TCVN3),
        (".VnTimeH", TCVN3_CAPITALS),
        (".VNTIMEH", TCVN3_CAPITALS),
        ("VNI-Times", VNI),
        ("vni-helve", VNI),
        ("Times New Roman", ""),
        ("Vnithu", ""),
        ("", ""),
    ],
)
def test_a_font_says_how_its_text_was_written(font: str, writing: str) -> None:
    assert writing_in(font) == writing


def test_words_are_told_from_rubbish_by_how_they_are_built() -> None:
    good = ["Nguyễn", "Đức", "quyền", "giếng", "NGHIÊNG", "khuya", "uống", "Thuỷ", "yên", "gì", "quốc", "oanh"]
    bad = ["NguyÔn", "Hoµ", "§øc", "Nguyeãn", "Hoaø", "Vaên", "Ñöùc", "hmông", "Krông", "Djuê"]

    assert [word for word in good if not is_syllable(word)] == []
    assert [word for word in bad if is_syllable(word)] == []


@pytest.mark.parametrize("writing", [TCVN3, VNI])
def test_letters_betray_the_writing_of_a_column_of_names(writing: str) -> None:
    spell = in_tcvn3 if writing == TCVN3 else in_vni

    assert best_writing(" ".join(map(spell, NAMES))) == writing


@pytest.mark.parametrize(
    "text",
    [
        " ".join(NAMES),
        "Lê Hà Lê Tú Võ Sơn La Hồ Lý Tô Hà Cà Mò",
        "H'Hen Niê Y Djuê Êban Krông Búk Y Bhiô Ayũn",
        "Kinh Mông Ê Đê Gia-rai Xơ-đăng",
        "Café Zoë Müller",
        "",
        "Nguyen Van An",
    ],
)
def test_text_of_today_is_offered_no_conversion(text: str) -> None:
    assert best_writing(text) == ""


def rows(spell: object) -> list[list[object]]:
    """A list of two families in some spelling."""
    told = [[1, "Nguyễn Thị Hoà", 1980, "Chủ hộ"], ["", "Đặng Văn Đức", 1970, "Chồng"], [2, "Trần Thị Hường", 1990, "Chủ hộ"]]
    return [[spell(cell) if isinstance(cell, str) else cell for cell in row] for row in [TITLES, *told]]  # type: ignore[operator]


WRITINGS = {TCVN3: (in_tcvn3, ".VnTime"), VNI: (in_vni, "VNI-Times")}
MAKERS = {
    "xlsx": lambda told, font: book({"Trang 1": told}, fonts=dict.fromkeys(range(4), font)),
    "xls": lambda told, font: xls(told, font=font),
    "ods": lambda told, font: ods([[str(cell) for cell in row] for row in told], font=font),
    "html": lambda told, font: html(told, style=f"td{{font-family:'{font}';}}"),
}


@pytest.mark.parametrize(("kind", "writing"), list(product(MAKERS, WRITINGS)))
def test_every_kind_of_file_tells_its_fonts_and_comes_in_once_they_are_decided_on(kind: str, writing: str) -> None:
    spell, font = WRITINGS[writing]
    data = MAKERS[kind](rows(spell), font)

    text = convert(tables_of(data), {})
    assert {(offer.writing, offer.why) for offer in text.offers.values()} == {(writing, "font")}
    roster = roster_of(data, decoding={WHOLE_FILE: writing})
    assert people_in(roster) == [
        ("1", "Nguyễn Thị Hoà", "", 1980, "head"),
        ("1", "Đặng Văn Đức", "", 1970, "spouse"),
        ("2", "Trần Thị Hường", "", 1990, "head"),
    ]
    assert errors_in(roster) == []


@pytest.mark.parametrize("writing", [TCVN3, VNI])
def test_without_fonts_the_letters_decide_in_workbooks_and_in_bytes(writing: str) -> None:
    spell, _ = WRITINGS[writing]
    lines = "\n".join(";".join(str(cell) for cell in row) for row in rows(spell))

    for data in (book({"Sheet1": rows(spell)}), lines.encode("latin-1")):
        text = convert(tables_of(data), {})
        assert {(offer.writing, offer.why) for offer in text.offers.values()} == {(writing, "letters")}
        assert [person[1] for person in people_in(roster_of(data, decoding={WHOLE_FILE: writing}))] == [
            "Nguyễn Thị Hoà",
            "Đặng Văn Đức",
            "Trần Thị Hường",
        ]


def test_undecided_rows_wait_and_say_so() -> None:
    data = book({"Sheet1": rows(in_tcvn3)}, fonts=dict.fromkeys(range(4), ".VnTime"))

    assert errors_in(roster_of(data)).count("decoding_undecided") == 3
    assert errors_in(roster_of(data, decoding={WHOLE_FILE: TCVN3})) == []
    assert "decoding_undecided" not in errors_in(roster_of(data, decoding={WHOLE_FILE: AS_IT_STANDS}))


def test_a_column_is_decided_on_by_itself_and_before_the_whole_file() -> None:
    data = book({"Sheet1": rows(in_tcvn3)})

    chosen = {WHOLE_FILE: TCVN3, column_key("Sheet1", 1): AS_IT_STANDS}

    assert [person[1] for person in people_in(roster_of(data, decoding=chosen))] == [
        "NguyÔn ThÞ Hoµ",
        "§Æng V¨n §øc",
        "TrÇn ThÞ Hêng",
    ]


def test_only_the_cells_in_the_old_font_of_a_mixed_column_are_converted() -> None:
    told = [TITLES, [1, "NguyÔn ThÞ Hoµ", 1980, "CH"], [2, "Lê Hà", 1990, "CH"]]
    old = book({"Sheet1": told}, fonts={1: ".VnTime"})
    styles = {f'<c r="B{row}" s="1"'.encode(): f'<c r="B{row}"'.encode() for row in (1, 3)}
    sheet = member(old, "xl/worksheets/sheet1.xml")
    for styled, plain in styles.items():
        assert styled in sheet
        sheet = sheet.replace(styled, plain)
    mixed = rezipped(old, {"xl/worksheets/sheet1.xml": sheet})

    names = [person[1] for person in people_in(roster_of(mixed, decoding={WHOLE_FILE: TCVN3}))]

    assert names == ["Nguyễn Thị Hoà", "Lê Hà"]


def test_an_old_font_put_on_text_of_today_changes_nothing() -> None:
    data = book({"Sheet1": [TITLES, [1, "Nguyễn Thị Hòa", 1980, "CH"], [2, "Lê Hà", 1990, "CH"]]}, fonts={1: ".VnTime"})

    assert convert(tables_of(data), {}).offers == {}


@pytest.mark.parametrize("spell", [in_tcvn3, in_vni])
def test_the_name_of_a_sheet_in_old_letters_names_its_village(spell: Callable[[str], str]) -> None:
    data = book({spell("Thôn 1"): [TITLES, [1, "Trần Thị Hòa", 1980, "CH"]]})

    assert [household.village for household in roster_of(data, village="").households] == ["24364001"]


def test_titles_in_an_old_font_are_found_whatever_is_decided() -> None:
    (table,) = tables_of(book({"Sheet1": rows(in_vni)}))

    header = find(table)

    assert header is not None
    assert list(header.columns) == ["household_number", "full_name", "birth", "relation"]
