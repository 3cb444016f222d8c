"""Answers given on the page of a plan: cells corrected, pairs told apart, people who left, the workbook out and in again."""

import io
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AuditEvent
from communes.actions.roster_apply import apply_import
from communes.actions.roster_plan import read_import
from communes.models import ColumnMemory, PlannedRow, Residence, Resident, RosterImport
from literacy_portal.kit.periods import today
from tests.communes.roster_import.rosters import E, planned, register, roster_bytes
from tests.world import World

State = RosterImport.State
GOOD = [3, "Lê Thị Mới", 1980, "Nữ", "Chủ hộ", "", "", ""]
BAD = [4, "Lê Văn Sai", "31/02/1980", "Namm", "Chủ hộ", "066068000000123", "", ""]
TWINS = (
    [5, "Trần Văn Hai", "12/05/1975", "Nam", "Chủ hộ", "", "", ""],
    ["", "Trần Thị Bảy", "05/06/2001", "Nữ", "Con", "", "", ""],
    ["", "Trần Thị Bảy", "06/05/2001", "Nữ", "Con", "", "", ""],
)


@pytest.fixture
def officer(world: World, client: Client) -> Client:
    client.force_login(world.users["commune_officer"])
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def waiting(world: World) -> Callable[..., RosterImport]:
    """A plan of these rows that waits for its decision."""

    def make(*rows: list[Any]) -> RosterImport:
        return planned(register(*rows), by=world.users["commune_officer"], commune=world.phu_xuan, village=world.xuan_lang)

    return make


def shown(client: Client, found: RosterImport, query: str = "") -> str:
    """The page of an import, as text."""
    response = client.get(f"{found.get_absolute_url()}{query}")
    assert response.status_code == 200
    return unescape(response.content.decode())


def post(client: Client, found: RosterImport, step: str, **fields: Any) -> Any:
    """Sends a form of the page; the import is fresh afterwards."""
    response = client.post(f"{found.get_absolute_url()}{step}/", fields)
    found.refresh_from_db()
    return response


def fields_of(page: str) -> dict[str, str]:
    """The fields of the answers as the page shows them."""
    form = page[page.index("data-answers") :].split("</form>", maxsplit=1)[0]
    tags = re.findall(r"<input[^>]*>", form)
    inputs = {
        found[1]: (re.search(r'value="([^"]*)"', tag) or ["", ""])[1]
        for tag in tags
        if (found := re.search(r'name="([^"]*)"', tag))
    }
    selects = {
        name: (re.search(r'value="([^"]*)" selected', options) or ["", ""])[1]
        for name, options in re.findall(r'<select name="([^"]*)"(.*?)</select>', form, re.DOTALL)
    }
    return {**inputs, **selects}


def test_a_cell_in_error_is_corrected_in_the_page_and_planned_again_at_once(
    world: World, officer: Client, waiting: Callable[..., RosterImport]
) -> None:
    found = waiting(GOOD, BAD)
    fields = fields_of(shown(officer, found))
    assert {name: fields[name] for name in fields if name.startswith("cell-")} == {
        "cell-0-3-2": "31/02/1980",
        "cell-0-3-3": "Namm",
        "cell-0-3-5": "",
    }

    response = post(
        officer, found, "answers", **{**fields, "cell-0-3-2": "28/02/1980", "cell-0-3-3": "Nam", "cell-0-3-5": "066080000017"}
    )

    assert response.headers["Location"] == f"{found.get_absolute_url()}?show=error&page=1#rows"
    assert (found.state, found.counts["errors"], found.counts["residents"]["new"]) == (State.PLANNED, 0, 2)
    assert found.choices["cells"] == {"Sheet1!3,2": "28/02/1980", "Sheet1!3,3": "Nam", "Sheet1!3,5": "066080000017"}
    post(officer, found, "confirm", fingerprint=found.fingerprint)
    apply_import(found.pk)
    found.refresh_from_db()
    assert Resident.objects.get(full_name="Lê Văn Sai").birth_date == date(1980, 2, 28)
    assert "cells" not in found.choices, "what was typed may be a personal number"


def test_a_personal_number_is_never_shown_in_full(officer: Client, waiting: Callable[..., RosterImport]) -> None:
    page = shown(officer, waiting(GOOD, BAD))

    assert "in the file: …0123" in page
    assert "066068000000123" not in page


