"""Gatherings and proposals that phones deliver."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.models import Attendance, Gathering, Held, Outcome, Proposal
from tests.sessions.phones import attends, gathering, proposal, verdicts, visit
from tests.world import World


@pytest.fixture
def member(world: World) -> User:
    return world.users["team_member"]


@pytest.fixture
def phone(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def test_a_desk_of_walk_ins_is_recorded_once(phone: Client, member: User, world: World) -> None:
    unknown = {
        "id": str(new_id()), "resident": None, "sex": "female", "age_group": "60_plus", "minority": True,
        "topics": ["cashless_payment"],
    }  # fmt: skip
    told = gathering(attends(world.people["Bình"], cashless_payment=2), unknown, minutes=40)

    assert verdicts(phone, member, told, told) == ["accepted", "duplicate"]

    kept = Gathering.objects.get()
    assert (str(kept.pk), kept.kind, kept.village, kept.minutes, kept.channel) == (
        told["id"], "walk_in", world.xuan_lang, 40, "phone",
    )  # fmt: skip
    assert set(Attendance.objects.values_list("resident", "sex", "age_group", "is_minority")) == {
        (world.people["Bình"].pk, "", "", None), (None, "female", "60_plus", True),
    }  # fmt: skip
    assert Outcome.objects.get().gathering == kept


def test_a_gathering_that_cannot_be_placed_is_held(phone: Client, member: User, world: World) -> None:
    told = gathering(attends(world.people["Bình"]))
    items = [
        told,
        told | {"minutes": 5},
        gathering(attends(world.people["Lạ"])),
        gathering(village="24169001"),
        gathering(day=today() + timedelta(days=2)),
        gathering(village="24364999"),
    ]

    for first in ("accepted", "duplicate"):
        assert verdicts(phone, member, *items) == [
            first, "held other_content", "held unknown_person", "held out_of_scope", "held in_the_future", "refused village",
        ]  # fmt: skip
    assert (Gathering.objects.count(), Held.objects.count()) == (1, 4)


def test_a_proposal_is_kept_as_it_was_said_for_the_officer(phone: Client, member: User, world: World) -> None:
    visited = visit(world.home_of("Bình"))
    told = proposal(
        "new_person",
        world.home_of("Bình"),
        visit=visited["id"],
        said={"full_name": " Nguyễn  Thị Mới ", "sex": "female", "birth_year": 1960, "relation": "spouse"},
        observations=[{"skill": "device_use", "level": 1, "mode": "own_phone"}],
    )

    assert verdicts(phone, member, told, told, visited) == ["accepted", "duplicate", "accepted"]
    kept = Proposal.objects.get()
    assert (str(kept.pk), kept.kind, str(kept.visit), kept.proposed_by) == (told["id"], "new_person", visited["id"], member)
    assert kept.said == {
        "full_name": "Nguyễn Thị Mới", "sex": "female", "birth_year": 1960, "birth_date": None, "relation": "spouse",
    }  # fmt: skip
    assert kept.observations == [{"skill": "device_use", "level": 1, "mode": "own_phone"}]


def test_every_kind_of_proposal_is_understood(phone: Client, member: User, world: World) -> None:
    home, person = world.home_of("Bình"), str(world.people["Bình"].pk)
    people = [{"resident": str(new_id()), "full_name": "Y Blô", "sex": "male", "birth_year": 1980, "relation": "head"}]
    household = {"number": "77", "address": "", "language": "rad", "people": people}

    assert (
        verdicts(
            phone,
            member,
            proposal("birth", home, said={"full_name": "Bé", "sex": "", "birth_date": "2026-11-01", "relation": "child"}),
            proposal("new_household", new_id(), resident=None, said=household),
            proposal("moved_away", home, resident=person),
            proposal("died", None, resident=person),
        )
        == ["accepted"] * 4
    )


@pytest.mark.parametrize(
    "case",
    [
        ("new_person", {"said": {"sex": "male"}}, "said.full_name"),
        ("new_person", {"said": {"full_name": "A", "birth_year": 1960, "birth_date": "1961-01-01"}}, "said.birth_year"),
        ("new_person", {"said": {"full_name": "A", "card": "066"}}, "said.card"),
        ("new_person", {"said": {"full_name": "A"}, "household": None}, "household"),
        ("birth", {"said": {"full_name": "A"}}, "said.birth_date"),
        ("new_household", {"said": {"number": "7"}}, "said.people"),
        ("died", {"resident": None}, "resident"),
        ("died", {"observations": [{"skill": "device_use", "level": 1}]}, "observations"),
        ("married", {}, "proposal"),
        ("died", {"village": "24364999"}, "village"),
    ],
)
def test_a_proposal_that_is_not_understood_is_refused_at_its_field(
    phone: Client, member: User, world: World, case: tuple[str, dict[str, Any], str]
) -> None:
    kind, change, field = case

    assert verdicts(phone, member, proposal(kind, world.home_of("Bình")) | change) == [f"refused {field}"]
    assert not Proposal.objects.exists()


def test_a_proposal_for_villages_of_others_and_a_second_one_under_its_key_wait(phone: Client, member: User, world: World) -> None:
    told = proposal("died", world.home_of("Bình"), resident=str(world.people["Bình"].pk))

    assert verdicts(phone, member, told, told | {"note": "khác"}, told | {"id": str(new_id()), "village": "24169001"}) == [
        "accepted", "held other_content", "held out_of_scope",
    ]  # fmt: skip
    assert (Proposal.objects.count(), Held.objects.count()) == (1, 2)
