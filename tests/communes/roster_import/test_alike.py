"""What is like the six layouts: every way of writing a list that villages were seen to use, each in a file made for it."""

import random

import pytest

from communes.enums import PovertyClass, ResidenceStatus
from communes.roster_import.refusals import RefusalError
from tests.communes.roster_import.files import Rows, book, errors_in, findings_in, html, people_in, roster_of, sheets_of

TITLES = ["STT hộ", "Họ và tên", "Năm sinh", "Giới tính", "Quan hệ với chủ hộ"]
BINH = ("1", "Lò Văn Bình", "male", 1968, "head")
HOA = ("1", "Trần Thị Hòa", "female", 1970, "spouse")
AN = ("2", "Vi Văn An", "male", 1990, "head")
BINH_ROW, HOA_ROW = [1, "Lò Văn Bình", 1968, "Nam", "Chủ hộ"], ["", "Trần Thị Hòa", 1970, "Nữ", "Vợ"]
AN_ROW = [2, "Vi Văn An", 1990, "Nam", "CH"]
FAMILY = [BINH_ROW, HOA_ROW, AN_ROW]
EVERYONE = [BINH, HOA, AN]


def read_rows(*rows: object, **looks: object) -> list[tuple[object, ...]]:
    """Everyone in a workbook of these rows, where nothing is in error."""
    roster = roster_of(book({"Sheet1": rows}, **looks))  # type: ignore[arg-type, dict-item]
    assert errors_in(roster) == []
    return people_in(roster)


def test_titles_of_the_list_stand_above_the_titles_of_columns() -> None:
    above: Rows = [["ỦY BAN NHÂN DÂN XÃ PHÚ XUÂN"], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], [], ["DANH SÁCH"], ["(Năm 2026)"], []]

    assert read_rows(*above, TITLES, *FAMILY, merged=["A1:E1", "A4:E4"]) == EVERYONE


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_titles_of_columns_take_one_to_three_merged_rows(depth: int) -> None:
    one: Rows = [["STT hộ", "Họ và tên", "Năm sinh Nam", "Năm sinh Nữ", "Quan hệ với chủ hộ"]]
    two: Rows = [["STT hộ", "Họ và tên", "Năm sinh", "", "Quan hệ với chủ hộ"], ["", "", "Nam", "Nữ", ""]]
    three: Rows = [
        ["STT hộ", "Thông tin nhân khẩu", "", "", "Quan hệ với chủ hộ"],
        ["", "Họ và tên", "Năm sinh", "", ""],
        ["", "", "Nam", "Nữ", ""],
    ]
    merged: list[str] = {1: [], 2: ["C1:D1", "A1:A2"], 3: ["B1:D1", "C2:D2", "A1:A3"]}[depth]
    rows = [[1, "Lò Văn Bình", 1968, "", "Chủ hộ"], ["", "Trần Thị Hòa", "", 1970, "Vợ"], [2, "Vi Văn An", 1990, "", "CH"]]

    assert read_rows(*{1: one, 2: two, 3: three}[depth], *rows, merged=merged) == EVERYONE


def test_the_numbers_of_the_columns_are_nobody() -> None:
    assert read_rows(TITLES, ["(1)", "(2)", "(3)", "(4)", "(5)"], *FAMILY) == EVERYONE
    assert read_rows(TITLES, [1, 2, 3, 4, 5], *FAMILY) == EVERYONE
    assert read_rows(TITLES, ["A", "B", "C", "D", "E"], *FAMILY) == EVERYONE


def test_titles_that_every_printed_page_repeats_are_nobody() -> None:
    assert read_rows(TITLES, BINH_ROW, HOA_ROW, TITLES, ["(1)", "(2)", "(3)", "(4)", "(5)"], AN_ROW) == EVERYONE


def test_a_household_number_may_stand_at_its_head_only_be_merged_or_be_repeated() -> None:
    repeated = [BINH_ROW, ["01", *HOA_ROW[1:]], ["Hộ 02", *AN_ROW[1:]]]

    assert read_rows(TITLES, *FAMILY) == EVERYONE
    assert read_rows(TITLES, *FAMILY, merged=["A2:A3"]) == EVERYONE
    assert read_rows(TITLES, *repeated) == EVERYONE


@pytest.mark.parametrize(
    ("band", "number"),
    [
        ("Hộ số 07: Lò Văn Bình", "7"),
        ("Hộ 7 - Lò Văn Bình - Địa chỉ: số 3", "7"),
        ("HỘ SỐ: 07 - LÒ VĂN BÌNH", "7"),
        ("Hộ số 7b: Lò Văn Bình; địa chỉ: xóm trên", "7B"),
    ],
)
def test_bands_part_the_households(band: str, number: str) -> None:
    people = read_rows(
        ["STT", *TITLES[1:]], [band], [1, *BINH_ROW[1:]], [2, *HOA_ROW[1:]], ["Hộ số 08: Vi Văn An"], [1, *AN_ROW[1:]]
    )

    assert [person[:2] for person in people] == [(number, "Lò Văn Bình"), (number, "Trần Thị Hòa"), ("8", "Vi Văn An")]


