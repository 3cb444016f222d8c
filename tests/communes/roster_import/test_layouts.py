"""Each layout comes in as exactly the households and people it holds."""

from datetime import date

import pytest

from accounts.models import User
from communes.enums import VillageKind
from communes.models import Household, PovertyStatus, Residence, Resident, Village
from communes.roster_import.plan import facts_of
from literacy_portal.kit.periods import today
from tests.communes.roster_import.rosters import A, B, C, brought_in, people_of, proposed, roster_bytes
from tests.factories import CommuneFactory, EthnicGroupFactory, ProvinceFactory, UserFactory, VillageFactory

NONE = {"new": 0, "changed": 0, "moved": 0, "unchanged": 0, "missing": 0}


@pytest.fixture
def officer(db: None) -> User:
    for slug, name in {"kinh": "Kinh", "thai": "Thái"}.items():
        EthnicGroupFactory(slug=slug, name=name)
    EthnicGroupFactory(slug="ede", name="Ê Đê", aliases=["Rhade"])
    EthnicGroupFactory(slug="hmong", name="Mông", aliases=["H'Mông", "Hmông"])
    return UserFactory()


@pytest.fixture
def xuan_lang(officer: User) -> Village:
    return VillageFactory(serial="001", name="Xuân Lạng 2")


@pytest.fixture
def bong(officer: User) -> Village:
    province = ProvinceFactory(code="40", name="Nghệ An")
    commune = CommuneFactory(code="17827", name="Thành Bình Thọ", province=province)
    return VillageFactory(commune=commune, serial="004", name="Bộng", kind=VillageKind.BAN)


def test_a_register_with_the_year_in_the_columns_of_sex_comes_in_whole(officer: User, xuan_lang: Village) -> None:
    done = brought_in(roster_bytes(A), by=officer, commune=xuan_lang.commune)

    assert done.day == date(2025, 11, 1)
    assert people_of(xuan_lang, done.day) == [
        ("1", "Nguyễn Văn Bình", "head", "male", 1968, "kinh", "9901", "", "living"),
        ("1", "Trần Thị Hòa", "spouse", "female", 1970, "kinh", "9902", "", "living"),
        ("1", "Nguyễn Đức Anh", "child", "male", 1999, "kinh", "9903", "", "away"),
        ("2", "H'Bŭt Êban", "head", "female", 1955, "ede", "", "", "living"),
        ("2", "Y Djren Niê", "child_in_law", "male", date(1982, 3, 15), "ede", "9905", "", "living"),
        ("3", "Sùng A Chư", "head", "male", 1990, "hmong", "", "", "temporary"),
    ]
    assert list(
        PovertyStatus.objects.order_by("household__number").values_list("household__number", "year", "poverty_class")
    ) == [
        ("1", 2025, "poor"),
        ("2", 2025, "near_poor"),
    ]
    assert done.counts["residents"] == {**NONE, "new": 6}
    assert done.counts["households"] == {**NONE, "new": 3}
    assert (done.counts["errors"], done.counts["skipped"]) == (0, 3)


def test_a_list_of_heads_comes_in_as_households_with_declared_members(officer: User) -> None:
    ea_bong = VillageFactory(serial="002", name="Ea Bông", kind=VillageKind.BUON)

    done = brought_in(roster_bytes(B), by=officer, commune=ea_bong.commune)

    assert people_of(ea_bong, today()) == [
        ("1", "Lò Văn Vông", "head", "male", 1975, "thai", "", "+84912345671", "living"),
        ("2", "Xồng Bá Lử", "head", "male", 1980, "hmong", "", "+84912345672", "living"),
        ("3", "Trần Thị Kim Khánh", "head", "female", 1979, "kinh", "", "+84912345673", "living"),
        ("4", "Hờ Thị Mỷ", "head", "female", 1948, "hmong", "", "", "living"),
    ]
    households = Household.objects.order_by("number_key").values_list("number", "declared_members", "has_internet")
    assert list(households) == [("1", 5, None), ("2", 7, True), ("3", 4, True), ("4", 2, None)]
    poverty = PovertyStatus.objects.order_by("household__number").values_list("household__number", "year", "poverty_class")
    assert list(poverty) == [("1", 2025, "poor"), ("2", 2025, "near_poor"), ("4", 2025, "poor")]
    assert done.counts["skipped"] == 2


def test_the_marks_of_a_list_of_heads_are_facts_about_the_heads(officer: User) -> None:
    ea_bong = VillageFactory(serial="002", name="Ea Bông", kind=VillageKind.BUON)

    plan = proposed(roster_bytes(B), ea_bong.commune).plan

    by_id = {person.id: person.row.full_name for person in plan.people}
    assert [(by_id[resident], code, level) for resident, code, level in facts_of(plan)] == [
        ("Lò Văn Vông", "own_smartphone", 1),
        ("Xồng Bá Lử", "own_smartphone", 1),
        ("Trần Thị Kim Khánh", "own_smartphone", 1),
    ]


def test_a_flat_export_comes_in_by_the_heads_number_without_the_row_in_error(officer: User, bong: Village) -> None:
    done = brought_in(roster_bytes(C), by=officer, commune=bong.commune, leave_out_errors=True)

    assert people_of(bong, today()) == [
        ("", "Lô Văn Hùng", "head", "male", date(1975, 9, 2), "thai", "9911", "+84383999911", "living"),
        ("", "Vi Thị Duyên", "spouse", "female", date(1978, 12, 1), "thai", "9912", "+84383999912", "living"),
        ("", "Lô Minh Khôi", "child", "male", 2005, "thai", "9913", "", "away"),
    ]
    assert Household.objects.count() == 1
    assert done.counts["errors"] == 1


def test_the_bad_row_of_the_flat_export_is_told_with_its_three_faults(officer: User, bong: Village) -> None:
    plan = proposed(roster_bytes(C), bong.commune).plan

    ((_, person),) = plan.errors
    assert (person.sheet, person.row) == ("DuLieu", 5)
    assert [found.code for found in person.findings] == [
        "birth_unclear",
        "phone_unclear",
        "id_province_unknown",
        "id_contradicts",
    ]
    assert [found.code for found in person.findings if found.is_error] == ["birth_unclear", "phone_unclear"]
    assert person.findings[0].message == "“31/02/1980” không phải ngày hay năm. Hãy ghi như 31/12/1980, hoặc chỉ ghi năm."


@pytest.mark.parametrize("name", [A, B, C])
def test_the_same_file_again_changes_nothing(officer: User, xuan_lang: Village, bong: Village, name: str) -> None:
    VillageFactory(serial="002", name="Ea Bông", kind=VillageKind.BUON)
    commune = bong.commune if name == C else xuan_lang.commune
    brought_in(roster_bytes(name), by=officer, commune=commune, leave_out_errors=True)
    before = _everything()

    again = brought_in(roster_bytes(name), by=officer, commune=commune, leave_out_errors=True)

    assert _everything() == before
    assert again.counts["writes"] is False
    assert [again.counts["residents"][verdict] for verdict in ("new", "changed", "moved", "missing")] == [0, 0, 0, 0]


def _everything() -> list[list[dict[str, object]]]:
    tables = (Household, Resident, Residence, PovertyStatus)
    return [list(model.objects.order_by("pk").values()) for model in tables]
