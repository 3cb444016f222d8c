"""Two imports into one commune at the same moment: they queue up, and what was shown is what is written."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from communes.actions.roster_apply import apply_import
from communes.actions.roster_begin import confirm_import
from communes.actions.roster_plan import read_import
from communes.models import Household, Residence, Resident, RosterFile, RosterImport
from communes.roster_import.apply import state_of
from communes.roster_import.writes import Writes
from tests.communes.roster_import.rosters import planned, register
from tests.world import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)
State = RosterImport.State

BINH = [1, "Nguyễn Văn Bình", 1968, "Nam", "Chủ hộ", "", "0912345601", ""]
HOA = ["", "Trần Thị Hòa", 1970, "Nữ", "Vợ", "", "", ""]
MINH = ["", "Nguyễn Đức Minh", 2012, "Nam", "Con", "", "", ""]
BUT = [2, "H'Bŭt Êban", 1955, "Nữ", "Chủ hộ", "", "", ""]


def confirmed(world: World, *rows: list[Any]) -> RosterImport:
    """An import of these rows into Xuân Lạng 2, waiting for its turn."""
    by = world.users["commune_officer"]
    roster_import = planned(register(BINH, HOA, MINH, BUT, *rows), by=by, commune=world.phu_xuan, village=world.xuan_lang)
    shown = roster_import.fingerprint
    assert confirm_import(by=by, roster_import=roster_import, fingerprint=shown, leave_out_errors=False, wake=False)
    return roster_import


def at_once(*imports: RosterImport) -> list[str]:
    """Applies them in threads of their own; the states they end in."""
    barrier, errors = Barrier(len(imports)), []

    def run(roster_import: RosterImport) -> None:
        try:
            barrier.wait(10)
            apply_import(roster_import.pk)
        except Exception as error:  # noqa: BLE001 -- shown by the assertion below
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[one], daemon=True) for one in imports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    return sorted(RosterImport.objects.filter(pk__in=[one.pk for one in imports]).values_list("state", flat=True))


def new(number: int, name: str) -> list[Any]:
    """A household of one person."""
    return [number, name, 1980, "Nữ", "Chủ hộ", "", "", ""]


def test_of_two_imports_of_one_family_one_is_written_and_the_other_asks_again() -> None:
    world = build_world()

    states = at_once(confirmed(world, new(3, "Lê Thị Mới")), confirmed(world, new(3, "Lê Thị Mới"), new(4, "Lê Thị Khác")))

    assert states == [State.APPLIED, State.PLANNED]
    assert Resident.objects.filter(full_name="Lê Thị Mới").count() == 1
    waiting = RosterImport.objects.get(state=State.PLANNED)
    assert waiting.changed_since
    assert waiting.counts["residents"]["unchanged"] == 5


def test_a_task_that_two_workers_take_is_done_once() -> None:
    world = build_world()
    roster_import = confirmed(world, new(3, "Lê Thị Mới"))

    assert at_once(roster_import, roster_import) == [State.APPLIED]

    assert Resident.objects.filter(full_name="Lê Thị Mới").count() == 1


def test_what_is_kept_of_a_plan_is_written_only_on_the_roster_it_was_made_on() -> None:
    world = build_world()
    roster_import = confirmed(world, new(3, "Lê Thị Mới"))
    kept = Writes.unpacked(RosterFile.objects.get(roster_import=roster_import).writes or b"")
    assert kept.state == state_of(world.phu_xuan.pk)

    # Nothing that the plan shows; but it is not the roster of the plan any more, so it is planned anew, and is the same.
    Household.objects.filter(pk=world.home_of("Tâm").pk).update(address="Đầu thôn")
    assert kept.state != state_of(world.phu_xuan.pk)

    apply_import(roster_import.pk)
    roster_import.refresh_from_db()
    assert roster_import.state == State.APPLIED


@pytest.mark.parametrize("table", ["household", "resident", "residence", "nothing", "elsewhere"])
def test_the_state_of_a_roster_tells_every_write_to_it(table: str) -> None:
    world = build_world()
    before = state_of(world.phu_xuan.pk)

    match table:
        case "household":
            Household.objects.filter(pk=world.home_of("Bình").pk).update(best_time="tối")
        case "resident":
            Resident.objects.filter(pk=world.people["Bình"].pk).update(phone="")
        case "residence":
            Residence.objects.filter(resident=world.people["Minh"]).delete()
        case "elsewhere":
            Resident.objects.filter(pk=world.people["Lạ"].pk).update(phone="")

    assert (state_of(world.phu_xuan.pk) == before) == (table in ("nothing", "elsewhere"))


def test_reading_again_after_a_worker_died_ends_in_the_same_plan() -> None:
    world = build_world()
    by = world.users["commune_officer"]
    roster_import = planned(register(BINH, HOA, MINH, BUT, new(3, "Lê Thị Mới")), by=by, commune=world.phu_xuan)
    rows = list(roster_import.rows.values_list("verdict", "name", "row"))
    RosterImport.objects.filter(pk=roster_import.pk).update(state=State.READING)

    read_import(roster_import.pk)

    assert list(roster_import.rows.values_list("verdict", "name", "row")) == rows
