"""What single cells mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communes import personal_id
from communes.enums import PovertyClass, Relation, ResidenceStatus, Sex
from communes.roster_import.births import parse_birth
from communes.roster_import.columns import recognise
from communes.roster_import.names import parse_name, split_name_and_birth
from communes.roster_import.numbers import doubts_about, parse_household_number, parse_members, parse_personal_id
from communes.roster_import.phones import first_and_others, parse_phones
from communes.roster_import.reader import Cell
from communes.roster_import.words import parse_mark, parse_relation, parse_sex, poverty_in, residence_in, says_dead

DAY = date(2026, 10, 5)


@pytest.mark.parametrize(
    ("cell", "born", "year"),
    [
        ("05/10/1980", date(1980, 10, 5), 1980),
        ("5.10.1980", date(1980, 10, 5), 1980),
        ("5-10-80", date(1980, 10, 5), 1980),
        ("1978-12-01", date(1978, 12, 1), 1978),
        (27395, date(1975, 1, 1), 1975),
        (1955, None, 1955),
        ("1955", None, 1955),
        (82, None, 1982),
        ("15/3/82", date(1982, 3, 15), 1982),
        ("SN 1988", None, 1988),
        ("sinh năm 1988", None, 1988),
        ("3/1971", None, 1971),
        ("00/00/1950", None, 1950),
        ("1/1/05", date(2005, 1, 1), 2005),
        ("SN1988", None, 1988),
        ("15/3/1982.", date(1982, 3, 15), 1982),
        ("15,3,1982", date(1982, 3, 15), 1982),
        ("ngày 15 tháng 3 năm 1982", date(1982, 3, 15), 1982),
        ("05101980", date(1980, 10, 5), 1980),
        (5101980, date(1980, 10, 5), 1980),
        ("khoảng 1950", None, 1950),
        ("~1950", None, 1950),
        ("1905-05-21", None, 1968),
        ("", None, None),
    ],
)
def test_birth_is_read_in_every_way_that_lists_write_it(cell: Cell, born: date | None, year: int | None) -> None:
    assert parse_birth(cell, DAY)[:2] == (born, year)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/02/1980", "birth_unclear"),
        ("13/13/1980", "birth_unclear"),
        ("không rõ", "birth_unclear"),
        ("12/31/1980", "birth_unclear"),
        ("32132132", "birth_unclear"),
        ("6/10/2026", "birth_in_future"),
        (2027, "birth_in_future"),
        (1890, "birth_too_early"),
    ],
)
def test_a_birth_that_cannot_be_is_an_error_and_sets_nothing(cell: Cell, code: str) -> None:
    born, year, found = parse_birth(cell, DAY)

    assert (born, year, [finding.code for finding in found]) == (None, None, [code])


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        (912345671, ["+84912345671"]),
        ("0912.345.672", ["+84912345672"]),
        ("+84 912 345 673", ["+84912345673"]),
        ("84912345678", ["+84912345678"]),
        ("0262 3852 123", ["+842623852123"]),
        ("0912345684/ZALO", ["+84912345684"]),
        ("0912345681 - 0912345682", ["+84912345681", "+84912345682"]),
        ("0912345681; 0912345681", ["+84912345681"]),
        ("0912345681 (con trai)", ["+84912345681"]),
        ("không có", []),
    ],
)
def test_phones_are_read_as_lists_write_them(cell: Cell, numbers: list[str]) -> None:
    assert parse_phones(cell) == (numbers, [])


def test_a_number_that_is_no_phone_is_an_error() -> None:
    assert [found.code for found in parse_phones("12345")[1]] == ["phone_unclear"]


def test_more_phones_than_fit_are_told() -> None:
    numbers = [f"+8491234560{n}" for n in range(9)]

    first, others, found = first_and_others(numbers)

    assert (first, others.count("+"), [f.code for f in found]) == (numbers[0], 5, ["phones_dropped"])


@pytest.mark.parametrize(
    ("cell", "number", "codes"),
    [
        ("066068999901", "066068999901", []),
        (66170999902, "066170999902", ["id_zero_restored"]),
        (1085123456, "001085123456", ["id_zero_restored"]),
        (3085123456, "", ["id_length"]),
        ("066 068 999 901", "066068999901", []),
        ("240123456", "240123456", ["id_old_card"]),
        ("6.6085E+10", "", ["id_lost_digits"]),
        ("12345", "", ["id_length"]),
        ("", "", []),
        ("-", "", []),
    ],
)
def test_personal_numbers_get_back_their_zero_and_are_refused_when_excel_cut_them(
    cell: Cell, number: str, codes: list[str]
) -> None:
    digits, found = parse_personal_id(cell)

    assert (digits, [f.code for f in found]) == (number, codes)


def test_a_number_that_tells_otherwise_than_the_row_warns_and_never_refuses() -> None:
    doubts = doubts_about("999168999901", sex="male", birth_year=1970)

    assert [(f.code, f.is_error) for f in doubts] == [("id_province_unknown", False), ("id_contradicts", False)]
    assert doubts_about("066068999901", sex="male", birth_year=1968) == []
    assert doubts_about("040205999913", sex="male", birth_year=2005) == []


def test_of_a_personal_number_a_keyed_hash_and_four_digits_are_kept(settings: object) -> None:
    kept = personal_id.reduce("066068999901")
    settings.PERSONAL_ID_KEY = "another key"  # type: ignore[attr-defined]

    assert (kept.last4, len(kept.digest)) == ("9901", 64)
    assert personal_id.reduce("066068999901").digest != kept.digest


@pytest.mark.parametrize(
    ("word", "relation"),
    [
        ("Chủ hộ", Relation.HEAD),
        ("CH", Relation.HEAD),
        ("Vợ", Relation.SPOUSE),
        ("chong", Relation.SPOUSE),
        ("Con đẻ", Relation.CHILD),
        ("Con rể", Relation.CHILD_IN_LAW),
        ("Bà", Relation.GRANDPARENT),
        ("Ba", Relation.PARENT),
        ("Cháu nội", Relation.GRANDCHILD),
        ("Em ruột", Relation.SIBLING),
        ("Em dâu", Relation.OTHER),
        ("Ở trọ", Relation.LODGER),
        ("xyz", None),
    ],
)
def test_relations_are_read_with_and_without_accents(word: str, relation: Relation | None) -> None:
    assert parse_relation(word) == relation


def test_sex_marks_poverty_and_residence_are_words_of_closed_lists() -> None:
    assert [parse_sex(word) for word in ("Nam", "NỮ", "nu", "x")] == [Sex.MALE, Sex.FEMALE, Sex.FEMALE, None]
    assert [parse_mark(word) for word in ("x", "X", "có", 1, "không", 0, "Agribank")] == [
        True,
        True,
        True,
        True,
        False,
        False,
        None,
    ]
    assert [poverty_in(text) for text in ("Hộ nghèo", "hộ cận nghèo", "mới thoát nghèo", "Tổ trưởng")] == [
        PovertyClass.POOR,
        PovertyClass.NEAR_POOR,
        PovertyClass.NOT_POOR,
        None,
    ]
    assert [residence_in(text) for text in ("Đi làm ăn xa", "Tạm trú", "Thường trú", "Tạm vắng", "khỏe")] == [
        ResidenceStatus.AWAY,
        ResidenceStatus.TEMPORARY,
        ResidenceStatus.LIVING,
        ResidenceStatus.AWAY,
        None,
    ]
    assert [says_dead(text) for text in ("Đã chết 2024", "chồng đã mất")] == [True, False]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("NGUYỄN VĂN BÌNH", "Nguyễn Văn Bình"),
        ("H'BŬT ÊBAN", "H'Bŭt Êban"),
        ("  Sùng  A Chư ", "Sùng A Chư"),
        ("1. Trần Thị Hòa", "Trần Thị Hòa"),
        ("Trâ\u0300n Thi\u0323 Ho\u0300a", "Trần Thị Hòa"),
    ],
)
def test_names_are_kept_as_people_write_them(cell: str, name: str) -> None:
    assert parse_name(cell) == (name, [])


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Lê Văn Năm - 1960", ("Lê Văn Năm", "1960")),
        ("Phạm Thị Lan (1963)", ("Phạm Thị Lan", "1963")),
        ("Ngô Thị Lam, SN 1988", ("Ngô Thị Lam", "SN 1988")),
        ("Ngô Thị Lam", ("Ngô Thị Lam", "")),
    ],
)
def test_name_and_birth_in_one_cell_are_parted(cell: str, parts: tuple[str, str]) -> None:
    assert split_name_and_birth(cell) == parts


def test_household_numbers_and_members() -> None:
    assert [parse_household_number(cell) for cell in (1, "01", "Hộ 1\nÔng Năm", "12/3", "12b", "")] == [
        "1",
        "1",
        "1",
        "12/3",
        "12B",
        "",
    ]
    assert (parse_members(5), parse_members("")) == ((5, []), (None, []))
    assert [found.code for found in parse_members("năm")[1]] == ["members_unclear"]


def test_the_year_and_the_man_are_told_apart_by_their_accents() -> None:
    assert [recognise(title)[0] for title in ("Nam", "Năm", "Năm sinh Nam", "Năm sinh")] == ["male", "", "male", "birth"]
    assert [recognise(title)[0] for title in ("Ho va ten", "HỌ VÀ TÊN", "Quan hệ với người đại diện", "Màu sắc")] == [
        "full_name",
        "full_name",
        "relation",
        "",
    ]


cells = st.one_of(st.text(max_size=60), st.integers(-(10**13), 10**13), st.floats(allow_nan=False), st.booleans())


@given(cells)
def test_no_cell_makes_a_cleaner_fail(cell: Cell) -> None:
    born, year, _ = parse_birth(cell, DAY)
    assert born is None or born.year == year
    numbers, _ = parse_phones(cell)
    assert all(number.startswith("+") for number in numbers)
    digits, _ = parse_personal_id(cell)
    assert digits == "" or (digits.isdecimal() and len(digits) in (9, 12))
    assert len(parse_name(cell)[0]) <= 120
    assert len(parse_household_number(cell)) <= 20
    assert isinstance(split_name_and_birth(cell), tuple)
    assert parse_relation(cell) is None or parse_relation(cell) in Relation.values


@given(st.dates(date(1920, 1, 1), DAY))
def test_a_date_written_the_vietnamese_way_is_read_back(born: date) -> None:
    assert parse_birth(f"{born:%d/%m/%Y}", DAY)[0] == born
    assert parse_birth((born - date(1899, 12, 30)).days, DAY)[0] == born


@given(st.integers(0, 9 * 10**10 - 1))
def test_a_lost_zero_comes_back_whatever_the_number(rest: int) -> None:
    number = f"0{rest + 10**10:011d}"
    assert parse_personal_id(int(number))[0] == number
