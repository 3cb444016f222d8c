"""`manage.py import_roster`: figures, refusals, and the same result as the pages."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from communes.models import Commune, Residence, Resident, RosterImport
from tests.communes.roster_import.rosters import FOLDER, A, E
from tests.factories import VillageFactory
from tests.world import World


def run(*words: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("import_roster", *words, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_a_dry_run_prints_the_plan_and_writes_nothing(world: World) -> None:
    before = Resident.objects.count()

    plan = json.loads(run(str(FOLDER / A), "--place", "24364", "--dry-run", "--json"))

    assert plan["households"] == {"new": 1, "changed": 2, "moved": 0, "unchanged": 0, "missing": 0}
    assert plan["residents"] == {"new": 3, "changed": 2, "moved": 0, "unchanged": 1, "missing": 1}
    assert (plan["errors"], plan["errors_by_row"], plan["villages"]) == (0, [], ["24364001"])
    assert (Resident.objects.count(), RosterImport.objects.count()) == (before, 0)


def test_the_command_imports_in_the_name_of_nobody_who_can_sign_in(world: World) -> None:
    run(str(FOLDER / A), "--place", "24364001")

    assert RosterImport.objects.get().state == "applied"
    user = RosterImport.objects.get().uploaded_by
    assert (user.username, user.is_active, user.has_usable_password()) == ("command-line", False, False)
    assert "residents: 0 new, 0 changed, 0 moved, 6 unchanged, 1 missing" in run(str(FOLDER / A), "--place", "24364", "--dry-run")


def test_rows_in_error_are_refused_unless_they_stay_out(world: World, tmp_path: Path) -> None:
    roster = tmp_path / "ds.csv"
    roster.write_text("STT hộ;Họ và tên;Năm sinh\n7;Lê Văn Tốt;1980\n8;Lê Văn Sai;31/02/1980\n", encoding="utf-8")

    with pytest.raises(CommandError, match="rows are in error"):
        run(str(roster), "--place", "24364001")
    assert not Resident.objects.filter(full_name="Lê Văn Tốt").exists()
    run(str(roster), "--place", "24364001", "--leave-out-errors", "--by", "commune_officer")

    assert Resident.objects.filter(full_name="Lê Văn Tốt").exists()
    assert RosterImport.objects.get().uploaded_by == User.objects.get(username="commune_officer")


def test_a_roster_in_an_old_font_comes_in_once_it_is_said_how_to_read_it(world: World) -> None:
    VillageFactory(commune=Commune.objects.get(pk="16831"), serial="002", name="Ban Mường Lống")

    run(str(FOLDER / E), "--place", "16831002", "--decoding", "tcvn3")

    assert RosterImport.objects.get().choices["decoding"] == {"*": "tcvn3"}
    assert "residents: 0 new, 0 changed" in run(str(FOLDER / E), "--place", "16831002", "--decoding", "tcvn3", "--dry-run")
    assert Residence.objects.filter(village="16831002").exists()
    assert not Resident.objects.filter(full_name__regex="[µ¸¹®]").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((str(FOLDER / E), "--place", "24364"), "old font"),
        ((str(FOLDER / A), "--place", "99999"), "no commune or village"),
        ((str(FOLDER / "none.xlsx"), "--place", "24364"), "cannot read the file"),
        ((str(FOLDER / "expected.json"), "--place", "24364"), "No row of column titles"),
        ((str(FOLDER / A), "--place", "24364", "--by", "nobody"), "no user"),
    ],
)
def test_refusals_say_why_and_change_nothing(world: World, words: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        run(*words)

    assert not RosterImport.objects.exists()