def test_a_correction_that_is_wrong_too_stays_in_the_cell(officer: Client, waiting: Callable[..., RosterImport]) -> None:
    found = waiting(GOOD, BAD)

    post(officer, found, "answers", **{**fields_of(shown(officer, found)), "cell-0-3-2": "30/02/1980"})

    page = shown(officer, found)
    assert "“30/02/1980” is not a day or a year" in page
    assert fields_of(page)["cell-0-3-2"] == "30/02/1980"
    assert "corrected here" in page


def test_a_correction_that_cannot_be_taken_is_told_at_its_cell_and_all_others_are_kept(
    officer: Client, waiting: Callable[..., RosterImport]
) -> None:
    found = waiting(GOOD, BAD)
    typed = {**fields_of(shown(officer, found)), "cell-0-3-2": "1" * 201, "cell-0-3-3": "Nữ"}

    page = unescape(post(officer, found, "answers", **typed).content.decode())

    assert "at most 200 characters" in page
    assert (fields_of(page)["cell-0-3-2"], fields_of(page)["cell-0-3-3"]) == ("1" * 201, "Nữ")
    assert found.choices.get("cells", {}) == {}


def test_what_is_typed_while_the_plan_is_made_again_is_kept_to_be_sent_once_more(
    officer: Client, waiting: Callable[..., RosterImport]
) -> None:
    found = waiting(GOOD, BAD)
    fields = fields_of(shown(officer, found))
    RosterImport.objects.update(state=State.READING)

    page = post(officer, found, "answers", **{**fields, "cell-0-3-2": "28/02/1980"}).content.decode()

    assert '<input type="hidden" name="cell-0-3-2" value="28/02/1980">' in page
    assert found.state == State.READING


def test_a_cell_that_is_not_asked_about_cannot_be_changed(officer: Client, waiting: Callable[..., RosterImport]) -> None:
    found = waiting(GOOD, BAD)
    foreign = ["cell-0-2-1", "cell-0-99-1", "cell-7-3-2", "cell-0-3-99", "same-0-3", f"end-{uuid4()}"]

    assert post(officer, found, "answers", **dict.fromkeys(foreign, "moved")).status_code == 302

    assert not any(found.choices.get(part) for part in ("cells", "same", "missing"))


def test_a_pair_that_may_be_one_is_shown_with_its_reasons_and_told_apart(
    officer: Client, waiting: Callable[..., RosterImport]
) -> None:
    found = waiting(*TWINS)
    page = shown(officer, found, "?show=doubts")
    assert found.counts["doubts"] == 1
    assert "The other one: Trần Thị Bảy, row 3, Sheet1" in page
    assert "of 100 points: the same name, day and month of birth exchanged" in page

    post(officer, found, "answers", **{**fields_of(page), "same-0-4": "same"})
    assert (found.counts["residents"]["new"], found.counts["doubts"]) == (2, 0)

    found = waiting(*TWINS, GOOD)
    post(officer, found, "answers", **{**fields_of(shown(officer, found, "?show=doubts")), "same-0-4": "different"})
    assert (found.counts["residents"]["new"], found.counts["doubts"]) == (4, 0)


def test_who_is_missing_leaves_only_where_that_is_said_one_by_one(
    world: World, officer: Client, waiting: Callable[..., RosterImport]
) -> None:
    found = waiting(GOOD)
    hoa = world.people["Hòa"]
    fields = fields_of(shown(officer, found, "?show=missing"))
    assert fields[f"end-{hoa.pk}"] == ""

    post(officer, found, "answers", **{**fields, f"end-{hoa.pk}": "moved", f"on-{hoa.pk}": "2026-03-01"})

    assert found.choices["missing"] == {str(hoa.pk): {"end": "moved", "on": "2026-03-01"}}
    assert "1 person leaves the roster, as you said." in shown(officer, found)
    post(officer, found, "confirm", fingerprint=found.fingerprint)
    apply_import(found.pk)
    left = Residence.objects.filter(ended_on__isnull=False)
    assert [(one.resident, one.ended_on, one.end_reason) for one in left] == [(hoa, date(2026, 3, 1), "moved")]


