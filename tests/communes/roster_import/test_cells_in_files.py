"""What single cells of a file mean, from the bytes of the file to the person."""

from datetime import date

import pytest

from communes.enums import PovertyClass
from communes.roster_import.rows import list_year
from tests.communes.roster_import.files import book, errors_in, findings_in, people_in, roster_of, sheets_of

TITLES = ["STT hộ", "Họ và tên", "Năm sinh", "Giới tính", "Quan hệ với chủ hộ"]
BINH = ("1", "Lò Văn Bình", "male", 1968, "head")
BINH_ROW = [1, "Lò Văn Bình", 1968, "Nam", "Chủ hộ"]


@pytest.mark.parametrize(
    ("cell", "first", "others"),
    [
        ("0912345681 - 0912345682", "+84912345681", "+84912345682"),
        ("0912345681/0912345682", "+84912345681", "+84912345682"),
        ("0912345681-0912345682", "+84912345681", "+84912345682"),
        ("0912345681 0912345682", "+84912345681", "+84912345682"),
        ("0912.345.681; 0912.345.682 (con)", "+84912345681", "+84912345682"),
        ("0912345681\n0912345682\n0912345683", "+84912345681", "+84912345682, +84912345683"),
    ],
)
def test_several_phones_share_a_cell(cell: str, first: str, others: str) -> None:
    roster = roster_of(book({"Sheet1": [[*TITLES, "SĐT"], [*BINH_ROW, cell]]}))

    person = roster.households[0].people[0]
    assert (person.phone, person.other_phones, errors_in(roster)) == (first, others, [])


def test_a_phone_of_before_2018_is_told_with_its_number_of_today() -> None:
    roster = roster_of(book({"Sheet1": [[*TITLES, "SĐT"], [*BINH_ROW, "01683999911"]]}))

    (found,) = [found for found in findings_in(roster) if found.is_error]
    assert (found.code, dict(found.params)) == ("phone_old", {"value": "01683999911", "today": "0383999911"})


@pytest.mark.parametrize(
    ("cell", "group", "code"),
    [
        ("Êđê", "ede", ""),
        ("Ê-đê", "ede", ""),
        ("E de", "ede", ""),
        ("RHADE", "ede", ""),
        ("H’Mông", "hmong", ""),
        ("01", "kinh", ""),
        (8, "hmong", ""),
        ("11", "ede", ""),
        ("13", "ba_na", ""),
        ("12", "", "ethnic_code_unclear"),
        ("Sao Hỏa", "", "ethnic_group_unclear"),
    ],
)
def test_an_ethnic_group_is_known_by_alias_and_by_the_codes_of_both_lists(cell: object, group: str, code: str) -> None:
    roster = roster_of(book({"Sheet1": [[*TITLES, "Dân tộc"], [*BINH_ROW, cell]]}))

    assert roster.households[0].people[0].ethnic_group == group
    assert [found.code for found in findings_in(roster)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("title", "cell", "poverty"),
    [
        ("Hộ nghèo", "x", PovertyClass.POOR),
        ("Hộ nghèo năm 2024", "X", PovertyClass.POOR),
        ("Hộ cận nghèo (2024)", 1, PovertyClass.NEAR_POOR),
        ("Diện hộ 2024", "Cận nghèo", PovertyClass.NEAR_POOR),
        ("Loại hộ", "HCN", PovertyClass.NEAR_POOR),
        ("Loại hộ", "HN", PovertyClass.POOR),
        ("Loại hộ", "Mới thoát nghèo", PovertyClass.NOT_POOR),
        ("Ghi chú", "Hộ nghèo", PovertyClass.POOR),
    ],
)
def test_marks_of_poverty_become_a_class_and_its_year(title: str, cell: object, poverty: PovertyClass) -> None:
    data = book({"Sheet1": [[*TITLES, title], [*BINH_ROW, cell]]})

    assert roster_of(data).households[0].poverty == poverty
    assert list_year(sheets_of(data), date(2026, 1, 1)) == (2024 if "2024" in title else 2026)


def test_days_are_read_from_serial_numbers_of_either_epoch_and_from_cells_formatted_as_days() -> None:
    rows = [TITLES, [1, "Lò Văn Bình", 27395, "Nam", "CH"], [2, "Vi Văn An", 27395, "Nam", "CH"]]
    formats = {(2, 2): "dd/mm/yyyy"}

    since_1900 = people_in(roster_of(book({"Sheet1": rows}, formats=formats)))
    since_1904 = people_in(roster_of(book({"Sheet1": rows}, formats=formats, epoch_1904=True)))

    assert [person[3] for person in since_1900] == [date(1975, 1, 1)] * 2
    assert [person[3] for person in since_1904] == [date(1979, 1, 2)] * 2


def test_a_year_in_a_cell_formatted_as_a_day_is_a_year_again() -> None:
    roster = roster_of(book({"Sheet1": [TITLES, BINH_ROW]}, formats={(1, 2): "dd/mm/yyyy"}))

    assert people_in(roster) == [BINH]
    assert [found.code for found in findings_in(roster)] == ["year_in_day"]


def test_tone_placement_and_apostrophes_make_no_two_people() -> None:
    written = ["Nguyễn Thị Hoà", "H’Hen Niê", "Hoàng Thuỳ"]
    other = ["Nguyễn Thị Hòa", "H'Hen Niê", "Hoàng Thùy"]

    def keys(names: list[str]) -> list[str]:
        roster = roster_of(book({"Sheet1": [TITLES, *[[n, name, 1980, "", "CH"] for n, name in enumerate(names)]]}))
        return [household.people[0].name_key for household in roster.households]

    assert keys(written) == keys(other)


def test_letters_of_ede_come_through_whole() -> None:
    names = ["H'Bŭt Êban", "Y Bĭl Kbuôr", "Y Ê̆dam Ƀuôn̆", "Č Ñrang"]
    rows = [[n, name, 1980, "", "CH"] for n, name in enumerate(names, 1)]

    assert [person[1] for person in people_in(roster_of(book({"Sheet1": [TITLES, *rows]})))] == names
