"""Who is likely one person, who never is, and what the user's answers make of it. On the world of tests.world."""

from datetime import date
from typing import Any

import pytest

from communes import personal_id
from communes.enums import Relation, ResidenceEnd
from communes.models import Household, Resident
from communes.roster_import.fixes import address
from communes.roster_import.leaving import EVERYONE, Answered
from communes.roster_import.likeness import Doubt, slips_between
from communes.roster_import.plan import Plan, counts_of
from communes.roster_import.proposal import propose
from communes.roster_import.reader import read
from communes.roster_import.rows import Choices
from tests.communes.roster_import.rosters import register
from tests.factories import ResidenceFactory, ResidentFactory
from tests.world import World

DAY = date(2026, 10, 1)

BINH = [1, "Nguyễn Văn Bình", 1968, "Nam", "Chủ hộ", "", "0912345601", ""]
HOA = ["", "Trần Thị Hòa", 1970, "Nữ", "Vợ", "", "", ""]
MINH = ["", "Nguyễn Đức Minh", 2012, "Nam", "Con", "", "", ""]
BUT = [2, "H'Bŭt Êban", 1955, "Nữ", "Chủ hộ", "", "", ""]


def plan_of(
    world: World,
    *rows: list[Any],
    same: dict[str, str] | None = None,
    missing: dict[str, dict[str, str]] | None = None,
    cells: dict[str, str] | None = None,
) -> Plan:
    """The plan of these rows for Xuân Lạng 2, with these answers."""
    answered = Answered(same or {}, missing or {})
    choices = Choices(village=world.xuan_lang.pk, cells=cells or {}, answered=answered)
    return propose(read(register(*rows)), world.phu_xuan, choices, day=DAY).plan


def verdicts(plan: Plan) -> list[tuple[str, str]]:
    """Each person of a plan with the verdict."""
    return [(person.row.full_name, str(person.verdict)) for person in plan.people]


def the_doubt(plan: Plan) -> Doubt:
    """The one doubt of a plan."""
    (doubt,) = plan.doubts.values()
    return doubt


def missing_names(plan: Plan) -> list[str]:
    """Whom the file does not name."""
    return [known.full_name for known in plan.missing_people]


def at_home(world: World, name: str, relation: str = Relation.CHILD, **fields: Any) -> Resident:
    """One more member of Bình's household."""
    resident: Resident = ResidentFactory(full_name=name, **fields)
    ResidenceFactory(resident=resident, household=world.home_of("Bình"), relation=relation)
    return resident


def test_a_slip_of_the_pen_is_asked_about_and_changes_nobody_by_itself(world: World) -> None:
    plan = plan_of(world, BINH, HOA, ["", "Nguyễn Đức Mịnhh", 2012, "Nam", "Con", "", "", ""], BUT)

    assert verdicts(plan)[2] == ("Nguyễn Đức Mịnhh", "new")
    assert missing_names(plan) == ["Nguyễn Đức Minh"]
    doubt = the_doubt(plan)
    assert (doubt.kind, doubt.name, doubt.known) == ("person", "Nguyễn Đức Minh", world.people["Minh"].pk)
    assert (doubt.score, doubt.reasons) == (85, ("name_slip", "birth_year_equal", "household", "relation"))
    assert counts_of(plan)["doubts"] == 1


def test_same_makes_them_one_with_the_name_as_a_change(world: World) -> None:
    rows = BINH, HOA, ["", "Nguyễn Đức Mịnhh", 2012, "Nam", "Con", "", "", ""], BUT
    key = the_doubt(plan_of(world, *rows)).key

    plan = plan_of(world, *rows, same={key: "same"})

    assert verdicts(plan)[2] == ("Nguyễn Đức Mịnhh", "changed")
    assert (missing_names(plan), plan.doubts) == ([], {})
    assert plan.people[2].changes[0].as_json() == ["full_name", "Nguyễn Đức Minh", "Nguyễn Đức Mịnhh"]


def test_different_is_not_asked_again(world: World) -> None:
    rows = BINH, HOA, ["", "Nguyễn Đức Mịnhh", 2012, "Nam", "Con", "", "", ""], BUT
    key = the_doubt(plan_of(world, *rows)).key

    plan = plan_of(world, *rows, same={key: "different"})

    assert (verdicts(plan)[2][1], plan.doubts, counts_of(plan)["warnings"]) == ("new", {}, 0)


def test_an_answer_holds_when_rows_above_are_added(world: World) -> None:
    slip = ["", "Nguyễn Đức Mịnhh", 2012, "Nam", "Con", "", "", ""]
    key = the_doubt(plan_of(world, BINH, HOA, slip, BUT)).key

    plan = plan_of(world, BINH, HOA, ["", "Nguyễn Thị Mới", 2020, "Nữ", "Con", "", "", ""], slip, BUT, same={key: "same"})

    assert verdicts(plan)[3] == ("Nguyễn Đức Mịnhh", "changed")


