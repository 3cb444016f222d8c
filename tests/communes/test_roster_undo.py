"""An import is taken back: row for row as it was, but for what somebody has touched since."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import AuditEvent
from communes.actions.roster_clear import forget_imports, resume_imports
from communes.actions.roster_undo import ask_undo, undo_import
from communes.models import Household, PovertyStatus, Residence, Resident, RosterChange, RosterImport, RosterUndo, Village, sealed
from communes.roster_import import writes
from communes.roster_import.footprints import HOUSEHOLD, POVERTY, RESIDENCE, RESIDENT
from communes.roster_import.undo import weigh
from sessions.models import Outcome
from tests.communes.roster_import.rosters import brought_in, workbook
from tests.factories import VisitFactory
from tests.world import World

State = RosterImport.State
TITLES = [
    "STT hộ", "Họ và tên", "Năm sinh", "Giới tính", "Quan hệ với chủ hộ", "Số điện thoại", "Hộ nghèo", "Tình trạng", "VNeID",
]  # fmt: skip
BINH = [1, "Nguyễn Văn Bình", 1968, "Nam", "Chủ hộ", "0912345601", "", "", ""]
HOA = ["", "Trần Thị Hòa", 1970, "Nữ", "Vợ", "", "", "", ""]
MINH = ["", "Nguyễn Đức Minh", 2012, "Nam", "Con", "", "", "", ""]
BUT = [2, "H'Bŭt Êban", 1955, "Nữ", "Chủ hộ", "", "", "", ""]
NEW = [3, "Lê Thị Mới", 1980, "Nữ", "Chủ hộ", "0912345699", "x", "", "1"]
CHILD = ["", "Lê Văn Con", 2010, "Nam", "Con", "", "", "", ""]
TABLES = ("communes_household", "communes_resident", "communes_residence", "communes_povertystatus")


def bring(world: World, *rows: list[Any], village: Village | None = None) -> RosterImport:
    """These rows into Xuân Lạng 2, applied."""
    place = village or world.xuan_lang
    return brought_in(workbook(TITLES, *rows), by=world.users["commune_officer"], commune=world.phu_xuan, village=place)


def undo(world: World, done: RosterImport) -> RosterUndo:
    """Takes the import back, as the worker does."""
    assert ask_undo(by=world.users["commune_officer"], roster_import=done, wake=False)
    undo_import(done.pk)
    done.refresh_from_db()
    assert done.state == State.UNDONE
    return RosterUndo.objects.get(pk=done.pk)


def rows() -> dict[str, list[str]]:
    """Every row of the roster's tables, whole."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")  # noqa: S608 -- our own tables
            found[table] = [text for (text,) in cursor.fetchall()]
    return found


def test_everything_stands_again_as_it_was(world: World) -> None:
    before = rows()
    done = bring(
        world,
        [1, "Nguyễn Văn Bình", 1969, "Nam", "Chủ hộ", "0912345688", "x", "", "2"],
        [*HOA[:7], "Đi làm ăn xa", ""],
        [3, "Nguyễn Đức Minh", 2012, "Nam", "Chủ hộ", "", "", "", ""],
        CHILD,
        BUT,
    )
    assert rows() != before

    undone = undo(world, done)

    assert rows() == before
    assert undone.report == {
        "back": {"new_person": 1, "new_house": 1, "person": 1, "stays": 2, "poverty": 1},
        "kept": [],
    }
    assert not RosterChange.objects.exists()


def test_a_roster_written_in_many_parts_and_kept_in_many_pieces_comes_in_and_goes_back_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = [HOA[0], HOA[1], 1971, *HOA[3:]]
    bring(world, BINH, HOA, MINH, BUT)
    before = rows()
    whole = bring(world, BINH, changed, MINH, BUT, NEW, CHILD)
    at_once = {table: len(found) for table, found in rows().items()}
    undo(world, whole)

    monkeypatch.setattr(writes, "PIECE", 1)
    monkeypatch.setattr(sealed, "_PIECE", 64)
    in_parts = bring(world, BINH, changed, MINH, BUT, NEW, CHILD)

    assert {table: len(found) for table, found in rows().items()} == at_once
    assert Resident.objects.get(full_name="Trần Thị Hòa").birth_year == 1971
    assert undo(world, in_parts).report["kept"] == []
    assert rows() == before


