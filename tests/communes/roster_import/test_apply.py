"""What an applied import leaves in the database, once and whole."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection

from accounts.models import AuditEvent
from communes import personal_id
from communes.actions.roster_apply import apply_import
from communes.actions.roster_begin import answer, begin_import, cancel_import, choose, confirm_import
from communes.actions.roster_clear import forget_imports, resume_imports
from communes.actions.roster_plan import read_import
from communes.models import Household, PlannedRow, PovertyStatus, Residence, Resident, RosterFile, RosterImport
from communes.roster_import import apply as applying
from communes.signals import Fact, facts_learned, roster_changed
from tests.communes.roster_import.rosters import B, brought_in, people_of, planned, register, roster_bytes, workbook
from tests.factories import UserFactory
from tests.world import World

DAY = date(2026, 10, 1)
State = RosterImport.State

BINH = [1, "Nguyễn Văn Bình", 1968, "Nam", "Chủ hộ", "", "0912345601", ""]
HOA = ["", "Trần Thị Hòa", 1970, "Nữ", "Vợ", "", "", ""]
MINH = ["", "Nguyễn Đức Minh", 2012, "Nam", "Con", "", "", ""]
BUT = [2, "H'Bŭt Êban", 1955, "Nữ", "Chủ hộ", "", "", ""]
NEW = [3, "Lê Thị Mới", 1980, "Nữ", "Chủ hộ", "066180000001", "", "Hộ cận nghèo"]


@pytest.fixture
def news() -> Iterator[list[dict[str, Any]]]:
    """What `roster_changed` and `facts_learned` said."""
    heard: list[dict[str, Any]] = []

    def hear(sender: object, signal: object, **said: Any) -> None:
        heard.append(said)

    roster_changed.connect(hear)
    facts_learned.connect(hear)
    yield heard
    roster_changed.disconnect(hear)
    facts_learned.disconnect(hear)


def bring(world: World, *rows: list[Any]) -> RosterImport:
    """These rows into Xuân Lạng 2, today."""
    return brought_in(register(*rows), by=world.users["commune_officer"], commune=world.phu_xuan, village=world.xuan_lang)


def waiting(world: World, *rows: list[Any]) -> RosterImport:
    """The plan of these rows."""
    return planned(register(*rows), by=world.users["commune_officer"], commune=world.phu_xuan, village=world.xuan_lang)


def confirmed(world: World, roster_import: RosterImport) -> bool:
    """Confirms the plan that is shown."""
    return confirm_import(
        by=world.users["commune_officer"],
        roster_import=roster_import,
        fingerprint=roster_import.fingerprint,
        leave_out_errors=False,
        wake=False,
    )


def test_new_changed_and_unchanged_people_stand_as_the_file_says(world: World) -> None:
    done = bring(world, BINH, HOA, [*MINH[:6], "0912345677", "Đi làm ăn xa"], BUT, NEW)

    assert people_of(world.xuan_lang, done.day) == [
        ("1", "Nguyễn Văn Bình", "head", "male", 1968, "kinh", "", "+84912345601", "living"),
        ("1", "Trần Thị Hòa", "spouse", "female", 1970, "kinh", "", "", "living"),
        ("1", "Nguyễn Đức Minh", "child", "male", 2012, "kinh", "", "+84912345677", "away"),
        ("2", "H'Bŭt Êban", "head", "female", 1955, "ede", "", "", "living"),
        ("3", "Lê Thị Mới", "head", "female", 1980, None, "0001", "", "living"),
    ]
    assert list(PovertyStatus.objects.filter(household__number="3").values_list("poverty_class", "year")) == [
        ("near_poor", done.year)
    ]


def test_the_stored_keys_are_those_that_saving_would_make(world: World) -> None:
    bring(world, BINH, HOA, MINH, BUT, NEW)

    for model in (Resident, Household):
        for row in model.objects.all():
            before = dict(vars(row))
            row.derive_keys()
            assert vars(row) == before


def test_a_change_of_status_closes_the_old_residence_and_opens_another(world: World) -> None:
    done = bring(world, BINH, HOA, [*MINH[:7], "Đi làm ăn xa"], BUT)

    rows = Residence.objects.filter(resident=world.people["Minh"]).order_by("started_on")
    assert list(rows.values_list("status", "started_on", "ended_on", "end_reason")) == [
        ("living", date(2025, 7, 1), done.day, "status"),
        ("away", done.day, None, ""),
    ]


def test_a_person_who_moved_from_another_village_leaves_it_on_the_rosters_day(world: World, news: list[dict[str, Any]]) -> None:
    kept = personal_id.reduce("066190000001")
    Resident.objects.filter(pk=world.people["Tâm"].pk).update(id_hash=kept.digest, id_last4=kept.last4)

    done = bring(world, BINH, HOA, MINH, BUT, [3, "Phạm Minh Tâm", 1990, "Nữ", "Chủ hộ", "066190000001", "", ""])

    rows = Residence.objects.filter(resident=world.people["Tâm"]).order_by("started_on")
    assert list(rows.values_list("village_id", "ended_on", "end_reason")) == [
        ("24364002", done.day, "moved"),
        ("24364001", None, ""),
    ]
    assert news[0]["villages"] == {"24364001", "24364002"}


def test_a_correction_is_told_from_the_beginning_and_a_new_person_from_the_rosters_day(
    world: World, news: list[dict[str, Any]]
) -> None:
    bring(world, [1, "Nguyễn Văn Bình", 1969, *BINH[3:]], HOA, MINH, BUT)
    done = bring(world, [1, "Nguyễn Văn Bình", 1969, *BINH[3:]], HOA, MINH, BUT, [*NEW[:7], ""])

    assert [said["since"] for said in news] == [date(2025, 7, 1), done.day]
    assert Resident.objects.get(pk=world.people["Bình"].pk).birth_year == 1969


def test_a_year_alone_that_differs_takes_the_date_away(world: World) -> None:
    Resident.objects.filter(pk=world.people["Bình"].pk).update(birth_date=date(1968, 5, 5))

    bring(world, [1, "Nguyễn Văn Bình", 1969, *BINH[3:]], HOA, MINH, BUT)

    assert Resident.objects.filter(pk=world.people["Bình"].pk).values_list("birth_date", "birth_year").get() == (None, 1969)


def test_who_is_not_in_the_file_stays_in_the_roster(world: World) -> None:
    bring(world, BINH)

    assert Residence.objects.filter(village=world.xuan_lang, ended_on=None).count() == 4


def test_who_was_said_to_have_left_leaves_and_the_village_is_told(world: World, news: list[dict[str, Any]]) -> None:
    but, minh = world.people["H'Bŭt"], world.people["Minh"]
    roster_import = waiting(world, BINH, HOA)
    left = {str(but.pk): {"end": "died", "on": "2026-09-01"}, str(minh.pk): {"end": "moved"}}
    assert answer(by=world.users["commune_officer"], roster_import=roster_import, missing=left, wake=False)
    read_import(roster_import.pk)
    roster_import.refresh_from_db()
    assert (roster_import.counts["leaving"], roster_import.counts["writes"]) == (2, True)

    confirmed(world, roster_import)
    apply_import(roster_import.pk)

    rows = Residence.objects.filter(resident__in=[but, minh]).order_by("resident__birth_year")
    assert list(rows.values_list("ended_on", "end_reason")) == [(date(2026, 9, 1), "died"), (roster_import.day, "moved")]
    assert (news[0]["villages"], news[0]["since"]) == ({world.xuan_lang.pk}, date(2026, 9, 1))


def test_facts_of_columns_are_told_with_the_rosters_day(world: World, news: list[dict[str, Any]]) -> None:
    officer = world.users["commune_officer"]

    done = brought_in(roster_bytes(B), by=officer, commune=world.phu_xuan, village=world.xuan_lang)

    people = dict(Resident.objects.values_list("full_name", "pk"))
    learned = next(said for said in news if "facts" in said)
    assert learned["facts"] == [
        Fact("own_smartphone", 1, resident=people[name]) for name in ("Lò Văn Vông", "Xồng Bá Lử", "Trần Thị Kim Khánh")
    ]
    assert (learned["on"], learned["by"]) == (done.day, officer)


def test_an_unchanged_file_writes_nothing_and_tells_nobody(world: World, news: list[dict[str, Any]]) -> None:
    done = bring(world, BINH, HOA, MINH, BUT)

    assert (done.counts["writes"], news) == (False, [])


def test_everything_is_in_the_audit_trail_without_a_name(world: World) -> None:
    bring(world, BINH, HOA, MINH, BUT, NEW)

    events = AuditEvent.objects.filter(verb__startswith="roster.").order_by("at", "pk")
    assert [event.verb for event in events] == ["roster.upload", "roster.confirm", "roster.apply"]
    assert {event.place for event in events} == {"24364"}
    assert "Mới" not in str([event.facts for event in events])


def test_the_file_lies_sealed_until_it_is_applied_and_then_is_deleted(world: World) -> None:
    roster_import = waiting(world, NEW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, cells FROM communes_rosterfile")
        stored = [bytes(one) for one in cursor.fetchone()]
    assert not any(one.startswith((b"PK", b"x")) for one in stored)

    confirmed(world, roster_import)
    apply_import(roster_import.pk)

    assert not RosterFile.objects.exists()
    assert RosterImport.objects.get().understood == []


def test_a_task_that_is_delivered_twice_applies_once(world: World) -> None:
    done = bring(world, BINH, HOA, MINH, BUT, NEW)

    apply_import(done.pk)
    RosterImport.objects.filter(pk=done.pk).update(state=State.APPLIED)
    read_import(done.pk)

    assert Resident.objects.filter(full_name="Lê Thị Mới").count() == 1
    assert AuditEvent.objects.filter(verb="roster.apply").count() == 1


def test_the_same_file_sent_twice_by_one_user_is_one_import(world: World) -> None:
    officer, data = world.users["commune_officer"], register(NEW)

    first, second = (planned(data, by=officer, commune=world.phu_xuan, village=world.xuan_lang) for _ in range(2))

    assert first.pk == second.pk
    assert not confirmed(world, RosterImport(pk=first.pk, fingerprint="another plan"))


def test_two_confirmations_send_it_once(world: World) -> None:
    roster_import = waiting(world, NEW)

    assert [confirmed(world, roster_import), confirmed(world, roster_import)] == [True, False]


def test_when_the_roster_changed_meanwhile_nothing_is_written_and_the_user_looks_again(world: World) -> None:
    first = waiting(world, BINH, HOA, MINH, BUT, NEW)
    bring(world, BINH, HOA, MINH, BUT, [*NEW[:6], "0912345633", ""])
    confirmed(world, first)

    apply_import(first.pk)

    first.refresh_from_db()
    assert (first.state, first.changed_since) == (State.PLANNED, True)
    assert Resident.objects.get(full_name="Lê Thị Mới").phone == "+84912345633"
    assert first.counts["residents"]["new"] == 0


def test_a_failure_leaves_the_roster_as_it_was(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    roster_import = waiting(world, BINH, HOA, MINH, BUT, NEW)
    confirmed(world, roster_import)

    def fail(*args: object, **more: object) -> None:
        raise IntegrityError

    # The last statement of all.
    monkeypatch.setattr(applying.staging, "merge", fail)
    apply_import(roster_import.pk)

    roster_import.refresh_from_db()
    assert roster_import.state == State.FAILED
    assert not Resident.objects.filter(full_name="Lê Thị Mới").exists()


def test_rows_in_error_need_a_decision(world: World) -> None:
    roster_import = waiting(world, BINH, HOA, MINH, BUT, [3, "Lê Thị Mới", "31/02/1980", "Nữ", "Chủ hộ", "", "", ""])

    with pytest.raises(ValueError, match="decision"):
        confirmed(world, roster_import)


def test_choices_make_another_plan(world: World) -> None:
    roster_import = planned(register(NEW), by=world.users["commune_officer"], commune=world.phu_xuan)
    assert roster_import.counts["errors"] == 1

    choose(
        by=world.users["commune_officer"],
        roster_import=roster_import,
        columns={"Sheet1": {"7": ""}},
        villages={},
        village=world.xuan_my,
        day=DAY,
        year=2024,
        wake=False,
    )
    read_import(roster_import.pk)

    roster_import.refresh_from_db()
    assert (roster_import.counts["errors"], roster_import.day, roster_import.year) == (0, DAY, 2024)
    confirmed(world, roster_import)
    apply_import(roster_import.pk)
    assert people_of(world.xuan_my, DAY)[-1][1] == "Lê Thị Mới"
    assert not PovertyStatus.objects.filter(household__village=world.xuan_my).exists()


def test_a_file_without_readable_rows_is_refused_in_words_and_forgotten(world: World) -> None:
    roster_import = planned(workbook(["", ""]), by=world.users["commune_officer"], commune=world.phu_xuan)

    assert (roster_import.state, roster_import.refusal["code"]) == (State.UNREADABLE, "no_rows")
    assert not RosterFile.objects.exists()


def test_a_cancelled_import_forgets_everyone(world: World) -> None:
    roster_import = waiting(world, BINH, NEW)

    assert cancel_import(by=world.users["commune_officer"], roster_import=roster_import)

    assert (RosterFile.objects.count(), PlannedRow.objects.count()) == (0, 0)
    assert cancel_import(by=UserFactory(), roster_import=roster_import) is False


def test_the_clock_goes_on_with_forgotten_imports_and_clears_undecided_ones(world: World) -> None:
    roster_import = waiting(world, NEW)
    long_ago = "2026-01-01T00:00:00Z"
    RosterImport.objects.filter(pk=roster_import.pk).update(state=State.QUEUED, touched_at=long_ago)
    assert resume_imports() == 1

    RosterImport.objects.filter(pk=roster_import.pk).update(state=State.PLANNED, touched_at=long_ago)
    assert forget_imports() == 1

    roster_import.refresh_from_db()
    assert roster_import.state == State.CANCELLED
    assert (
        begin_import(
            by=world.users["commune_officer"], commune=world.phu_xuan, village=None, file_name="x.csv", content=b"a;b", wake=False
        ).pk
        != roster_import.pk
    )


@pytest.mark.parametrize("people", [3, 60])
def test_the_number_of_queries_does_not_grow_with_the_roster(world: World, people: int, django_assert_num_queries: Any) -> None:
    roster_import = waiting(world, *[[n + 10, f"Lê Thị Mới {n}", 1980, "Nữ", "Chủ hộ", "", "", ""] for n in range(people)])
    confirmed(world, roster_import)

    with django_assert_num_queries(19):
        apply_import(roster_import.pk)
