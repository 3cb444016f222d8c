"""The empty roster of the portal: filled in as it says, it imports cleanly."""

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import translation

from communes.roster_import.lines import EXAMPLE
from communes.roster_import.plan import counts_of
from communes.roster_import.refusals import RefusalError
from communes.roster_import.template import empty_roster
from tests.communes.roster_import.rosters import brought_in, people_of, proposed
from tests.factories import EthnicGroupFactory
from tests.world import World

FAMILY: list[dict[str, Any]] = [
    {
        "STT hộ": "7", "Họ và tên": "Y Wăn Mlô", "Ngày sinh": "02/09/1981", "Giới tính": "Nam",
        "Quan hệ với chủ hộ": "Chủ hộ", "Dân tộc": "Ê Đê", "Số điện thoại": "0912 345 611; 0912 345 612",
        "Số CCCD": "066081000777", "Tình trạng cư trú": "Thường trú", "Diện hộ": "Nghèo", "Thôn": "thôn Xuân Mỹ",
        "VNeID": "2", "Có Internet": "Có",
    },
    {"STT hộ": "7", "Họ và tên": "H'Nương Êban", "Ngày sinh": "1985", "Giới tính": "Nữ", "Quan hệ với chủ hộ": "Vợ"},
]  # fmt: skip


def filled(template: BytesIO, family: list[dict[str, Any]]) -> bytes:
    """The template with the family below its examples, as Excel would save it."""
    book = openpyxl.load_workbook(template)
    page = book["Danh sách"]
    titles = next(number for number in range(1, 20) if page.cell(number, 1).value == "STT hộ")
    columns = {page.cell(titles, column).value: column for column in range(1, page.max_column + 1)}
    below = next(number for number in range(titles + 1, 50) if not page.cell(number, 2).value)
    for row, person in enumerate(family, below):
        for title, value in person.items():
            page.cell(row, columns[title]).value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_filled_template_brings_in_its_people_and_passes_over_the_examples(world: World) -> None:
    EthnicGroupFactory(slug="ede")
    data = filled(empty_roster(world.phu_xuan, world.xuan_my, rows=50), FAMILY)

    done = brought_in(data, by=world.users["commune_officer"], commune=world.phu_xuan)

    assert people_of(world.xuan_my, done.day)[1:] == [
        ("7", "Y Wăn Mlô", "head", "male", date(1981, 9, 2), "ede", "0777", "+84912345611", "living"),
        ("7", "H'Nương Êban", "spouse", "female", 1985, None, "", "", "living"),
    ]
    assert (done.counts["errors"], done.counts["warnings"], done.counts["residents"]["new"]) == (0, 0, 2)


def test_each_word_that_can_be_chosen_is_one_the_importer_knows(world: World) -> None:
    book = openpyxl.load_workbook(empty_roster(world.phu_xuan, world.xuan_my, rows=5))
    lists = book["Danh mục"]
    rules = {rule.formula1: str(rule.sqref).split(":")[0] for rule in book["Danh sách"].data_validations.dataValidation}
    titles = {cell.column_letter: cell.value for cell in next(book["Danh sách"].iter_rows(min_row=4, max_row=4))}
    people = []
    for formula, first in rules.items():
        column = formula.split("$")[1]
        words = [cell.value for cell in lists[column] if cell.value]
        people += [{titles[first.rstrip("0123456789")]: word} for word in words]
    family = [
        {"STT hộ": str(number), "Họ và tên": f"Lê Thị {'ABCDEGHIKLMNOPQRSTUVXY'[number % 22]} {number}", "Thôn": "thôn Xuân Mỹ"}
        | one
        for number, one in enumerate(people)
    ]

    counts = counts_of(proposed(filled(empty_roster(world.phu_xuan, None, rows=5), family), world.phu_xuan).plan)

    assert len(people) > 30
    assert counts["errors"] == 0


def test_an_empty_template_says_that_it_holds_nobody(world: World) -> None:
    data = empty_roster(world.phu_xuan, world.xuan_my, rows=5).getvalue()

    with pytest.raises(RefusalError) as refused:
        proposed(data, world.phu_xuan)

    assert refused.value.code == "no_people"


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_the_explanation_is_in_the_users_language_and_the_columns_are_not(world: World, language: str) -> None:
    with translation.override(language):
        book = openpyxl.load_workbook(empty_roster(world.phu_xuan, world.xuan_lang, rows=5))
        said = str(translation.gettext("How to fill in the roster"))

    assert book["Hướng dẫn"].cell(1, 1).value == said
    assert book["Danh sách"].cell(1, 1).value == "DANH SÁCH HỘ VÀ NHÂN KHẨU THÔN XUÂN LẠNG 2"
    assert str(book["Danh sách"].cell(5, 2).value).startswith(EXAMPLE)


def test_the_template_is_taken_by_who_may_import_and_names_the_village(world: World, client: Client) -> None:
    client.force_login(world.users["commune_officer"])

    taken = client.get("/vn/66/24364/imports/template/?village=24364002")
    foreign = client.get("/vn/66/24364/imports/template/?village=24169001")

    book = openpyxl.load_workbook(BytesIO(b"".join(taken)))  # type: ignore[arg-type]
    assert "XUÂN MỸ" in str(book["Danh sách"].cell(1, 1).value)
    assert foreign.status_code == 404