def test_a_new_family_that_was_visited_stays_whole_and_its_neighbour_goes(world: World) -> None:
    done = bring(world, BINH, HOA, MINH, BUT, NEW, CHILD, [4, "Phan Văn Lạ", 1991, "Nam", "Chủ hộ", "", "", "", ""])
    visited = Household.objects.get(number="3")
    VisitFactory(household=visited, recorded_by=world.users["team_member"])

    undone = undo(world, done)

    assert set(Resident.objects.filter(full_name__in=["Lê Thị Mới", "Lê Văn Con", "Phan Văn Lạ"]).values_list("full_name")) == {
        ("Lê Thị Mới",), ("Lê Văn Con",),
    }  # fmt: skip
    assert not Household.objects.filter(number="4").exists()
    assert undone.report["back"] == {"new_person": 1, "new_house": 1}
    assert undone.report["kept"] == [["new_house", "coaching.visit", 1], ["new_person", "home", 2]]


def test_a_new_person_who_was_met_stays_with_the_family(world: World) -> None:
    done = bring(world, BINH, HOA, MINH, BUT, NEW, CHILD)
    visit = VisitFactory(household=world.home_of("Bình"), recorded_by=world.users["team_member"])
    visit.people.add(Resident.objects.get(full_name="Lê Văn Con"))

    undone = undo(world, done)

    assert Resident.objects.filter(full_name__in=["Lê Thị Mới", "Lê Văn Con"]).count() == 2
    assert undone.report["kept"] == [["new_house", "people", 1], ["new_person", "coaching.visit", 1], ["new_person", "home", 1]]


def test_what_a_later_import_or_edit_changed_stays_and_the_rest_goes_back(world: World) -> None:
    done = bring(world, [*BINH[:5], "0912345688", "x", "", ""], [*HOA[:7], "Đi làm ăn xa", ""], MINH, BUT)
    Resident.objects.filter(pk=world.people["Bình"].pk).update(phone="+84912345111")

    undone = undo(world, done)

    assert Resident.objects.get(pk=world.people["Bình"].pk).phone == "+84912345111"
    assert list(Residence.objects.filter(resident=world.people["Hòa"]).values_list("status", "ended_on")) == [("living", None)]
    assert undone.report == {"back": {"stays": 1, "poverty": 1}, "kept": [["person", "edited", 1]]}
    assert RosterChange.objects.values_list("kind", "subject", "kept").get() == ("person", world.people["Bình"].pk, "edited")


def test_imports_are_taken_back_one_after_the_other_the_last_first(world: World) -> None:
    before = rows()
    first = bring(world, [*BINH[:5], "0912345688", "", "", ""], NEW)
    between = rows()
    second = bring(world, [*BINH[:5], "0912345677", "", "", ""], [*NEW[:5], "0912345666", "", "", ""])

    undo(world, second)
    assert rows() == between
    undo(world, first)
    assert rows() == before


def test_a_person_whose_old_household_is_gone_stays(world: World) -> None:
    first = bring(world, BINH, HOA, MINH, BUT, NEW, CHILD)
    moved = [[4, *NEW[1:]], ["", *CHILD[1:]]]
    Residence.objects.filter(household__number="3").update(started_on=date(2026, 1, 1))
    second = bring(world, BINH, HOA, MINH, BUT, moved[0], moved[1])
    gone = Household.objects.get(number="4")
    Residence.objects.exclude(household=gone).filter(resident__full_name__in=["Lê Thị Mới", "Lê Văn Con"]).delete()
    undo(world, first)

    undo(world, second)

    assert Residence.objects.filter(household=gone).count() == 2


def test_what_the_columns_taught_is_withdrawn_and_can_be_taught_again(world: World) -> None:
    sheet = [[*BINH[:8], "2"], HOA, MINH, BUT, NEW, CHILD]
    first = bring(world, *sheet)
    assert Outcome.objects.standing().count() == 2

    undo(world, first)

    assert not Outcome.objects.standing().exists()
    withdrawal = Outcome.objects.get(level=None)
    assert (withdrawal.replaces.level, withdrawal.resident) == (2, world.people["Bình"])
    assert Outcome.objects.count() == 2
    bring(world, *sheet)
    assert set(Outcome.objects.standing().values_list("resident__full_name", "level")) == {
        ("Nguyễn Văn Bình", 2), ("Lê Thị Mới", 1),
    }  # fmt: skip


