"""Each layout comes in as exactly the households and people it holds."""

import json
from datetime import date

import pytest

from accounts.models import User
from communes.actions.roster_apply import apply_import
from communes.actions.roster_begin import choose, confirm_import
from communes.actions.roster_plan import read_import
from communes.enums import VillageKind
from communes.models import Commune, Household, PovertyStatus, Residence, Resident, RosterImport, Village
from communes.roster_import.plan import facts_of
from literacy_portal.kit.periods import today
from tests.communes.roster_import.rosters import FOLDER, A, B, C, D, E, F, brought_in, people_of, planned, proposed, roster_bytes
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


def test_a_sheet_for_each_village_with_bands_and_parted_accents_comes_in_whole(officer: User) -> None:
    first = VillageFactory(serial="001", name="1")
    second = VillageFactory(commune=first.commune, serial="002", name="2 Cư Êbur", kind=VillageKind.TO_DAN_PHO)

    done = brought_in(roster_bytes(D), by=officer, commune=first.commune)

    assert people_of(first, done.day) == [
        ("1", "Đặng Bá Đức", "spouse", "male", 1983, None, "", "", "living"),
        ("1", "Phan Thị Thùy Dung", "head", "female", 1985, None, "", "", "living"),
    ]
    assert people_of(second, done.day) == [
        ("1", "H'Hen Niê", "head", "female", 1992, None, "", "", "living"),
        ("2", "Bùi Thanh Toàn", "head", "male", 1966, None, "", "", "living"),
        ("2", "Bùi An", "grandchild", "male", 2015, None, "", "", "living"),
    ]
    assert list(Household.objects.order_by("village", "number").values_list("village", "number", "address")) == [
        (first.pk, "1", "nhà số 1"),
        (second.pk, "1", "nhà số 1"),
        (second.pk, "2", "nhà số 2"),
    ]
    assert all(ascii(name).count("\\u03") == 0 for name in Resident.objects.values_list("full_name", flat=True))


def _decoded_as(writing: str, roster_import: RosterImport, officer: User) -> RosterImport:
    """The import with a decision about its old fonts, planned again."""
    current = roster_import
    assert current.day is not None
    assert current.year is not None
    chosen = {"*": writing}
    assert choose(
        by=officer, roster_import=current, columns={}, villages={}, village=None,
        day=current.day, year=current.year, decoding=chosen, wake=False,
    )  # fmt: skip
    read_import(current.pk)
    current.refresh_from_db()
    return current


@pytest.fixture
def muong_long(officer: User) -> Village:
    commune = CommuneFactory(code="16831", name="Mường Lống", province=ProvinceFactory(code="40", name="Nghệ An"))
    return VillageFactory(commune=commune, serial="001", name="Mường Lống", kind=VillageKind.BAN)


def test_text_of_an_old_font_waits_for_a_decision_and_then_comes_in_whole(officer: User, muong_long: Village) -> None:
    waiting = planned(roster_bytes(E), by=officer, commune=muong_long.commune)

    assert (waiting.counts["errors"], waiting.counts["residents"]["new"]) == (3, 0)
    (sheet,) = waiting.understood
    offers = {column["title"]: column["decoding"] for column in sheet["columns"] if column["decoding"]}
    assert offers["Họ và tên"] == {
        "offer": "tcvn3",
        "why": "font",
        "chosen": "",
        "before": ["Hä vµ tªn", "Võ B¸ D\xad¬ng", "LÇu Y Dë"],
        "after": ["Họ và tên", "Vừ Bá Dương", "Lầu Y Dở"],
    }

    done = _decoded_as("tcvn3", waiting, officer)
    assert done.counts["errors"] == 0
    assert confirm_import(by=officer, roster_import=done, fingerprint=done.fingerprint, leave_out_errors=False, wake=False)
    apply_import(done.pk)

    assert people_of(muong_long, today()) == [
        ("", "Vừ Bá Dương", "head", "male", date(1975, 1, 1), "hmong", "", "", "living"),
        ("", "Lầu Y Dở", "spouse", "female", date(1978, 1, 1), "hmong", "", "", "living"),
        ("", "Vừ Thị Phương", "child", "female", 1999, "hmong", "", "", "living"),
    ]


