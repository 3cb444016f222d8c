"""Official places: loaded once, compared with a newer list, applied only when asked."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent
from communes import facts
from communes.actions import places
from communes.models import Commune, EthnicGroup, FormerCommune, Province
from literacy_portal.kit.vietnamese import search_key
from tests.factories import CommuneFactory, ProvinceFactory, VillageFactory

HEADINGS = "Tỉnh / Thành phố,Mã TP,Mã,Tên,Cấp\n"
DAY = date(2026, 5, 1)


def said(command: str, *args: str, **options: Any) -> list[str]:
    """What a command prints."""
    out = StringIO()
    call_command(command, *args, stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.fixture
def small(db: None) -> Commune:
    """Two provinces, three communes."""
    dak_lak, nghe_an = ProvinceFactory(), ProvinceFactory(code="40", name="Nghệ An")
    CommuneFactory(code="24169", name="Ea Kao", kind="phuong", province=dak_lak)
    CommuneFactory(code="16831", name="Mường Lống", province=nghe_an)
    return CommuneFactory(province=dak_lak)


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A list of Đắk Lắk only: Phú Xuân a ward under a new name, Ea Kao gone, Ea Hiao new."""
    file = tmp_path / "danh-muc.csv"
    file.write_text(
        f"{HEADINGS}Tỉnh Đắk Lắk,66,24364,Phường Phú Xuân Mới,Phường\nTỉnh Đắk Lắk,66,24175,Xã Ea Hiao,Xã\n", encoding="utf-8-sig"
    )
    return file


def test_the_first_load_writes_every_official_place_and_the_second_nothing(db: None) -> None:
    first = places.load_facts(by=None)
    second = places.load_facts(by=None)

    assert vars(first) == {"provinces": 34, "communes": 3321, "former_communes": 10461, "ethnic_groups": 54}
    assert second.total() == 0
    assert AuditEvent.objects.filter(verb="places.load").count() == 1
    phu_xuan = Commune.objects.get(pk="24364")
    assert (phu_xuan.name, phu_xuan.kind, phu_xuan.province_id, phu_xuan.search_key) == ("Phú Xuân", "xa", "66", "phu xuan")
    assert Commune.objects.get(pk="00004").name == "Ba Đình"
    assert set(FormerCommune.objects.filter(commune="24364").values_list("name", flat=True)) == {
        "Xã Ea Puk", "Xã Ea Dăh", "Xã Phú Xuân",
    }  # fmt: skip


def test_loading_leaves_alone_what_an_administrator_changed(db: None) -> None:
    places.load_facts(by=None)
    Commune.objects.filter(pk="24364").update(name="Phú Xuân Mới", closed_on=DAY)

    places.load_facts(by=None)

    assert Commune.objects.values_list("name", "closed_on").get(pk="24364") == ("Phú Xuân Mới", DAY)
    assert said("compare_places")[-1] == "1 renamed, 1 reopened"


def test_each_spelling_names_one_ethnic_group_and_both_codes_are_kept(db: None) -> None:
    places.load_facts(by=None)
    spellings: dict[str, str] = {}
    for group in EthnicGroup.objects.all():
        for spelling in [group.name, *group.aliases]:
            assert spellings.setdefault(search_key(spelling).replace("-", " "), group.slug) == group.slug

    ede = EthnicGroup.objects.get(pk="ede")
    assert (ede.code_1979, ede.code_census) == ("12", "11")
    for spelling, slug in {
        "Ê-đê": "ede",
        "Êđê": "ede",
        "Rhade": "ede",
        "H'Mông": "hmong",
        "Hmông": "hmong",
        "Jrai": "gia_rai",
    }.items():
        assert spellings[search_key(spelling).replace("-", " ")] == slug
    assert len({row["code_1979"] for row in facts.ethnic_groups()}) == 54