@pytest.mark.parametrize(
    ("name", "birth", "reasons"),
    [
        ("Nguyễn Đức Minh", "05/06/2012", ("name_equal", "birth_swapped", "household")),
        ("Nguyễn Đức Minh", "06/05/2013", ("name_equal", "birth_year_near", "household")),
        ("Minh", "06/05/2012", ("name_given", "birth_equal", "household")),
    ],
)
def test_exchanged_days_next_years_and_given_names_are_likely_one_person(
    world: World, name: str, birth: str, reasons: tuple[str, ...]
) -> None:
    Resident.objects.filter(pk=world.people["Minh"].pk).update(birth_date=date(2012, 5, 6))

    plan = plan_of(world, BINH, HOA, ["", name, birth, "Nam", "Cháu", "", "", ""], BUT)

    assert (verdicts(plan)[2], the_doubt(plan).reasons) == ((name, "new"), reasons)


def test_twins_are_two_people(world: World) -> None:
    for name in ("Nguyễn Thị Hoa", "Nguyễn Thị Hòa"):
        at_home(world, name, sex="female", birth_date=date(2015, 3, 3), birth_year=2015)
    twins = [["", name, "03/03/2015", "Nữ", "Con", "", "", ""] for name in ("Nguyễn Thị Hòa", "Nguyễn Thị Hoa")]

    plan = plan_of(world, BINH, HOA, MINH, *twins, BUT)

    assert {verdict for _, verdict in verdicts(plan)} == {"unchanged"}
    assert (plan.errors, plan.doubts) == ([], {})


def test_one_twin_of_a_new_pair_takes_nobody_elses_place(world: World) -> None:
    at_home(world, "Nguyễn Thị Lan", sex="female", birth_date=date(2015, 3, 3), birth_year=2015)
    twins = [["", name, "03/03/2015", "Nữ", "Con", "", "", ""] for name in ("Nguyễn Thị Lam", "Nguyễn Thị Lan")]

    plan = plan_of(world, BINH, HOA, MINH, *twins, BUT)

    assert verdicts(plan)[3:5] == [("Nguyễn Thị Lam", "new"), ("Nguyễn Thị Lan", "unchanged")]
    assert plan.doubts == {}


def test_twins_in_the_file_alone_are_no_repetition(world: World) -> None:
    twins = [["", name, "03/03/2015", "Nữ", "Con", "", "", ""] for name in ("Nguyễn Thị Hoa", "Nguyễn Thị Hòa")]

    plan = plan_of(world, BINH, HOA, MINH, *twins, BUT)

    assert [verdict for _, verdict in verdicts(plan)] == ["unchanged"] * 3 + ["new"] * 2 + ["unchanged"]
    assert plan.errors == []


def test_father_and_son_of_one_name_stay_two(world: World) -> None:
    plan = plan_of(world, BINH, HOA, MINH, ["", "Nguyễn Văn Bình", 1995, "Nam", "Con", "", "", ""], BUT)

    assert verdicts(plan)[3] == ("Nguyễn Văn Bình", "new")
    assert (verdicts(plan)[0][1], plan.doubts) == ("unchanged", {})


def test_father_and_son_of_one_name_are_told_apart_when_both_are_known(world: World) -> None:
    at_home(world, "Nguyễn Văn Bình", birth_year=1995, sex="male")

    plan = plan_of(world, BINH, HOA, MINH, ["", "Nguyễn Văn Bình", 1995, "Nam", "Con", "", "", ""], BUT)

    assert {verdict for _, verdict in verdicts(plan)} == {"unchanged"}


def test_letters_for_names_are_different_people(world: World) -> None:
    at_home(world, "Nguyễn Văn B", birth_year=1990, sex="male")

    plan = plan_of(world, BINH, HOA, MINH, ["", "Nguyễn Văn C", 1990, "Nam", "Con", "", "", ""], BUT)

    assert (verdicts(plan)[3][1], plan.doubts) == ("new", {})


def test_a_like_name_with_another_number_or_sex_is_no_likeness(world: World) -> None:
    kept = personal_id.reduce("066085000001")
    at_home(world, "Nguyễn Văn Khanh", birth_year=1990, sex="male", id_hash=kept.digest, id_last4=kept.last4)

    plan = plan_of(
        world, BINH, HOA, MINH, ["", "Nguyễn Văn Khánhh", 1990, "Nam", "Con", "066090000002", "", ""], BUT,
        ["", "Nguyễn Văn Khanhh", 1990, "Nữ", "Con", "", "", ""],
    )  # fmt: skip

    assert (plan.doubts, [verdict for _, verdict in verdicts(plan)].count("new")) == ({}, 2)


def test_a_name_alone_is_never_likely(world: World) -> None:
    plan = plan_of(world, BINH, HOA, BUT, [9, "Nguyễn Đức Minh", "", "Nam", "Chủ hộ", "", "", ""])

    assert (verdicts(plan)[-1], plan.doubts) == (("Nguyễn Đức Minh", "new"), {})


def test_a_person_in_two_households_of_the_file_is_asked_about(world: World) -> None:
    twice = [["", "Lê Thị Mơ", "01/02/1990", "Nữ", "Con", "", "", ""]] * 2

    plan = plan_of(world, BINH, HOA, MINH, twice[0], BUT, twice[1])

    doubt = the_doubt(plan)
    assert (doubt.kind, doubt.row, verdicts(plan)[-1][1]) == ("row", 5, "new")
    assert verdicts(plan_of(world, BINH, HOA, MINH, twice[0], BUT, twice[1], same={doubt.key: "same"})) == verdicts(plan)[:-1]


