"""Who of a file is who of the roster, and what it changes. On the world of tests.world."""

from datetime import date
from typing import Any

import pytest

from communes import personal_id
from communes.enums import Relation, ResidenceEnd, Sex
from communes.models import Resident
from communes.roster_import import rows as reading_rows
from communes.roster_import.plan import Plan, counts_of
from tests.communes.roster_import.rosters import proposed, register, workbook
from tests.factories import HouseholdFactory, ResidenceFactory, ResidentFactory
from tests.world import World

DAY = date(2026, 10, 1)

BINH = [1, "Nguyễn Văn Bình", 1968, "Nam", "Chủ hộ", "", "0912345601", ""]
HOA = ["", "Trần Thị Hòa", 1970, "Nữ", "Vợ", "", "", ""]
MINH = ["", "Nguyễn Đức Minh", 2012, "Nam", "Con", "", "", ""]
BUT = [2, "H'Bŭt Êban", 1955, "Nữ", "Chủ hộ", "", "", ""]


def plan_of(world: World, *rows: list[Any]) -> Plan:
    """The plan of these rows for Xuân Lạng 2."""
    return proposed(register(*rows), world.phu_xuan, world.xuan_lang, day=DAY).plan


def verdicts(plan: Plan) -> list[tuple[str, str]]:
    """Each person of a plan with the verdict."""
    return [(person.row.full_name, str(person.verdict)) for person in plan.people]


def changes(plan: Plan) -> list[list[Any]]:
    """All changes of people."""
    return [change.as_json() for person in plan.people for change in person.changes]


def errors(plan: Plan) -> list[tuple[int, list[str]]]:
    """The rows in error with their codes."""
    return [(person.row, [found.code for found in person.findings if found.is_error]) for _, person in plan.errors]


def test_the_roster_as_it_stands_changes_nothing(world: World) -> None:
    plan = plan_of(world, BINH, HOA, MINH, BUT)

    assert (plan.writes, plan.missing_people, plan.errors) == (False, [], [])


def test_case_accents_of_tone_and_empty_cells_are_no_change(world: World) -> None:
    plan = plan_of(world, [1, "NGUYỄN VĂN BÌNH", "", "", "", "", "", ""], ["", "Trần Thị Hoà", "", "", "", "", "", ""], MINH, BUT)

    assert verdicts(plan) == [
        ("Nguyễn Văn Bình", "unchanged"),
        ("Trần Thị Hoà", "unchanged"),
        ("Nguyễn Đức Minh", "unchanged"),
        ("H'Bŭt Êban", "unchanged"),
    ]


def test_who_is_not_in_the_file_is_missing_and_stays(world: World) -> None:
    plan = plan_of(world, BINH, HOA)

    assert {known.full_name for known in plan.missing_people} == {"Nguyễn Đức Minh", "H'Bŭt Êban"}
    assert [household.number for household in plan.missing_households] == ["2"]
    assert counts_of(plan)["residents"] == {"new": 0, "changed": 0, "moved": 0, "unchanged": 2, "missing": 2}
    assert not plan.writes


def test_a_changed_phone_is_shown_old_and_new(world: World) -> None:
    plan = plan_of(world, [1, "Nguyễn Văn Bình", 1968, "Nam", "Chủ hộ", "", "0912345688", ""], HOA, MINH, BUT)

    assert changes(plan) == [["phone", "+84912345601", "+84912345688"]]


def test_a_name_without_its_accents_is_the_same_person_in_the_same_house(world: World) -> None:
    plan = plan_of(world, [1, "Nguyen Van Binh", 1968, "Nam", "Chủ hộ", "", "", ""], HOA, MINH, BUT)

    assert verdicts(plan)[0] == ("Nguyen Van Binh", "changed")
    assert changes(plan) == [["full_name", "Nguyễn Văn Bình", "Nguyen Van Binh"]]


def test_a_name_alone_makes_nobody_the_same_person(world: World) -> None:
    plan = plan_of(world, BINH, HOA, MINH, BUT, [9, "Nguyễn Văn Bình", 1990, "Nam", "Chủ hộ", "", "", ""])

    assert verdicts(plan)[-1] == ("Nguyễn Văn Bình", "new")


def test_in_one_household_and_relation_another_birth_year_is_a_correction(world: World) -> None:
    plan = plan_of(world, [1, "Nguyễn Văn Bình", 1969, "Nam", "Chủ hộ", "", "", ""], HOA, MINH, BUT)

    assert changes(plan) == [["birth_year", 1968, 1969]]


