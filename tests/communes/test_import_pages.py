"""The pages of a roster on its way in: the whole way by hand, bad input, and the stranger at every door."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from communes.actions.roster_apply import apply_import
from communes.actions.roster_plan import read_import
from communes.models import Resident, RosterImport
from communes.roster_import import progress
from literacy_portal.kit.periods import today
from tests.communes.roster_import.rosters import A, C, planned, register, roster_bytes
from tests.world import World

BASE = "/vn/66/24364/imports/"
NEW = [3, "Lê Thị Mới", 1980, "Nữ", "Chủ hộ", "", "", ""]
BAD = [4, "Lê Văn Sai", "31/02/1980", "Nam", "Chủ hộ", "", "", ""]
State = RosterImport.State


@pytest.fixture
def officer(world: World, client: Client) -> Client:
    client.force_login(world.users["commune_officer"])
    client.cookies["language"] = "en"
    return client


def page_of(client: Client, address: str) -> str:
    """The page at an address, which must be there."""
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def send(client: Client, data: bytes, name: str = "ds.xlsx", **more: str) -> Any:
    """Uploads a file."""
    return client.post(f"{BASE}new/", {"file": SimpleUploadedFile(name, data), **more})


def waiting(world: World, *rows: list[Any]) -> RosterImport:
    """A plan that waits for its decision."""
    return planned(register(*rows), by=world.users["commune_officer"], commune=world.phu_xuan, village=world.xuan_lang)


def test_a_roster_goes_in_from_the_upload_to_the_result(world: World, officer: Client) -> None:
    sent = send(officer, roster_bytes(A))
    roster_import = RosterImport.objects.get()
    assert sent.headers["Location"] == roster_import.get_absolute_url()
    assert "Reading the file" in page_of(officer, sent.headers["Location"])
    read_import(roster_import.pk)

    shown = page_of(officer, sent.headers["Location"])
    assert "Import 6 people" in shown
    assert "Sùng A Chư" in shown
    assert "…9901" in shown
    assert "066068999901" not in shown
    roster_import.refresh_from_db()
    officer.post(f"{BASE}{roster_import.pk}/confirm/", {"fingerprint": roster_import.fingerprint})
    assert "Waiting for its turn" in page_of(officer, sent.headers["Location"])
    apply_import(roster_import.pk)

    assert "The roster is in" in page_of(officer, sent.headers["Location"])
    assert "ds.xlsx" in page_of(officer, BASE)
    assert Resident.objects.filter(full_name="Sùng A Chư").count() == 1


def test_errors_stand_by_row_and_column_and_need_an_explicit_choice(world: World, officer: Client) -> None:
    roster_import = waiting(world, NEW, BAD)
    address = roster_import.get_absolute_url()
    assert "“31/02/1980” is not a day or a year." in page_of(officer, f"{address}?show=error")

    refused = officer.post(f"{address}confirm/", {"fingerprint": roster_import.fingerprint})
    assert "Say that the rows in error stay out" in refused.content.decode()
    officer.post(f"{address}confirm/", {"fingerprint": roster_import.fingerprint, "leave_out_errors": "on"})

    roster_import.refresh_from_db()
    assert (roster_import.state, roster_import.leave_out_errors) == (State.QUEUED, True)


def test_the_village_is_asked_where_the_file_does_not_say_it(world: World, officer: Client) -> None:
    roster_import = planned(register(NEW), by=world.users["commune_officer"], commune=world.phu_xuan)
    address = roster_import.get_absolute_url()
    assert "Which village?" in page_of(officer, address)

    choices = {"village": world.xuan_my.pk, "day": str(today()), "year": "2026", **columns_of(roster_import)}
    officer.post(f"{address}choices/", choices)

    roster_import.refresh_from_db()
    # A small roster is planned again at once, without the worker.
    assert (roster_import.state, roster_import.village) == (State.PLANNED, world.xuan_my)
    assert (roster_import.counts["errors"], roster_import.counts["villages"]) == (0, [world.xuan_my.pk])
    assert "Which village?" not in page_of(officer, address)


def test_a_column_that_the_user_corrects_is_kept(world: World, officer: Client) -> None:
    roster_import = waiting(world, NEW)

    choices = {"day": str(today()), "year": "2026", **columns_of(roster_import), "column-0-7": "address"}
    officer.post(f"{roster_import.get_absolute_url()}choices/", choices)

    roster_import.refresh_from_db()
    assert roster_import.choices["columns"] == {"Sheet1": {"7": "address"}}


def test_bad_choices_are_told_at_the_field_and_nothing_is_lost(world: World, officer: Client) -> None:
    roster_import = waiting(world, NEW)
    choices = {"day": "2199-01-01", "year": "2026", **columns_of(roster_import), "column-0-7": "address"}

    shown = officer.post(f"{roster_import.get_absolute_url()}choices/", choices).content.decode()

    assert "must not lie in the future" in shown
    assert '<option value="address" selected>' in shown
    roster_import.refresh_from_db()
    assert roster_import.state == State.PLANNED


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"%PDF-1.7", "ds.pdf", "not a spreadsheet"),
        (b"", "ds.xlsx", "file is empty"),
        (b"{\\rtf1 x}", "ds.xls", "not a spreadsheet"),
        (b"a;b", "ds.exe", "not a spreadsheet"),
        (b"x" * (10 * 1024 * 1024 + 1), "ds.csv", "larger than 10 MB"),
        (b"PK\x03\x04broken", "ds.xlsx", "damaged"),
    ],
)
def test_a_file_that_is_none_is_refused_at_the_field(world: World, officer: Client, data: bytes, name: str, message: str) -> None:
    response = send(officer, data, name)

    assert response.status_code == 200
    assert message in response.content.decode()
    assert not RosterImport.objects.exists()


def test_no_file_at_all_is_told_at_the_field(world: World, officer: Client) -> None:
    assert "Choose the file first." in officer.post(f"{BASE}new/", {}).content.decode()


def test_a_file_that_the_worker_cannot_read_says_why(world: World, officer: Client) -> None:
    send(officer, b"one;two\n1;2\n", "ds.csv")
    read_import(RosterImport.objects.get().pk)

    assert "No row of column titles was found" in page_of(officer, RosterImport.objects.get().get_absolute_url())


def test_the_waiting_page_hears_of_progress_and_reloads_when_it_is_over(world: World, officer: Client) -> None:
    roster_import = waiting(world, NEW)
    step = f"{roster_import.get_absolute_url()}step/"
    assert officer.get(step).headers["HX-Refresh"] == "true"

    RosterImport.objects.update(state=State.APPLYING)
    progress.tell(roster_import.pk, "residents", 4000, 12000)

    shown = page_of(officer, step)
    assert 'max="12000" value="4000"' in shown
    assert "4,000 / 12,000" in shown


def test_confirming_a_plan_that_is_not_the_one_shown_is_refused(world: World, officer: Client) -> None:
    roster_import = waiting(world, NEW)

    officer.post(f"{roster_import.get_absolute_url()}confirm/", {"fingerprint": "0" * 64})

    roster_import.refresh_from_db()
    assert roster_import.state == State.PLANNED


def test_cancelling_deletes_the_file(world: World, officer: Client) -> None:
    roster_import = waiting(world, NEW)

    officer.post(f"{roster_import.get_absolute_url()}cancel/")

    roster_import.refresh_from_db()
    assert roster_import.state == State.CANCELLED
    assert "Cancelled." in page_of(officer, roster_import.get_absolute_url())


def test_every_step_sent_twice_is_harmless(world: World, officer: Client) -> None:
    roster_import = waiting(world, NEW)
    address = roster_import.get_absolute_url()
    for action in ("cancel/", "cancel/", "confirm/", "choices/"):
        assert officer.post(f"{address}{action}", {"fingerprint": roster_import.fingerprint}).status_code == 302

    roster_import.refresh_from_db()
    assert roster_import.state == State.CANCELLED


def test_a_village_of_another_commune_cannot_be_chosen(world: World, officer: Client) -> None:
    response = send(officer, roster_bytes(C), village=world.stranger_village.pk)

    assert "Select a valid choice" in response.content.decode()
    assert not RosterImport.objects.exists()


@pytest.mark.parametrize(
    "who", ["stranger_officer", "stranger_leader", "commune_leader", "team_leader", "province_admin", "province_analyst"]
)
def test_the_stranger_and_who_may_not_import_find_nothing(world: World, client: Client, who: str) -> None:
    address = waiting(world, NEW).get_absolute_url()
    client.force_login(world.users[who])

    for page in (BASE, f"{BASE}new/", address, f"{address}step/"):
        assert client.get(page).status_code == 404
    for action in ("choices/", "confirm/", "cancel/"):
        assert client.post(f"{address}{action}").status_code == 404
    assert RosterImport.objects.get().state == State.PLANNED


def test_an_import_is_not_found_under_another_commune_or_province(world: World, officer: Client) -> None:
    pk = waiting(world, NEW).pk

    for address in (f"/vn/66/24169/imports/{pk}/", f"/vn/40/24364/imports/{pk}/", f"{BASE}{uuid4()}/"):
        assert officer.get(address).status_code == 404


def test_the_pages_speak_vietnamese_without_a_choice(world: World, client: Client) -> None:
    client.force_login(world.users["commune_officer"])

    assert client.get(BASE).headers["Content-Language"] == "vi"
    assert translation.get_language() is not None


@pytest.mark.parametrize("people", [1, 60])
def test_the_number_of_queries_of_a_plan_does_not_grow(
    world: World, officer: Client, people: int, django_assert_num_queries: Any
) -> None:
    roster_import = waiting(world, *[[n + 10, f"Lê Thị Mới {n}", 1980, "Nữ", "Chủ hộ", "", "", ""] for n in range(people)])
    page_of(officer, roster_import.get_absolute_url())

    with django_assert_num_queries(9):
        page_of(officer, roster_import.get_absolute_url())


@pytest.mark.parametrize("imports", [1, 5])
def test_the_number_of_queries_of_the_list_does_not_grow(
    world: World, officer: Client, imports: int, django_assert_num_queries: Any
) -> None:
    for number in range(imports):
        waiting(world, [*NEW[:6], "", f"lần {number}"])
    page_of(officer, BASE)

    with django_assert_num_queries(5):
        page_of(officer, BASE)


def columns_of(roster_import: RosterImport) -> dict[str, str]:
    """The columns as the form shows them."""
    return {
        f"column-{number}-{column['index']}": column["key"]
        for number, sheet in enumerate(roster_import.understood)
        for column in sheet["columns"]
    }