def test_nobody_leaves_on_a_day_that_has_not_been(world: World, officer: Client, waiting: Callable[..., RosterImport]) -> None:
    found, hoa = waiting(GOOD), world.people["Hòa"]
    fields = fields_of(shown(officer, found, "?show=missing"))

    page = unescape(
        post(officer, found, "answers", **{**fields, f"end-{hoa.pk}": "died", f"on-{hoa.pk}": "2199-01-01"}).content.decode()
    )

    assert "must not lie in the future" in page
    assert fields_of(page)[f"end-{hoa.pk}"] == "died"
    assert found.choices.get("missing", {}) == {}


def test_all_who_are_missing_leave_only_after_a_second_word(officer: Client, waiting: Callable[..., RosterImport]) -> None:
    found = waiting(GOOD)
    missing = found.counts["residents"]["missing"]
    answer = {"everyone": "moved", "since": str(today()), "show": "missing"}

    page = unescape(post(officer, found, "everyone", **answer).content.decode())
    assert "Say that you have looked at them" in page
    assert found.counts["leaving"] == 0

    post(officer, found, "everyone", **answer, checked="on")
    assert (missing, found.counts["leaving"]) == (4, 4)
    post(officer, found, "everyone", everyone="", show="missing")
    assert found.counts["leaving"] == 0


def test_one_who_stays_is_taken_out_of_the_answer_for_all(
    world: World, officer: Client, waiting: Callable[..., RosterImport]
) -> None:
    found, minh = waiting(GOOD), world.people["Minh"]
    post(officer, found, "everyone", everyone="moved", since=str(today()), checked="on")
    fields = fields_of(shown(officer, found, "?show=missing"))
    assert fields[f"end-{minh.pk}"] == "moved"

    post(officer, found, "answers", **{**fields, f"end-{minh.pk}": ""})

    assert found.counts["leaving"] == 3
    assert fields_of(shown(officer, found, "?show=missing"))[f"end-{minh.pk}"] == ""


def test_old_fonts_are_shown_before_and_after_and_nothing_comes_in_before_an_answer(world: World, officer: Client) -> None:
    found = planned(roster_bytes(E), by=world.users["commune_officer"], commune=world.phu_xuan, village=world.xuan_lang)
    page = shown(officer, found)
    assert "V\u00f5 B¸ D\u00adng" in page or "told by its font" in page
    assert "Vừ Bá Dương" in page
    assert found.counts["residents"]["new"] == 0
    choices = {"village": world.xuan_lang.pk, "day": str(today()), "year": "2026", **columns_of(found)}

    refused = post(officer, found, "choices", **choices)
    assert "This field is required" in refused.content.decode()
    post(officer, found, "choices", **choices, writing="tcvn3")

    assert (found.choices["decoding"], found.counts["errors"], found.counts["residents"]["new"]) == ({"*": "tcvn3"}, 0, 3)


def test_the_workbook_goes_out_with_notes_and_comes_back_corrected(
    world: World, officer: Client, waiting: Callable[..., RosterImport]
) -> None:
    found = waiting(GOOD, BAD, *TWINS)
    post(officer, found, "answers", **{**fields_of(shown(officer, found)), "cell-0-3-3": "Nam"})
    post(officer, found, "answers", **{**fields_of(shown(officer, found, "?show=doubts")), "same-0-6": "different"})
    hoa = world.people["Hòa"]
    post(officer, found, "answers", **{**fields_of(shown(officer, found, "?show=missing")), f"end-{hoa.pk}": "moved"})
    given = {part: found.choices[part] for part in ("same", "missing")}

    taken = officer.post(f"{found.get_absolute_url()}workbook/")
    book = openpyxl.load_workbook(io.BytesIO(taken.getvalue()))
    sheet = book.active
    assert [sheet["I1"].value, sheet["D3"].value, sheet["C3"].fill.fgColor.rgb] == ["Notes of the portal", "Nam", "FFFFC7CE"]
    assert "“31/02/1980” is not a day or a year" in sheet["I3"].value
    assert AuditEvent.objects.filter(verb="roster.take_notes").count() == 1
    sheet["C3"], sheet["F3"] = "28/02/1980", None
    out = io.BytesIO()
    book.save(out)

    assert (
        post(officer, found, "corrected", **{"corrected-file": SimpleUploadedFile("sửa.xlsx", out.getvalue())}).status_code == 302
    )
    assert found.state == State.READING
    read_import(found.pk)
    found.refresh_from_db()

    assert (found.state, found.counts["errors"], found.counts["doubts"], found.counts["leaving"]) == (State.PLANNED, 0, 0, 1)
    assert {part: found.choices[part] for part in ("same", "missing")} == given
    assert not any(column["title"] == "Notes of the portal" for column in found.understood[0]["columns"])
    assert RosterImport.objects.count() == 1


