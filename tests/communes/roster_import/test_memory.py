"""What a commune remembers of its users' decisions, and what it forgets."""

from datetime import date
from typing import Any

import pytest

from accounts.models import AuditEvent
from communes.actions.roster_begin import answer, choose, confirm_import, send_corrected
from communes.actions.roster_memory import forget
from communes.actions.roster_plan import read_import
from communes.models import ColumnMemory, Commune, RosterFile, RosterImport
from communes.roster_import.decoding import WHOLE_FILE
from communes.roster_import.fixes import address
from communes.scope import Scope
from tests.communes.roster_import.rosters import E, planned, roster_bytes, workbook
from tests.world import World

DAY = date(2026, 10, 1)
TITLES = ["Số nhà", "Họ và tên", "Năm sinh", "Giới tính", "Quan hệ với chủ hộ", "Biệt danh"]
BINH = [1, "Nguyễn Văn Bình", 1968, "Nam", "Chủ hộ", "Năm"]


def sent(world: World, *rows: list[Any], titles: list[str] = TITLES, sheet: str = "Thôn", commune: Commune | None = None) -> Any:
    """The plan of a file, before any decision about it."""
    data = workbook(titles, *(rows or (BINH,)), sheet=sheet)
    return planned(data, by=world.users["commune_officer"], commune=commune or world.phu_xuan)


def decided(world: World, roster_import: RosterImport, **choices: Any) -> RosterImport:
    """The import after the officer's choices, planned again."""
    said = {"columns": {}, "villages": {}, "village": None, "day": DAY, "year": 2026, **choices}
    assert choose(by=world.users["commune_officer"], roster_import=roster_import, wake=False, **said)
    read_import(roster_import.pk)
    roster_import.refresh_from_db()
    return roster_import


def confirmed(world: World, roster_import: RosterImport) -> None:
    """The officer confirms what is shown."""
    by, shown = world.users["commune_officer"], roster_import.fingerprint
    assert confirm_import(by=by, roster_import=roster_import, fingerprint=shown, leave_out_errors=True, wake=False)


def keys(roster_import: RosterImport) -> list[str]:
    """What each column of the first sheet is taken for."""
    return [column["key"] for column in roster_import.understood[0]["columns"]]


def offers(roster_import: RosterImport) -> list[dict[str, Any]]:
    """What is offered for the old fonts of columns."""
    columns = (column for sheet in roster_import.understood for column in sheet["columns"])
    return [column["decoding"] for column in columns if column["decoding"]]


def test_columns_that_were_chosen_are_chosen_in_the_next_file_of_this_shape(world: World) -> None:
    first = decided(world, sent(world), columns={"Thôn": {"0": "household_number", "5": "note"}})
    confirmed(world, first)

    again = sent(world, [2, *BINH[1:]], sheet="Tờ khác", titles=["SỐ NHÀ", *TITLES[1:]])

    assert (keys(again)[0], keys(again)[5]) == ("household_number", "note")
    remembered = again.understood[0]["remembered"]
    assert remembered["columns"] == ["0", "5"]
    assert remembered["at"][:10] == ColumnMemory.objects.get().at.date().isoformat()


def test_another_shape_another_commune_and_an_unconfirmed_choice_know_nothing_of_it(world: World) -> None:
    first = decided(world, sent(world), columns={"Thôn": {"0": "household_number"}})
    before = sent(world, [3, *BINH[1:]])
    confirmed(world, first)

    other_shape = sent(world, titles=[*TITLES[:5], "Tên khác"])
    other_commune = sent(world, [4, *BINH[1:]], commune=world.ea_kao)

    assert [one.understood[0]["remembered"] for one in (before, other_shape, other_commune)] == [None] * 3


def test_a_choice_about_this_file_goes_before_what_is_remembered(world: World) -> None:
    confirmed(world, decided(world, sent(world), columns={"Thôn": {"0": "household_number"}}))

    again = decided(world, sent(world, [2, *BINH[1:]]), columns={"Thôn": {"0": ""}})

    assert keys(again)[0] == ""