def test_what_was_taught_of_a_new_person_who_stays_stays_too(world: World) -> None:
    done = bring(world, BINH, HOA, MINH, BUT, NEW)
    VisitFactory(household=Household.objects.get(number="3"), recorded_by=world.users["team_member"])

    undo(world, done)

    assert Outcome.objects.standing().values_list("resident__full_name", "level").get() == ("Lê Thị Mới", 1)


def test_the_preview_says_what_the_undo_then_does_and_writes_nothing(world: World) -> None:
    done = bring(world, [*BINH[:5], "0912345688", "", "", ""], NEW, CHILD)
    VisitFactory(household=Household.objects.get(number="3"), recorded_by=world.users["team_member"])
    before = rows()

    weighed = weigh(done.pk, done.undo.learned)

    assert rows() == before
    assert set(weighed.samples["new_person", "home"]) == {
        person.pk for person in Resident.objects.filter(full_name__in=["Lê Thị Mới", "Lê Văn Con"])
    }
    assert undo(world, done).report == weighed.as_json()


def test_it_is_done_once_by_whoever_comes_first_and_within_its_days(world: World, settings: Any) -> None:
    officer = world.users["commune_officer"]
    done = bring(world, BINH, HOA, MINH, BUT, NEW)
    RosterImport.objects.filter(pk=done.pk).update(applied_at=timezone.now() - timedelta(days=31))
    assert not ask_undo(by=officer, roster_import=done, wake=False)
    settings.ROSTER_UNDO_DAYS = 40
    assert [ask_undo(by=officer, roster_import=done, wake=False) for _time in range(2)] == [True, False]

    undo_import(done.pk)
    undo_import(done.pk)

    assert not ask_undo(by=officer, roster_import=done, wake=False)
    assert AuditEvent.objects.filter(verb="roster.undo").count() == 1


def test_an_import_that_wrote_nothing_cannot_be_taken_back(world: World) -> None:
    done = bring(world, BINH, HOA, MINH, BUT)

    assert not RosterUndo.objects.exists()
    assert not ask_undo(by=world.users["commune_officer"], roster_import=done, wake=False)


def test_a_failure_leaves_everything_and_may_be_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    done = bring(world, BINH, HOA, MINH, BUT, NEW)
    before = rows()
    ask_undo(by=world.users["commune_officer"], roster_import=done, wake=False)

    def fail(_import: object) -> None:
        raise ValueError

    with monkeypatch.context() as patch:
        patch.setattr("communes.actions.roster_undo.settled", fail)
        undo_import(done.pk)

    done.refresh_from_db()
    assert (done.state, rows() == before, done.undo.failed_at is None) == (State.APPLIED, True, False)
    undo(world, done)


def test_a_worker_that_died_is_replaced_and_what_is_too_old_is_forgotten(world: World) -> None:
    done = bring(world, BINH, HOA, MINH, BUT, NEW)
    ask_undo(by=world.users["commune_officer"], roster_import=done, wake=False)
    RosterImport.objects.filter(pk=done.pk).update(touched_at="2026-01-01T00:00:00Z", applied_at="2026-01-01T00:00:00Z")
    assert resume_imports() == 1
    forget_imports()
    assert RosterChange.objects.exists()

    RosterImport.objects.filter(pk=done.pk).update(state=State.APPLIED)
    forget_imports()

    assert not RosterChange.objects.exists()
    assert RosterUndo.objects.get().learned == []


@pytest.mark.parametrize("people", [3, 60])
def test_the_number_of_queries_does_not_grow_with_the_roster(world: World, people: int, django_assert_num_queries: Any) -> None:
    done = bring(world, *[[n + 10, f"Lê Thị Mới {n}", 1980, "Nữ", "Chủ hộ", "", "", "", "1"] for n in range(people)])
    ask_undo(by=world.users["commune_officer"], roster_import=done, wake=False)

    with django_assert_num_queries(33):
        undo_import(done.pk)


def test_every_column_of_the_roster_counts_as_touched_when_it_changes() -> None:
    derived = {"sort_key", "search_key", "number_key"}
    keys = {Resident: "id", Household: "id", Residence: "resident_id", PovertyStatus: "household_id"}
    printed = {Resident: RESIDENT, Household: HOUSEHOLD, Residence: RESIDENCE, PovertyStatus: POVERTY}

    for model, columns in printed.items():
        assert {field.column for field in model._meta.concrete_fields} - derived - {keys[model]} == set(columns)