def test_a_corrected_file_that_is_none_is_refused_and_the_plan_stays(
    officer: Client, waiting: Callable[..., RosterImport]
) -> None:
    found = waiting(GOOD, BAD)

    page = post(officer, found, "corrected", **{"corrected-file": SimpleUploadedFile("x.pdf", b"%PDF-1.7")}).content.decode()

    assert "not a spreadsheet" in page
    assert (found.state, PlannedRow.objects.filter(verdict="error").count()) == (State.PLANNED, 1)


def test_columns_as_chosen_before_are_said_and_can_be_forgotten(
    world: World, officer: Client, waiting: Callable[..., RosterImport]
) -> None:
    first = waiting(GOOD)
    choices = {"village": world.xuan_lang.pk, "day": str(today()), "year": "2026", **columns_of(first), "column-0-7": "address"}
    post(officer, first, "choices", **choices)
    post(officer, first, "confirm", fingerprint=first.fingerprint)
    again = waiting([*GOOD[:7], "Cạnh chợ"])
    assert "are read as you chose on" in shown(officer, again)

    memory = ColumnMemory.objects.get()
    assert officer.post(f"{again.get_absolute_url()}forget/{memory.pk}/").status_code == 302

    assert not ColumnMemory.objects.exists()
    assert "are read as you chose on" not in shown(officer, again)


def test_a_memory_of_another_commune_is_not_found(world: World, officer: Client, waiting: Callable[..., RosterImport]) -> None:
    theirs = ColumnMemory.objects.create(commune=world.ea_kao, shape="0" * 64, by=world.users["stranger_officer"])

    assert officer.post(f"{waiting(GOOD).get_absolute_url()}forget/{theirs.pk}/").status_code == 404
    assert ColumnMemory.objects.exists()


def test_the_stranger_and_who_may_not_import_answer_nothing(
    world: World, client: Client, waiting: Callable[..., RosterImport]
) -> None:
    address = waiting(GOOD, BAD).get_absolute_url()

    for who in ("stranger_officer", "commune_leader", "team_member", "province_admin"):
        client.force_login(world.users[who])
        for step in ("answers", "everyone", "workbook", "corrected", "forget/1"):
            assert client.post(f"{address}{step}/", {"cell-0-3-2": "1980"}).status_code == 404
    assert RosterImport.objects.get().choices == {}


def test_answers_that_come_after_the_decision_are_told_to_be_late(officer: Client, waiting: Callable[..., RosterImport]) -> None:
    found = waiting(GOOD)
    RosterImport.objects.update(state=State.QUEUED)

    for step in ("answers", "everyone", "workbook", "corrected", "forget/1"):
        assert "has moved on" in officer.post(f"{found.get_absolute_url()}{step}/", follow=True).content.decode()


@pytest.mark.parametrize("rows", [4, 60])
def test_the_number_of_queries_of_a_list_does_not_grow(
    officer: Client, waiting: Callable[..., RosterImport], rows: int, django_assert_num_queries: Any
) -> None:
    people = [[n + 10, f"Lê Thị Mới {n}", 1980 if n % 2 else "99", "Nữ" if n % 4 else "?", "Chủ hộ"] for n in range(rows)]
    found = waiting(*people)
    shown(officer, found)

    for name in ("error", "missing", "new", "warnings"):
        with django_assert_num_queries(9):
            assert f'href="?show={name}" aria-current="page"' in shown(officer, found, f"?show={name}")


def columns_of(found: RosterImport) -> dict[str, str]:
    """The columns as the form shows them."""
    return {
        f"column-{number}-{column['index']}": column["key"]
        for number, sheet in enumerate(found.understood)
        for column in sheet["columns"]
    }