def test_each_sheet_is_a_village_and_one_without_rows_is_told_by_its_name() -> None:
    rows = [TITLES, *FAMILY]
    roster = roster_of(book({"Thôn 1": rows, "TDP 2 Cư Êbur": rows, "Sheet3": []}), village="")

    assert [(household.sheet, household.village) for household in roster.households] == [
        ("Thôn 1", "24364001"),
        ("Thôn 1", "24364001"),
        ("TDP 2 Cư Êbur", "24364002"),
        ("TDP 2 Cư Êbur", "24364002"),
    ]


def test_a_line_that_names_a_village_speaks_for_the_rows_below_it() -> None:
    rows = [TITLES, ["I. Thôn 1"], *FAMILY[:2], ["Cộng thôn 1: 1 hộ"], ["II. TDP 2 Cư Êbur"], AN_ROW]

    roster = roster_of(book({"Sheet1": rows}), village="")

    assert [(household.number, household.village) for household in roster.households] == [("1", "24364001"), ("2", "24364002")]


def test_the_heads_number_groups_rows_that_do_not_follow_each_other() -> None:
    titles = ["Họ tên", "Năm sinh", "Quan hệ", "Số CCCD", "Số CCCD chủ hộ"]
    head, other = "066068999901", "066090999902"
    rows = [
        ["Lò Văn Bình", 1968, "Chủ hộ", head, head],
        ["Vi Văn An", 1990, "Chủ hộ", other, other],
        ["Trần Thị Hòa", 1970, "Vợ", "", int(head)],
    ]

    roster = roster_of(book({"Sheet1": [titles, *rows]}))

    assert [[person.full_name for person in household.people] for household in roster.households] == [
        ["Lò Văn Bình", "Trần Thị Hòa"],
        ["Vi Văn An"],
    ]


def test_a_column_of_heads_beside_one_of_members_groups_by_the_head() -> None:
    titles = ["TT", "Họ tên chủ hộ", "Họ tên thành viên", "Năm sinh", "Quan hệ"]
    stepped = [[1, "Lò Văn Bình", "", 1968, ""], [2, "", "Trần Thị Hòa", 1970, "Vợ"], [3, "Vi Văn An", "", 1990, ""]]
    repeated = [
        [1, "Lò Văn Bình", "Lò Văn Bình", 1968, "Chủ hộ"],
        [2, "Lò Văn Bình", "Trần Thị Hòa", 1970, "Vợ"],
        [3, "Vi Văn An", "Vi Văn An", 1990, "Chủ hộ"],
    ]

    for rows in (stepped, repeated):
        people = read_rows(titles, *rows)
        assert [person[1] for person in people] == ["Lò Văn Bình", "Trần Thị Hòa", "Vi Văn An"]
        assert [person[4] for person in people] == ["head", "spouse", "head"]


@pytest.mark.parametrize("yes", ["x", "X", "có", "Có", 1, "1", "✓"])
def test_marks_say_yes_in_many_ways(yes: object) -> None:
    titles = ["TT", "Họ và tên chủ hộ", "Nam", "Nữ", "Hộ nghèo", "Có Internet", "Có ĐT thông minh"]

    roster = roster_of(
        book({"Sheet1": [titles, [1, "Lò Văn Bình", yes, "", yes, yes, yes], [2, "Vi Thị An", "", yes, "", "", ""]]})
    )

    first, second = roster.households
    assert (first.people[0].sex, first.poverty, first.has_internet, first.people[0].facts) == (
        "male",
        PovertyClass.POOR,
        True,
        {"own_smartphone": 1},
    )
    assert (second.people[0].sex, second.poverty, second.has_internet) == ("female", "", None)


@pytest.mark.parametrize(
    "cell", ["Lò Văn Bình - 1968", "Lò Văn Bình (1968)", "Lò Văn Bình, SN 1968", "Lò Văn Bình / 1968", "Lò Văn Bình\n1968"]
)
def test_name_and_year_share_a_cell(cell: str) -> None:
    assert read_rows(["Hộ", "Họ tên / Năm sinh", "Quan hệ"], [1, cell, "CH"]) == [("1", "Lò Văn Bình", "", 1968, "head")]