def test_a_renumbered_list_keeps_its_families(world: World) -> None:
    plan = plan_of(world, [7, *BINH[1:]], HOA, MINH, [8, *BUT[1:]])

    assert [(str(h.verdict), [c.as_json() for c in h.changes]) for h in plan.households] == [
        ("changed", [["number", "1", "7"]]),
        ("changed", [["number", "2", "8"]]),
    ]
    assert {verdict for _, verdict in verdicts(plan)} == {"unchanged"}


def test_a_number_that_another_family_has_makes_a_second_household_and_says_so(world: World) -> None:
    plan = plan_of(world, BINH, HOA, MINH, BUT, [2, "Lê Thị Mới", 1980, "Nữ", "Chủ hộ", "", "", ""])

    assert [str(household.verdict) for household in plan.households] == ["unchanged", "unchanged", "new"]
    assert [found.code for found in plan.households[2].rows.findings] == ["number_taken"]


def test_a_member_who_marries_into_another_house_moves_house_within_the_village(world: World) -> None:
    plan = plan_of(world, BINH, HOA, BUT, ["", "Nguyễn Đức Minh", 2012, "Nam", "Cháu", "", "", ""])

    assert verdicts(plan)[-1] == ("Nguyễn Đức Minh", "changed")
    assert changes(plan) == [["household", "1", "2"], ["relation", "child", "grandchild"]]


def test_a_person_of_another_village_is_found_by_number_as_moved(world: World) -> None:
    kept = personal_id.reduce("066190000001")
    Resident.objects.filter(pk=world.people["Tâm"].pk).update(id_hash=kept.digest, id_last4=kept.last4)

    plan = plan_of(world, BINH, HOA, MINH, BUT, [3, "Phạm Minh Tâm", 1990, "Nữ", "Chủ hộ", "066190000001", "", ""])

    assert verdicts(plan)[-1] == ("Phạm Minh Tâm", "moved")
    assert changes(plan) == [["village", "24364002", "24364001"]]


def test_a_name_and_a_year_do_not_fetch_anyone_from_another_village(world: World) -> None:
    plan = plan_of(world, BINH, HOA, MINH, BUT, [3, "Phạm Minh Tâm", 1990, "Nữ", "Chủ hộ", "", "", ""])

    assert verdicts(plan)[-1] == ("Phạm Minh Tâm", "new")


def test_nobody_is_ever_found_in_another_commune(world: World) -> None:
    kept = personal_id.reduce("066085000001")
    Resident.objects.filter(pk=world.people["Lạ"].pk).update(id_hash=kept.digest, id_last4=kept.last4)

    plan = plan_of(world, BINH, HOA, MINH, BUT, [3, "Võ Đình Lạ", 1985, "Nam", "Chủ hộ", "066085000001", "", ""])

    assert verdicts(plan)[-1] == ("Võ Đình Lạ", "new")


def test_who_left_and_is_on_the_list_again_came_back(world: World) -> None:
    kept = personal_id.reduce("066099000001")
    left = ResidentFactory(full_name="Nguyễn Văn Về", birth_year=1999, id_hash=kept.digest, id_last4=kept.last4)
    ResidenceFactory(resident=left, household=world.home_of("Bình"), ended_on=date(2026, 2, 1), end_reason=ResidenceEnd.MOVED)

    plan = plan_of(world, BINH, HOA, MINH, ["", "Nguyễn Văn Về", 1999, "Nam", "Con", "066099000001", "", ""], BUT)

    assert verdicts(plan)[3] == ("Nguyễn Văn Về", "moved")


def test_who_is_recorded_as_dead_does_not_come_back(world: World) -> None:
    kept = personal_id.reduce("066099000001")
    dead = ResidentFactory(full_name="Nguyễn Văn Mất", birth_year=1999, id_hash=kept.digest, id_last4=kept.last4)
    ResidenceFactory(resident=dead, household=world.home_of("Bình"), ended_on=date(2026, 2, 1), end_reason=ResidenceEnd.DIED)

    plan = plan_of(world, BINH, HOA, MINH, ["", "Nguyễn Văn Mất", 1999, "Nam", "Con", "066099000001", "", ""], BUT)

    assert errors(plan) == [(5, ["recorded_dead"])]