def test_whoever_says_that_the_text_is_as_it_should_be_gets_it_as_it_stands(officer: User, muong_long: Village) -> None:
    waiting = planned(roster_bytes(E), by=officer, commune=muong_long.commune)
    names = set(waiting.rows.values_list("name", flat=True))

    kept = _decoded_as("none", waiting, officer)

    assert names == {"Vừ Bá Dương", "Lầu Y Dở", "Vừ Thị Phương"}
    assert set(kept.rows.filter(subject="resident").values_list("name", flat=True)) == {"Võ B¸ D¬ng", "LÇu Y Dë", "Võ ThÞ Ph¬ng"}


def test_a_free_form_survey_comes_in_with_its_phones_accounts_and_note(officer: User, xuan_lang: Village) -> None:
    done = brought_in(roster_bytes(F), by=officer, commune=xuan_lang.commune, village=xuan_lang)

    assert people_of(xuan_lang, today()) == [
        ("1", "Lê Văn Năm", "head", "", 1960, None, "", "+84912345681", "living"),
        ("1", "Phạm Thị Lan", "", "", 1963, None, "", "+84912345683", "living"),
        ("2", "Ngô Thị Lam", "head", "", 1988, None, "", "+84912345684", "living"),
    ]
    assert Resident.objects.get(full_name="Lê Văn Năm").other_phones == "+84912345682"
    lam = done.rows.get(name="Ngô Thị Lam", subject="resident")
    assert ["note_kept", "note", {"value": "Tổ trưởng CNSCĐ"}] in lam.findings


def test_the_levels_and_accounts_of_a_survey_are_facts_about_its_people(officer: User, xuan_lang: Village) -> None:
    plan = proposed(roster_bytes(F), xuan_lang.commune, xuan_lang).plan

    by_id = {person.id: person.row.full_name for person in plan.people}
    assert sorted((by_id[resident], code, level) for resident, code, level in facts_of(plan)) == [
        ("Lê Văn Năm", "digital_signature", 0),
        ("Lê Văn Năm", "payment_account", 1),
        ("Lê Văn Năm", "vneid", 2),
        ("Ngô Thị Lam", "digital_signature", 1),
        ("Ngô Thị Lam", "payment_account", 1),
        ("Ngô Thị Lam", "vneid", 2),
        ("Phạm Thị Lan", "payment_account", 1),
        ("Phạm Thị Lan", "vneid", 1),
    ]


def test_every_layout_holds_what_its_makers_say_it_holds(officer: User, xuan_lang: Village, bong: Village) -> None:
    """`expected.json` was written with the workbooks, before there was an importer."""
    expected = json.loads((FOLDER / "expected.json").read_text())

    for name in (A, B, C, D, E, F):
        plan = proposed(roster_bytes(name), _commune_of(name, xuan_lang, bong), xuan_lang if name in (B, F) else None).plan
        said = expected[name[0]]
        households = len(plan.households) + len({id(rows) for rows, _ in plan.errors} - {id(h.rows) for h in plan.households})
        assert households == said["households"]
        assert len(plan.people) + len(plan.errors) == said.get("persons", said["households"])
        everyone = [*(planned_person.row for planned_person in plan.people), *(person for _, person in plan.errors)]
        if "vneid_levels" in said:
            levels = [person.facts["vneid"] for person in everyone if "vneid" in person.facts]
            assert {str(level): levels.count(level) for level in set(levels)} == said["vneid_levels"]
        if "declared_members" in said:
            assert sum(household.rows.declared_members or 0 for household in plan.households) == said["declared_members"]
        if "full_dates" in said:
            assert sum(person.birth_date is not None for person in everyone) == said["full_dates"]
            assert sum(person.birth_date is None for person in everyone) == said["year_only"]
        if "serial_dates" in said:
            assert sum(person.birth_date is not None for person in everyone) == said["serial_dates"]


def _commune_of(name: str, xuan_lang: Village, bong: Village) -> Commune:
    return bong.commune if name == C else xuan_lang.commune


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