def test_subtotals_and_signatures_are_nobody_and_families_called_tong_are_somebody() -> None:
    rows = [
        *FAMILY[:2],
        ["Cộng nhóm 1", "", 2],
        AN_ROW,
        ["", "Tòng Văn Hai", 1980, "Nam", "Anh"],
        ["Tổng cộng: 2 hộ, 4 khẩu"],
        [],
        ["", "", "", "Phú Xuân, ngày 05 tháng 10 năm 2026"],
        ["", "NGƯỜI LẬP BIỂU", "", "", "TRƯỞNG THÔN"],
        ["", "(Ký, ghi rõ họ tên)", "", "", "(Ký tên, đóng dấu)"],
    ]

    assert [person[1] for person in read_rows(TITLES, *rows)] == ["Lò Văn Bình", "Trần Thị Hòa", "Vi Văn An", "Tòng Văn Hai"]


def test_a_name_that_begins_like_a_total_is_a_name_also_in_the_first_column() -> None:
    people = read_rows(TITLES[1:], ["Tòng Văn Hai", 1980, "Nam", "Chủ hộ"], ["Công Thị Ba", 1985, "Nữ", "Vợ"], ["Tổng cộng", 2])

    assert [person[1] for person in people] == ["Tòng Văn Hai", "Công Thị Ba"]


def test_hidden_rows_are_read_and_told_and_hidden_columns_are_known() -> None:
    data = book({"Sheet1": [TITLES, *FAMILY]}, hidden_rows=[3], hidden_columns=[2])

    roster = roster_of(data)

    assert people_in(roster) == EVERYONE
    assert [found.code for found in roster.households[0].people[1].findings] == ["hidden_row"]
    assert sheets_of(data)[0].table.hidden_columns == frozenset({2})


def test_thousands_of_blank_formatted_rows_are_nothing() -> None:
    blank = [["", "", "", "", ""]] * 4_000

    assert read_rows(TITLES, *FAMILY, *blank, fonts=dict.fromkeys(range(5), "Arial")) == EVERYONE


def test_a_note_beyond_poverty_and_residence_is_kept_with_the_import() -> None:
    rows = [[*TITLES, "Ghi chú"], [*BINH_ROW, "Hộ nghèo, tổ trưởng CNSCĐ"], [*HOA_ROW, "Đi làm ăn xa"]]

    roster = roster_of(book({"Sheet1": rows}))

    assert roster.households[0].poverty == PovertyClass.POOR
    assert [(found.code, dict(found.params)) for found in findings_in(roster)] == [("note_kept", {"value": "tổ trưởng CNSCĐ"})]
    assert roster.households[0].people[1].status == ResidenceStatus.AWAY


def test_the_same_families_come_out_of_every_way_of_laying_them_out() -> None:
    chance = random.Random(3)
    for _ in range(5):
        families = [
            [(f"{family} Thị Số {n}", chance.randint(1940, 2020), "Con" if n else "Chủ hộ") for n in range(chance.randint(1, 5))]
            for family in chance.sample(["Lò", "Vi", "Quàng", "Tòng", "Sùng", "Giàng", "Niê"], 4)
        ]
        expected = [[name for name, _, _ in family] for family in families]
        for data in _laid_out(families, chance):
            roster = roster_of(data)
            assert [[person.full_name for person in household.people] for household in roster.households] == expected
            assert errors_in(roster) == []


def _laid_out(families: list[list[tuple[str, int, str]]], chance: random.Random) -> list[bytes]:
    titles = ["Số hộ", "Họ tên", "Năm sinh", "Quan hệ"]
    heads_only = [
        [number if n == 0 else "", *person] for number, family in enumerate(families, 1) for n, person in enumerate(family)
    ]
    repeated = [[number, *person] for number, family in enumerate(families, 1) for person in family]
    banded: list[list[object]] = []
    for number, family in enumerate(families, 1):
        banded += [[f"Hộ số {number:02d}: {family[0][0]}"], *[[n, *person] for n, person in enumerate(family, 1)]]
    above: list[list[object]] = [[f"Danh sách {n}"] for n in range(chance.randint(0, 5))]
    below: list[list[object]] = [["Tổng cộng", len(repeated)], ["", "Người lập", "", "Trưởng thôn"]][: chance.randint(0, 2)]
    return [
        book({"Sheet1": [*above, titles, *heads_only, *below]}),
        book({"Sheet1": [*above, titles, *repeated, *below]}),
        book({"Sheet1": [*above, ["STT", *titles[1:]], *banded, *below]}),
        html([*above, titles, *repeated, *below]),
    ]


def test_titles_without_one_person_below_them_are_no_roster() -> None:
    with pytest.raises(RefusalError) as refusal:
        roster_of(book({"Thôn 1": [TITLES, ["Tổng cộng", 0]]}))

    assert (refusal.value.code, refusal.value.params) == ("no_people", {"sheets": "“Thôn 1”"})
