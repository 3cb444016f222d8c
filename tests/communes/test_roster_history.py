"""The pages of what became of rosters: history, undo, the kept file; the stranger finds nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import AuditEvent
from communes.actions.roster_undo import ask_undo, undo_import
from communes.models import Household, Resident, RosterFile, RosterImport
from tests.communes.roster_import.rosters import brought_in, planned, register
from tests.factories import VisitFactory
from tests.world import World

BASE = "/vn/66/24364/imports/"
State = RosterImport.State
BINH = [1, "Nguyễn Văn Bình", 1968, "Nam", "Chủ hộ", "", "0912345688", ""]
NEW = [3, "Lê Thị Mới", 1980, "Nữ", "Chủ hộ", "", "", ""]


@pytest.fixture
def officer(world: World, client: Client) -> Client:
    client.force_login(world.users["commune_officer"])
    client.cookies["language"] = "en"
    return client


def bring(world: World, *rows: list[Any]) -> RosterImport:
    """These rows into Xuân Lạng 2, applied."""
    return brought_in(register(*rows), by=world.users["commune_officer"], commune=world.phu_xuan, village=world.xuan_lang)


def page_of(client: Client, address: str) -> str:
    """The page at an address, which must be there."""
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_an_import_is_taken_back_from_its_page_after_a_look_at_what_that_does(world: World, officer: Client) -> None:
    done = bring(world, BINH, NEW, [4, "Phan Văn Lạ", 1991, "Nam", "Chủ hộ", "", "", ""])
    VisitFactory(household=Household.objects.get(number="3"), recorded_by=world.users["team_member"])
    assert "See what an undo would do" in page_of(officer, done.get_absolute_url())

    shown = page_of(officer, f"{BASE}{done.pk}/undo/")
    assert "in use since: visits" in shown
    assert "Household 3, thôn Xuân Lạng 2" in shown
    assert "Lê Thị Mới" in shown
    assert "Phan Văn Lạ" not in shown
    sent = officer.post(f"{BASE}{done.pk}/undo/")
    assert sent.headers["Location"] == done.get_absolute_url()
    assert "Putting back" in page_of(officer, done.get_absolute_url())
    undo_import(done.pk)

    assert "Undone." in page_of(officer, done.get_absolute_url())
    about = page_of(officer, f"{BASE}{done.pk}/history/")
    assert "in use since: visits" in about
    assert "Undo asked for" in about
    assert Resident.objects.filter(full_name="Lê Thị Mới").exists()


def test_a_later_import_that_touched_the_same_is_named_with_a_link(world: World, officer: Client) -> None:
    first = bring(world, BINH)
    second = bring(world, [*BINH[:6], "0912345677", ""])

    shown = page_of(officer, f"{BASE}{first.pk}/undo/")

    assert "changed since" in shown
    assert second.get_absolute_url() in shown


def test_what_cannot_be_undone_says_so_and_is_left_alone(world: World, officer: Client) -> None:
    waiting = planned(register(NEW), by=world.users["commune_officer"], commune=world.phu_xuan, village=world.xuan_lang)

    sent = officer.post(f"{BASE}{waiting.pk}/undo/", follow=True)

    assert "cannot be undone" in sent.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == State.PLANNED


def test_the_history_tells_who_when_which_file_and_what(world: World, officer: Client) -> None:
    done = bring(world, BINH, NEW)
    ask_undo(by=world.users["commune_officer"], roster_import=done, wake=False)
    undo_import(done.pk)

    shown = page_of(officer, f"{BASE}history/")

    assert done.file_sha256[:12] in shown
    assert "ds.xlsx" in shown
    assert str(world.users["commune_officer"]) in shown
    assert f"/imports/{done.pk}/history/" in shown


@pytest.mark.parametrize("imports", [1, 4])
def test_the_history_asks_the_database_as_often_for_many_as_for_one(
    world: World, officer: Client, imports: int, django_assert_num_queries: Any
) -> None:
    for number in range(imports):
        bring(world, [number + 5, f"Lê Thị Mới {number}", 1980, "Nữ", "Chủ hộ", "", "", ""])
    page_of(officer, f"{BASE}history/")

    with django_assert_num_queries(5):
        page_of(officer, f"{BASE}history/")


@pytest.mark.parametrize("families", [1, 5])
def test_the_undo_asks_the_database_as_often_for_many_as_for_one(
    world: World, officer: Client, families: int, django_assert_num_queries: Any
) -> None:
    done = bring(world, *[[n + 5, f"Lê Thị Mới {n}", 1980, "Nữ", "Chủ hộ", "", "", ""] for n in range(families)])
    for household in Household.objects.filter(number_key__gte=f"{5:010d}"):
        VisitFactory(household=household, recorded_by=world.users["team_member"])
    page_of(officer, f"{BASE}{done.pk}/undo/")

    with django_assert_num_queries(6):
        page_of(officer, f"{BASE}{done.pk}/undo/")


def test_a_file_is_kept_only_where_that_is_set_and_then_encrypted(world: World, officer: Client, settings: Any) -> None:
    content = register(NEW)
    without = bring(world, BINH)
    assert not RosterFile.objects.exists()
    assert officer.post(f"{BASE}{without.pk}/file/").status_code == 404
    settings.ROSTER_KEEP_FILES = True

    kept = bring(world, NEW)

    with connection.cursor() as cursor:
        cursor.execute("SELECT content, cells FROM communes_rosterfile")
        ((sealed, cells),) = cursor.fetchall()
    assert cells is None
    assert b"PK\x03\x04" not in bytes(sealed)
    taken = officer.post(f"{BASE}{kept.pk}/file/")
    assert b"".join(taken)[:100] == content[:100]  # type: ignore[arg-type]
    assert AuditEvent.objects.get(verb="roster.take_file").target_id == str(kept.pk)
    assert "Yes, encrypted" in page_of(officer, f"{BASE}{kept.pk}/history/")


def test_a_kept_file_whose_key_is_gone_is_gone(world: World, officer: Client, settings: Any) -> None:
    settings.ROSTER_KEEP_FILES = True
    kept = bring(world, NEW)
    settings.SECRET_KEY = "another key of fifty characters, which opens nothing at all"
    officer.force_login(world.users["commune_officer"])

    assert officer.post(f"{BASE}{kept.pk}/file/").status_code == 404


@pytest.fixture
def strangers(world: World) -> Iterator[Client]:
    clients = []
    for name in ("stranger_officer", "team_member", "commune_leader", "province_analyst", "system_admin"):
        client = Client()
        client.force_login(world.users[name])
        clients.append(client)
    return iter(clients)


def test_nobody_else_sees_takes_or_undoes_anything(world: World, strangers: Iterator[Client], settings: Any) -> None:
    settings.ROSTER_KEEP_FILES = True
    done = bring(world, NEW)

    for client in strangers:
        for address in ("history/", "export/", "template/", f"{done.pk}/history/", f"{done.pk}/undo/"):
            assert client.get(f"{BASE}{address}").status_code == 404
        for address in ("export/", f"{done.pk}/undo/", f"{done.pk}/file/"):
            assert client.post(f"{BASE}{address}", {"kind": "csv"}).status_code == 404
    done.refresh_from_db()
    assert done.state == State.APPLIED
