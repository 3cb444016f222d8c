from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEvent
from literacy_portal.kit.ids import new_id
from sessions.models import Device
from tests.factories import MembershipFactory, UserFactory
from tests.world import World

MINE = "/account/phones/"


@pytest.fixture
def device(world: World) -> Device:
    return _device(world, "team_member", label="Chrome · Android", unsent=12, oldest_unsent_at=timezone.now() - timedelta(days=2))


def _device(world: World, who: str, **about: object) -> Device:
    return Device.objects.create(pk=new_id(), user=world.users[who], heard_at=timezone.now(), **about)


def _phones(world: World) -> str:
    return f"/vn/66/24364/teams/{world.team.pk}/phones/"


def _page(client: Client, world: World, who: str, url: str) -> str:
    client.force_login(world.users[who])
    return client.get(url, headers={"accept-language": "en"}).content.decode()


def test_ones_own_phones_are_told_with_what_they_hold(client: Client, world: World, device: Device) -> None:
    _device(world, "team_leader", label="Firefox của tổ trưởng")

    page = _page(client, world, "team_member", MINE)

    assert "Chrome · Android" in page
    assert "12 visits not sent" in page
    assert "Firefox của tổ trưởng" not in page


def test_a_lost_phone_is_ended_with_one_button_and_stays_in_the_list(client: Client, world: World, device: Device) -> None:
    client.force_login(world.users["team_member"])

    page = client.post(f"{MINE}{device.pk}/end/", follow=True, headers={"accept-language": "en"}).content.decode()

    device.refresh_from_db()
    assert device.ended_at
    assert device.ended_by == world.users["team_member"]
    assert "The phone is ended" in page
    assert "End this phone" not in page
    assert AuditEvent.objects.filter(verb="device.end", actor=world.users["team_member"]).count() == 1


@pytest.mark.parametrize("who", ["team_leader", "commune_officer", "stranger_member"])
def test_anothers_phone_is_none_of_ones_own(client: Client, world: World, device: Device, who: str) -> None:
    client.force_login(world.users[who])

    assert client.post(f"{MINE}{device.pk}/end/").status_code == 404
    assert not Device.objects.filter(ended_at__isnull=False).exists()


@pytest.mark.parametrize("who", ["commune_officer", "team_leader"])
def test_the_officer_and_the_teams_leader_end_a_members_phone(client: Client, world: World, device: Device, who: str) -> None:
    page = _page(client, world, who, _phones(world))
    answer = client.post(f"{_phones(world)}{device.pk}/end/")

    assert "Tổ viên team member" in page
    assert "Chrome · Android" in page
    assert "End this phone" in page
    assert answer.status_code == 302
    assert Device.objects.get(pk=device.pk).ended_by == world.users[who]


def test_the_commune_leader_reads_and_ends_nothing(client: Client, world: World, device: Device) -> None:
    page = _page(client, world, "commune_leader", _phones(world))

    assert "Chrome · Android" in page
    assert "End this phone" not in page
    assert client.post(f"{_phones(world)}{device.pk}/end/").status_code == 404


@pytest.mark.parametrize(
    "who", ["stranger_officer", "stranger_leader", "stranger_member", "team_member", "neighbour_member", "province_admin"]
)
def test_for_everyone_else_the_phones_of_a_team_do_not_exist(client: Client, world: World, device: Device, who: str) -> None:
    client.force_login(world.users[who])

    answers = [client.get(_phones(world)), client.post(f"{_phones(world)}{device.pk}/end/")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not Device.objects.filter(ended_at__isnull=False).exists()


def test_through_a_team_only_its_members_phones_are_ended(client: Client, world: World) -> None:
    foreign = _device(world, "stranger_member")
    client.force_login(world.users["commune_officer"])

    assert client.post(f"{_phones(world)}{foreign.pk}/end/").status_code == 404


def test_the_page_of_a_large_team_takes_as_many_queries_as_that_of_a_small_one(
    client: Client, world: World, device: Device, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(world.users["commune_officer"])
    client.get(_phones(world))

    for _more in range(2):
        with django_assert_num_queries(7):
            client.get(_phones(world))
        for _member in range(3):
            user = UserFactory()
            MembershipFactory(user=user, team=world.team)
            Device.objects.create(pk=new_id(), user=user, heard_at=timezone.now())
