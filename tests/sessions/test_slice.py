import gzip
import json
import random
from datetime import date, timedelta

import brotli
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communes.enums import PovertyClass, Relation, Sex
from communes.models import Household, PovertyStatus, Residence, Resident
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.enums import Mode, Result, Setting, Source
from sessions.models import Outcome, Skill
from teams.enums import MemberRole
from tests.factories import FollowUpFactory, MembershipFactory, OutcomeFactory, TeamFactory, VisitFactory
from tests.world import World

SLICE = "/sync/v1/slice"
QUERIES = 11
"""Nine of the list, one of whose villages they are; the others are of the session, the user and the user's roles."""


@pytest.fixture
def member(client: Client, world: World) -> Client:
    client.force_login(world.users["team_member"])
    return client


def _villages(client: Client, query: str = "") -> dict[str, dict[str, object]]:
    return {village["code"]: village for village in client.get(SLICE + query).json()["villages"]}


def _households(client: Client, query: str = "") -> dict[str, dict[str, object]]:
    return {home["id"]: home for village in _villages(client, query).values() for home in village["households"]}


def test_a_member_takes_along_the_villages_of_the_team_and_no_other(member: Client, world: World) -> None:
    said = member.get(SLICE).json()

    assert [(village["code"], village["name"], village["url"]) for village in said["villages"]] == [
        ("24364001", "thôn Xuân Lạng 2", "/vn/66/24364/001/")
    ]
    assert said["others"] == []
    assert set(_households(member)) == {str(world.home_of("Bình").pk), str(world.home_of("H'Bŭt").pk)}
    assert (said["schema"], said["user"]) == (2, world.users["team_member"].pk)
    assert (said["day"], said["drop_after"]) == (today().isoformat(), (today() + timedelta(days=14)).isoformat())


def test_a_household_is_told_with_what_a_visit_needs(member: Client, world: World) -> None:
    home, person = world.home_of("H'Bŭt"), world.people["H'Bŭt"]
    home.language, home.best_time = "rad", "sau 19 giờ"
    home.save()
    lately = today() - timedelta(days=3)
    wrong = VisitFactory(household=home, visited_on=lately, result=Result.REFUSED)
    visit = VisitFactory(household=home, visited_on=lately, replaces=wrong)
    FollowUpFactory(household=home, visit=visit, due_on=today() + timedelta(days=4))
    FollowUpFactory(household=home, visit=visit, due_on=lately, closed_on=lately)
    OutcomeFactory(resident=person, skill=Skill.objects.get(code="device_use"), level=1, observed_on=date(2026, 9, 1))
    OutcomeFactory(resident=person, skill=Skill.objects.get(code="device_use"), level=2, observed_on=date(2026, 10, 1))
    OutcomeFactory(resident=None, household=home, skill=Skill.objects.filter(subject="household").first(), level=1)

    told = _households(member)[str(home.pk)]

    assert told == {
        "id": str(home.pk),
        "number": "2",
        "best_time": "sau 19 giờ",
        "language": "rad",
        "poor": True,
        "visits": 1,
        "last": {"on": lately.isoformat(), "result": "met"},
        "due": [{"on": (today() + timedelta(days=4)).isoformat(), "reason": "continue"}],
        "facts": {Skill.objects.filter(subject="household").first().code: 1},
        "people": [
            {
                "id": str(person.pk),
                "name": "H'Bŭt Êban",
                "born": 1955,
                "sex": "female",
                "head": True,
                "minority": True,
                "levels": {"device_use": [2, "2026-10-01"]},
            }
        ],
    }


def test_whom_a_household_understands_is_told_of_each_colleague_once(member: Client, world: World) -> None:
    world.users["team_leader"].speaks = ["rad", "vie"]
    world.users["team_leader"].save()
    again = TeamFactory(commune=world.phu_xuan, name="Tổ thanh niên", villages=[world.xuan_lang])
    MembershipFactory(user=world.users["team_leader"], team=again, role=MemberRole.MEMBER)
    MembershipFactory(user=world.users["neighbour_member"], team=again, ended_on=today())

    team = _villages(member)["24364001"]["team"]

    assert team == [
        {"user": world.users["team_leader"].pk, "name": "Tổ viên team leader", "speaks": ["rad", "vie"]},
        {"user": world.users["team_member"].pk, "name": "Tổ viên team member"},
    ]