def test_a_newer_list_is_shown_before_it_is_applied(small: Commune, newer: Path) -> None:
    assert said("load_places", file=newer, day=DAY) == [
        "+ new: 24175 xa Ea Hiao, province 66",
        "~ renamed: 24364 xa Phú Xuân, province 66 → 24364 phuong Phú Xuân Mới, province 66",
        "~ retyped: 24364 xa Phú Xuân, province 66 → 24364 phuong Phú Xuân Mới, province 66",
        "- gone: 24169 phuong Ea Kao, province 66",
        "1 new, 1 renamed, 1 retyped, 1 gone",
        "Nothing was written. Add --apply to write it.",
    ]
    assert Commune.objects.get(pk="24364").name == "Phú Xuân"
    assert AuditEvent.objects.count() == 0


def test_an_applied_list_is_written_once_and_closes_nothing_in_provinces_it_is_silent_about(small: Commune, newer: Path) -> None:
    said("load_places", file=newer, day=DAY, apply=True)

    assert Commune.objects.values_list("name", "kind", "search_key").get(pk="24364") == ("Phú Xuân Mới", "phuong", "phu xuan moi")
    assert Commune.objects.get(pk="24169").closed_on == DAY
    assert Commune.objects.get(pk="24175").opened_on == DAY
    assert Commune.objects.get(pk="16831").closed_on is None
    assert said("load_places", file=newer, day=DAY, apply=True) == ["No difference."]
    assert AuditEvent.objects.get(verb="places.apply").facts["renamed"] == 1


def test_a_closed_commune_that_is_listed_again_opens_and_one_that_moved_changes_province(small: Commune, tmp_path: Path) -> None:
    village = VillageFactory(commune=small)
    Commune.objects.filter(pk="24169").update(closed_on=DAY)
    file = tmp_path / "list.csv"
    file.write_text("code,name,kind,province_code\n24169,Ea Kao,phuong,66\n24364,Phú Xuân,xa,40\n16831,Mường Lống,xa,40\n")

    told: list[Any] = []
    places.roster_changed.connect(receiver := lambda **news: told.append((news["villages"], news["since"])))
    found = said("load_places", file=file, day=DAY, apply=True)
    places.roster_changed.disconnect(receiver)

    assert found[-2:] == ["1 moved, 1 reopened", "Written."]
    assert Commune.objects.get(pk="24169").closed_on is None
    assert Commune.objects.get(pk="24364").province_id == "40"
    assert told == [([village.pk], DAY)]


def test_another_spelling_of_the_same_name_is_not_called_a_new_name(db: None, tmp_path: Path) -> None:
    CommuneFactory(code="24472", name="Hòa Sơn", province=ProvinceFactory())
    file = tmp_path / "list.csv"
    file.write_text("code,name,kind,province_code\n24472,Hoà Sơn,xa,66\n")

    assert said("load_places", file=file)[-2] == "1 respelled"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "No headings found"),
        (HEADINGS, "no commune below the headings"),
        (f"{HEADINGS}Tỉnh Đắk Lắk,66,2436X,Xã Phú Xuân,Xã\n", "Row 2: “2436X” is not a code of 5 digits."),
        (f"{HEADINGS}Tỉnh Đắk Lắk,66,24364,Phú Xuân,\n", "Row 2: it is not clear of what kind"),
        (f"{HEADINGS}Tỉnh Đắk Lắk,66,4,Xã A,Xã\nTỉnh Đắk Lắk,66,00004,Xã A,Xã\n", "Row 3: the code 00004 is there twice."),
    ],
)
def test_a_list_that_cannot_be_used_says_where_and_writes_nothing(
    small: Commune, tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(CommandError, match=message.split("“", maxsplit=1)[0]):
        said("load_places", file=file, apply=True)
    assert Province.objects.count() == 2


def test_a_file_that_is_no_workbook_is_refused_plainly(small: Commune, tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(b"not a zip at all")

    with pytest.raises(CommandError, match="not an Excel workbook"):
        said("load_places", file=file)