def test_a_repetition_may_be_another_person_if_the_user_says_so(world: World) -> None:
    key = the_doubt(plan_of(world, BINH, HOA, HOA, MINH, BUT)).key

    plan = plan_of(world, BINH, HOA, HOA, MINH, BUT, same={key: "different"})

    assert (plan.errors, [verdict for _, verdict in verdicts(plan)].count("new")) == ([], 1)


def test_two_rows_with_one_number_stay_an_error_whatever_is_answered(world: World) -> None:
    number = "066190000001"
    rows = [3, "Lê Thị Mơ", 1990, "Nữ", "Chủ hộ", number, "", ""], [4, "Lê Thị Mai", 1991, "Nữ", "Chủ hộ", number, "", ""]
    key = the_doubt(plan_of(world, BINH, HOA, MINH, BUT, *rows)).key

    plan = plan_of(world, BINH, HOA, MINH, BUT, *rows, same={key: "different"})

    assert [[found.code for found in person.findings if found.is_error] for _, person in plan.errors] == [["same_person"]]


def test_a_household_that_stands_in_the_file_twice_is_asked_about_and_joined(world: World) -> None:
    more = [1, "Nguyễn Thị Mới", 2020, "Nữ", "Con", "", "", ""]
    plan = plan_of(world, BINH, HOA, MINH, BUT, more)
    doubt = the_doubt(plan)
    assert (doubt.kind, doubt.reasons, len(plan.households)) == ("household", ("number",), 3)

    joined = plan_of(world, BINH, HOA, MINH, BUT, more, same={doubt.key: "same"})

    assert (len(joined.households), joined.people[3].household.known) == (2, joined.households[0].known)


def test_an_ambiguous_row_is_settled_by_naming_the_person(world: World) -> None:
    homes = [Household.objects.create(village=world.xuan_lang, number=number) for number in ("31", "32")]
    namesakes = [ResidentFactory(full_name="Lê Văn Trùng", birth_year=1980) for _ in homes]
    for home, namesake in zip(homes, namesakes, strict=True):
        ResidenceFactory(resident=namesake, household=home, relation=Relation.CHILD)
    row = ["", "Lê Văn Trùng", 1980, "Nam", "Con", "", "", ""]
    doubt = the_doubt(plan_of(world, BINH, HOA, MINH, BUT, row))

    plan = plan_of(world, BINH, HOA, MINH, BUT, row, same={doubt.key: "same"})

    assert (plan.errors, plan.people[-1].id) == ([], doubt.known)


def test_the_missing_stay_until_the_user_says_how_they_left(world: World) -> None:
    plan = plan_of(world, BINH, HOA, MINH)

    assert (missing_names(plan), plan.leaving, plan.writes) == (["H'Bŭt Êban"], [], False)


def test_who_is_said_to_have_moved_or_died_leaves_on_that_day(world: World) -> None:
    but, minh = str(world.people["H'Bŭt"].pk), str(world.people["Minh"].pk)

    plan = plan_of(world, BINH, HOA, missing={but: {"end": "died", "on": "2026-09-01"}, minh: {"end": "moved"}})

    left = {gone.known.full_name: (gone.reason, gone.on) for gone in plan.leaving}
    assert left == {"H'Bŭt Êban": (ResidenceEnd.DIED, date(2026, 9, 1)), "Nguyễn Đức Minh": (ResidenceEnd.MOVED, DAY)}
    assert plan.writes


def test_the_answer_for_a_person_goes_before_that_for_all(world: World) -> None:
    answers = {EVERYONE: {"end": "moved"}, str(world.people["H'Bŭt"].pk): {"end": ""}}

    plan = plan_of(world, BINH, HOA, missing=answers)

    assert [gone.known.full_name for gone in plan.leaving] == ["Nguyễn Đức Minh"]


def test_nobody_who_is_in_the_file_leaves_by_an_old_answer(world: World) -> None:
    assert plan_of(world, BINH, HOA, MINH, BUT, missing={EVERYONE: {"end": "died"}}).leaving == []


def test_a_corrected_cell_counts_as_the_files(world: World) -> None:
    rows = BINH, HOA, ["", "Nguyễn Đức Minh", "tháng ba", "Nam", "Con", "", "", ""], BUT
    assert len(plan_of(world, *rows).errors) == 1

    outside = {address("Gone", 1, 1): "x", address("Sheet1", 99, 1): "x"}
    plan = plan_of(world, *rows, cells={address("Sheet1", 4, 2): "2012", **outside})

    assert (plan.errors, {verdict for _, verdict in verdicts(plan)}) == ([], {"unchanged"})


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("minh", "minh", 0), ("minh", "mnih", 1), ("minh", "min", 1), ("minh", "binh", 1), ("hoang", "huong", 2), ("an", "binh", 3)],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert (slips_between(one, other, 2), slips_between(other, one, 2)) == (slips, slips)
