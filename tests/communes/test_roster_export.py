"""A roster leaves the portal in a file that the importer reads back without a change, and that no spreadsheet can run."""

from datetime import date
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from communes.actions.roster_export import export_roster
from communes.enums import PovertyClass, Relation, ResidenceStatus, Sex
from communes.models import Commune, EthnicGroup, Household, PovertyStatus, Residence, Resident, Village
from communes.roster_import.plan import counts_of
from communes.scope import Scope
from literacy_portal.kit.quoting import quoted, unquoted
from tests.communes.roster_import.rosters import proposed
from tests.factories import HouseholdFactory, PovertyStatusFactory, ResidenceFactory, ResidentFactory
from tests.world import World

OF_COMMUNE = Scope(communes=frozenset({"24364"}))


def exported(world: World, kind: str, village: Village | None = None) -> bytes:
    """The file, whole."""
    found = export_roster(by=world.users["commune_officer"], scope=OF_COMMUNE, commune=world.phu_xuan, village=village, kind=kind)
    if kind == "csv":
        return "".join(found).encode()  # type: ignore[arg-type]
    with found as file:  # type: ignore[union-attr]
        return file.read()


def unchanged(data: bytes, commune: Commune) -> dict[str, Any]:
    """What importing the file would do, without what is unchanged."""
    counts = counts_of(proposed(data, commune).plan)
    people, households = counts["residents"], counts["households"]
    return {
        **{f"people {verdict}": n for verdict, n in people.items() if n and verdict != "unchanged"},
        **{f"households {verdict}": n for verdict, n in households.items() if n and verdict != "unchanged"},
        **{name: counts[name] for name in ("errors", "facts") if counts[name]},
    }


NAMES = [
    "Nguyễn Văn Hoà",
    "Trần Thị Hòa",
    "H'Bŭt Êban",
    "Y Wăn Mlô",
    "Lê An",
    "=cmd|' /C calc'!A0",
    "+84 An",
    "-1+1 Ý",
    "@SUM Tí",
]
PHONES = ["", "+84912345601", "+842623852123"]
PERSON = st.fixed_dictionaries(
    {
        "full_name": st.sampled_from(NAMES),
        "sex": st.sampled_from([*Sex, ""]),
        "birth": st.sampled_from([None, 1950, 1988, date(1988, 2, 29), date(2012, 12, 1)]),
        "phone": st.sampled_from(PHONES),
        "others": st.booleans(),
        "relation": st.sampled_from([*Relation, ""]),
        "status": st.sampled_from(ResidenceStatus),
        "id_last4": st.sampled_from(["", "0012"]),
    }
)
HOUSEHOLD = st.fixed_dictionaries(
    {
        "number": st.sampled_from(["", "1", "2", "03", "12A", "=1+1"]),
        "address": st.sampled_from(["", "Cạnh nhà văn hóa", "Hẻm 3/4, sau chợ", "-đầu dốc", "Thôn 9, ngã ba"]),
        "livelihood": st.sampled_from(["", "Trồng cà phê", "@nghề"]),
        "has_internet": st.sampled_from([None, True, False]),
        "declared_members": st.sampled_from([None, 0, 7]),
        "poverty": st.sampled_from([None, *PovertyClass]),
        "people": st.lists(PERSON, min_size=1, max_size=4, unique_by=lambda about: (about["full_name"], about["birth"])),
        "village": st.sampled_from(["24364001", "24364002"]),
    }
)


def settle(about: dict[str, Any]) -> None:
    """A household of the roster as an import, a correction or a neighbour may have left it; its first member is the head."""
    household = HouseholdFactory(
        village_id=about["village"],
        **{name: about[name] for name in ("number", "address", "livelihood", "has_internet", "declared_members")},
    )
    if about["poverty"]:
        PovertyStatusFactory(household=household, poverty_class=about["poverty"])
    for position, person in enumerate(about["people"]):
        birth = person["birth"]
        resident = ResidentFactory(
            full_name=person["full_name"],
            sex=person["sex"],
            birth_date=birth if isinstance(birth, date) else None,
            birth_year=birth.year if isinstance(birth, date) else birth,
            phone=person["phone"],
            other_phones="+84912345602, +84912345603" if person["phone"] and person["others"] else "",
            id_last4=person["id_last4"],
            id_hash=f"{person['id_last4']:0>64}" if person["id_last4"] else "",
            ethnic_group=EthnicGroup.objects.get(pk="ede"),
        )
        relation = person["relation"] if position else Relation.HEAD
        ResidenceFactory(resident=resident, household=household, relation=relation, status=person["status"])


# Not shrunk: each step of that reads a workbook.
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(households=st.lists(HOUSEHOLD, max_size=6), kind=st.sampled_from(["xlsx", "csv"]))
def test_any_roster_goes_out_and_comes_back_without_a_change(world: World, households: list[dict[str, Any]], kind: str) -> None:
    Residence.objects.all().delete()
    PovertyStatus.objects.all().delete()
    Household.objects.all().delete()
    Resident.objects.all().delete()
    for about in households:
        settle(about)

    assert not households or unchanged(exported(world, kind), world.phu_xuan) == {}


@given(st.text(alphabet="'=+-@\t\r\0a1", max_size=6))
def test_what_is_quoted_reads_back_as_it_was_and_never_runs(text: str) -> None:
    assert unquoted(quoted(text)) == text
    assert not quoted(text).startswith(("=", "+", "-", "@", "\t", "\r", "\0"))