def test_the_form_starts_as_the_last_visit_went(member: Client, world: World) -> None:
    world.users["team_member"].speaks = ["rad"]
    world.users["team_member"].save()
    visit = VisitFactory(
        household=world.home_of("Bình"), recorded_by=world.users["team_member"], setting=Setting.FIELD, language="rad"
    )
    OutcomeFactory(resident=world.people["Bình"], visit=visit, mode=Mode.ASSISTED)

    said = member.get(SLICE).json()

    assert said["defaults"] == {"setting": "field", "language": "rad", "mode": "assisted"}
    assert said["speaks"] == ["rad"]


def test_an_officer_has_no_village_of_a_team_and_chooses_among_the_communes(client: Client, world: World) -> None:
    client.force_login(world.users["commune_officer"])

    said = client.get(SLICE).json()

    assert said["villages"] == []
    assert {village["code"] for village in said["others"]} == {"24364001", "24364002"}
    assert set(_villages(client, "?village=24364002")) == {"24364002"}


def test_whoever_takes_another_village_along_keeps_those_of_the_team(client: Client, world: World) -> None:
    MembershipFactory(user=world.users["commune_officer"], team=world.team)
    client.force_login(world.users["commune_officer"])

    assert set(_villages(client)) == {"24364001"}
    assert set(_villages(client, "?village=24364002")) == {"24364001", "24364002"}


def test_whoever_left_and_households_where_nobody_lives_are_not_taken_along(member: Client, world: World) -> None:
    Residence.objects.filter(household=world.home_of("H'Bŭt")).update(ended_on=today(), end_reason="moved")
    Residence.objects.filter(resident=world.people["Minh"]).update(ended_on=today(), end_reason="moved")

    homes = _households(member)

    assert [person["name"] for person in homes[str(world.home_of("Bình").pk)]["people"]] == ["Nguyễn Văn Bình", "Trần Thị Hòa"]
    assert str(world.home_of("H'Bŭt").pk) not in homes


def test_no_number_no_telephone_and_no_note_leaves_the_portal(member: Client, world: World) -> None:
    Resident.objects.filter(pk=world.people["Bình"].pk).update(id_last4="7319", id_hash="f" * 64, other_phones="+84987654321")
    VisitFactory(household=world.home_of("Bình"), note="Ghi chú riêng của nhà này")

    text = member.get(SLICE).content.decode()

    assert "Nguyễn Văn Bình" in text
    assert [secret for secret in ("7319", "ffff", "84912345601", "84987654321", "Ghi chú riêng") if secret in text] == []


@pytest.mark.parametrize("village", ["24364002", "24169001", "16831001", "99999999", "x", ""])
def test_a_village_out_of_ones_scope_does_not_exist(member: Client, village: str) -> None:
    answer = member.get(SLICE, {"village": village})

    assert (answer.status_code, answer.json()) == (404, {"error": "not_found"})


def test_of_several_villages_only_those_in_ones_scope_are_told(member: Client) -> None:
    assert set(_villages(member, "?village=24364001&village=24364002&village=24169001")) == {"24364001"}


def test_a_request_for_too_many_villages_is_answered_with_how_many_there_may_be(member: Client) -> None:
    answer = member.get(SLICE, {"village": [f"24364{serial:03d}" for serial in range(1, 14)]})

    assert (answer.status_code, answer.json()) == (400, {"error": "too_many", "most": 12})


@pytest.mark.parametrize("who", ["commune_leader", "province_analyst", "province_admin", "system_admin"])
def test_whoever_logs_no_visits_has_no_list(client: Client, world: World, who: str) -> None:
    client.force_login(world.users[who])

    assert client.get(SLICE).status_code == 404


def test_the_stranger_takes_along_nobody_of_the_next_commune(client: Client, world: World) -> None:
    client.force_login(world.users["stranger_member"])

    text = client.get(SLICE).content.decode()

    assert "Võ Đình Lạ" in text
    assert [name for name in ("Nguyễn Văn Bình", "Êban", "Phạm Minh Tâm", "24364") if name in text] == []


def test_without_signing_in_the_answer_is_401_in_json(client: Client, world: World) -> None:
    answer = client.get(SLICE)

    assert (answer.status_code, answer.json()) == (401, {"error": "signed_out"})