def test_two_people_whom_a_row_may_mean_are_asked_about(world: World) -> None:
    for number in ("31", "32"):
        twin = ResidentFactory(full_name="Lê Văn Trùng", birth_year=1980)
        ResidenceFactory(
            resident=twin, household=HouseholdFactory(village=world.xuan_lang, number=number), relation=Relation.CHILD
        )

    plan = plan_of(world, BINH, HOA, MINH, BUT, ["", "Lê Văn Trùng", 1980, "Nam", "Con", "", "", ""])

    assert errors(plan) == [(6, ["ambiguous"])]


def test_the_same_person_twice_in_the_file_is_an_error_in_the_second_row(world: World) -> None:
    plan = plan_of(world, BINH, HOA, HOA, MINH, BUT)

    assert errors(plan) == [(4, ["same_person"])]


def test_a_head_in_error_holds_the_household_back_and_nobody_of_it_is_missing(world: World) -> None:
    plan = plan_of(world, [1, "Nguyễn Văn Bình", "31/02/1968", "Nam", "Chủ hộ", "", "", ""], HOA, MINH, BUT)

    assert errors(plan) == [(2, ["birth_unclear"]), (3, ["head_in_error"]), (4, ["head_in_error"])]
    assert plan.missing_people == []


def test_a_member_in_error_waits_alone(world: World) -> None:
    plan = plan_of(world, BINH, HOA, ["", "Nguyễn Đức Minh", "tháng ba", "Nam", "Con", "", "", ""], BUT)

    assert errors(plan) == [(4, ["birth_unclear"])]
    assert len(plan.people) == 3


def test_a_member_before_any_household_is_an_error(world: World) -> None:
    plan = plan_of(world, HOA, BINH, MINH, BUT)

    assert errors(plan)[0] == (2, ["no_household"])


def test_a_list_of_heads_calls_only_heads_missing(world: World) -> None:
    heads = workbook(["TT", "Họ và tên chủ hộ", "Năm sinh", "Số khẩu"], [1, "Nguyễn Văn Bình", 1968, 3])

    plan = proposed(heads, world.phu_xuan, world.xuan_lang, day=DAY).plan

    assert [known.full_name for known in plan.missing_people] == ["H'Bŭt Êban"]
    assert [[c.as_json() for c in h.changes] for h in plan.households] == [[["declared_members", None, 3]]]


def test_rows_of_another_commune_are_refused_row_by_row(world: World) -> None:
    flat = workbook(
        ["Họ và tên", "Ngày sinh", "Giới tính", "Quan hệ với chủ hộ", "Nơi thường trú"],
        ["Lê Văn Đây", "1/2/1980", "Nam", "Chủ hộ", "Thôn Xuân Lạng 2, xã Phú Xuân, tỉnh Đắk Lắk"],
        ["Lê Văn Kia", "1/2/1981", "Nam", "Chủ hộ", "Tổ dân phố Một, phường Ea Kao, tỉnh Đắk Lắk"],
    )

    plan = proposed(flat, world.phu_xuan, day=DAY).plan

    assert verdicts(plan) == [("Lê Văn Đây", "new")]
    assert [codes for _, codes in errors(plan)] == [["other_commune", "village_unknown"]]


def test_a_file_that_names_no_village_asks_for_it(world: World) -> None:
    plan = proposed(register(BINH), world.phu_xuan, day=DAY).plan

    assert errors(plan) == [(2, ["village_missing"])]


def test_the_sex_columns_filled_twice_are_an_error(world: World) -> None:
    plan = proposed(
        workbook(["STT hộ", "Họ và tên", "Nam", "Nữ"], [1, "Lê Văn Hai", 1980, 1981]), world.phu_xuan, world.xuan_lang, day=DAY
    ).plan

    assert errors(plan) == [(2, ["sex_twice"])]


@pytest.mark.parametrize("rows", [[BINH, HOA, MINH, BUT], [BINH, [9, "Lê Thị Mới", 1980, "Nữ", "Chủ hộ", "", "", ""]]])
def test_equal_plans_have_equal_fingerprints_and_others_do_not(world: World, rows: list[list[Any]]) -> None:
    one, two = plan_of(world, *rows), plan_of(world, *rows)

    assert one.fingerprint() == two.fingerprint()
    Resident.objects.filter(pk=world.people["Bình"].pk).update(sex=Sex.FEMALE)
    assert plan_of(world, *rows).fingerprint() != one.fingerprint()


def test_whoever_waits_hears_how_many_rows_are_understood(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_rows, "_TOLD_EVERY", 2)
    heard: list[int] = []

    proposed(register(BINH, HOA, MINH, BUT, BUT), world.phu_xuan, world.xuan_lang, day=DAY, told=heard.append)

    assert heard == [2, 4]