def test_an_ambiguous_village_is_asked_about_once(world: World) -> None:
    first = sent(world, titles=["Thôn", *TITLES[1:]], sheet="Sheet1")
    label = "1"
    assert first.counts["labels"] == {label: ""}
    confirmed(world, decided(world, first, villages={label: world.xuan_my.pk}))

    again = sent(world, [1, "Lê Thị Mới", 1980, "Nữ", "Chủ hộ"], titles=["Thôn", *TITLES[1:5]], sheet="Sheet1")

    assert again.counts["labels"] == {label: world.xuan_my.pk}


def test_an_old_font_that_was_decided_on_is_not_asked_about_again(world: World) -> None:
    by = world.users["commune_officer"]
    first = planned(roster_bytes(E), by=by, commune=world.phu_xuan, village=world.xuan_lang)
    assert first.counts["errors"] > 0
    confirmed(world, decided(world, first, decoding={WHOLE_FILE: "tcvn3"}, village=world.xuan_lang))

    again = planned(roster_bytes(E), by=by, commune=world.phu_xuan, village=world.xuan_lang)

    assert again.counts["errors"] == 0
    assert {column["chosen"] for column in offers(again)} == {"tcvn3"}


def test_what_is_forgotten_is_proposed_anew(world: World) -> None:
    confirmed(world, decided(world, sent(world), columns={"Thôn": {"0": "household_number"}}))

    forget(by=world.users["commune_officer"], memory=ColumnMemory.objects.get())

    assert sent(world, [2, *BINH[1:]]).understood[0]["remembered"] is None
    assert AuditEvent.objects.filter(verb="roster.forget_columns", place=world.phu_xuan.pk).count() == 1


def test_memories_are_the_communes_own(world: World) -> None:
    confirmed(world, decided(world, sent(world), columns={"Thôn": {"0": "household_number"}}))

    assert ColumnMemory.objects.within(Scope(communes=frozenset({world.phu_xuan.pk}))).count() == 1
    assert not ColumnMemory.objects.within(Scope(communes=frozenset({world.ea_kao.pk}))).exists()


def test_a_cell_corrected_in_the_browser_is_planned_at_once_and_taken_back(world: World) -> None:
    by, waiting = world.users["commune_officer"], decided(world, sent(world, [1, "Nguyễn Văn Bình", "tháng ba", "Nam", "Chủ hộ"]))
    where = address("Thôn", 2, 2)
    villages = {"village": world.xuan_lang}
    assert decided(world, waiting, **villages).counts["errors"] == 1

    for text, errors in (("1968", 0), (None, 1)):
        assert answer(by=by, roster_import=waiting, cells={where: text}, wake=False)
        read_import(waiting.pk)
        waiting.refresh_from_db()
        assert waiting.counts["errors"] == errors


def test_the_corrected_file_keeps_choices_and_answers_but_no_corrected_cells(world: World) -> None:
    by, waiting = world.users["commune_officer"], decided(world, sent(world), village=world.xuan_lang)
    answer(by=by, roster_import=waiting, cells={address("Thôn", 2, 1): "Ai"}, missing={"*": {"end": "moved"}}, wake=False)

    waiting.refresh_from_db()
    RosterImport.objects.filter(pk=waiting.pk).update(state=RosterImport.State.PLANNED)
    content = workbook(TITLES, BINH, ["", "Trần Thị Hòa", 1970, "Nữ", "Vợ", ""], sheet="Thôn")
    assert send_corrected(by=by, roster_import=waiting, file_name="lan-2.xlsx", content=content, wake=False)
    read_import(waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.file_name, waiting.village, "cells" in waiting.choices) == ("lan-2.xlsx", world.xuan_lang, False)
    assert (waiting.counts["residents"]["unchanged"], waiting.counts["leaving"]) == (2, 2)
    assert RosterFile.objects.get().content == content


@pytest.mark.parametrize("action", ["answer", "send"])
def test_after_the_decision_it_is_too_late(world: World, action: str) -> None:
    by, waiting = world.users["commune_officer"], decided(world, sent(world), village=world.xuan_lang)
    confirmed(world, waiting)

    if action == "answer":
        assert not answer(by=by, roster_import=waiting, same={"a=b": "same"}, wake=False)
    else:
        assert not send_corrected(by=by, roster_import=waiting, file_name="x.xlsx", content=workbook(TITLES), wake=False)