def test_a_phone_that_has_this_very_list_hears_so_in_a_few_bytes(member: Client, world: World) -> None:
    first = member.get(SLICE)
    same = member.get(SLICE, headers={"if-none-match": first["ETag"]})
    VisitFactory(household=world.home_of("Bình"))
    changed = member.get(SLICE, headers={"if-none-match": first["ETag"]})

    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    assert changed.status_code == 200


def test_a_browser_without_brotli_gets_gzip_and_one_without_either_plain_json(member: Client) -> None:
    plain = member.get(SLICE)
    small = member.get(SLICE, headers={"accept-encoding": "gzip, deflate, br;q=0"})
    smaller = member.get(SLICE, headers={"accept-encoding": "gzip, deflate, br"})

    assert (small["Content-Encoding"], smaller["Content-Encoding"]) == ("gzip", "br")
    told = [plain.content, gzip.decompress(small.content), brotli.decompress(smaller.content)]
    assert {json.dumps(json.loads(one)["villages"]) for one in told} == {json.dumps(plain.json()["villages"])}


SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Y", "H'", "Đặng", "Bùi", "Vũ")
GIVEN = ("Văn An", "Thị Bích", "Đức Cường", "Ngọc Dung", "Quang Hải", "Thị Lan", "Minh", "Bhôk Niê", "Wê Êban", "Hữu Phước")


def _many(world: World, homes: int, people: int, skills: int) -> None:
    """A village of so many households of so many people, with as many outcomes each, as different as life is."""
    dice, lately = random.Random(7), date(2026, 10, 1)
    codes = list(Skill.objects.of_persons()[:skills])
    residents = _living_in(_homes(world, homes, dice), people, dice)
    Outcome.objects.bulk_create(
        Outcome(
            id=new_id(),
            resident=resident,
            skill=skill,
            level=dice.randrange(skill.top + 1),
            observed_on=lately + timedelta(days=dice.randrange(50)),
            source=Source.ROSTER,
            recorded_by=world.users["team_member"],
        )
        for resident in residents
        for skill in codes
    )


def _homes(world: World, number: int, dice: random.Random) -> list[Household]:
    """So many in one village, each with its class of poverty."""
    made = [
        Household(
            village=world.xuan_lang,
            number=str(n + 10),
            address=f"Hẻm {dice.randrange(90)} đường {dice.randrange(30)}",
            language="rad",
        )
        for n in range(number)
    ]
    for home in made:
        home.derive_keys()
    Household.objects.bulk_create(made)
    classes = [PovertyStatus(household=home, year=2025, poverty_class=dice.choice(PovertyClass.values)) for home in made]
    PovertyStatus.objects.bulk_create(classes)
    return made


def _living_in(homes: list[Household], people: int, dice: random.Random) -> list[Resident]:
    """So many in each, the first its head."""
    residents = [
        Resident(
            full_name=f"{dice.choice(SURNAMES)} {dice.choice(GIVEN)} {dice.choice(GIVEN)}",
            sex=dice.choice(Sex.values),
            birth_year=dice.randrange(1935, 2020),
        )
        for _person in range(people * len(homes))
    ]
    for resident in residents:
        resident.derive_keys()
    Resident.objects.bulk_create(residents)
    Residence.objects.bulk_create(
        Residence(
            resident=resident,
            household=homes[index // people],
            village=homes[index // people].village,
            relation=Relation.OTHER if index % people else Relation.HEAD,
            started_on=date(2025, 7, 1),
        )
        for index, resident in enumerate(residents)
    )
    return residents


def test_a_list_of_any_size_takes_the_same_queries(member: Client, world: World) -> None:
    numbers = []
    for more in (0, 6):
        _many(world, more, 4, 3)
        with CaptureQueriesContext(connection) as queries:
            member.get(SLICE)
        numbers.append(len(queries))

    assert numbers == [QUERIES, QUERIES]


def test_three_hundred_households_fit_in_a_hundred_kilobytes(member: Client, world: World) -> None:
    _many(world, 300, 5, 8)

    answer = member.get(SLICE, headers={"accept-encoding": "br"})

    plain = brotli.decompress(answer.content)
    print(f"slice of 300 households: {len(answer.content) / 1000:.1f} kB in Brotli, {len(plain) / 1000:.0f} kB of JSON")
    homes = json.loads(plain)["villages"][0]["households"]
    assert (len(homes), sum(len(home["people"]) for home in homes)) == (302, 1504)
    assert len(answer.content) <= 100_000
