"""Administrators see people only with a stated reason, in one commune, for eight hours."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent
from communes.models import Resident
from teams.models import PersonalAccess
from teams.roles import CHANGE_ROSTER, IMPORT_ROSTER, VIEW_PEOPLE
from teams.scoping import scope_of
from tests.world import World

PAGE = "/personal-access/"
REASON = "Xã nhờ sửa danh sách nhập sai"


def people(world: World, who: str) -> set[str]:
    scope = scope_of(world.users[who], VIEW_PEOPLE)
    return set(Resident.objects.within(scope).values_list("full_name", flat=True))


@pytest.mark.parametrize("who", ["province_admin", "system_admin"])
def test_without_a_reason_an_administrator_reaches_nobody(world: World, who: str) -> None:
    assert people(world, who) == set()


def test_with_a_reason_the_people_of_that_commune_and_no_other_are_open(client: Client, world: World) -> None:
    client.force_login(world.users["province_admin"])

    response = client.post(PAGE, {"q": "phu xuan", "commune": "24364", "reason": REASON})

    assert response.status_code == 302
    assert "Nguyễn Văn Bình" in people(world, "province_admin")
    assert "Võ Đình Lạ" not in people(world, "province_admin")
    assert scope_of(world.users["province_admin"], IMPORT_ROSTER).communes == {"24364"}
    assert not scope_of(world.users["province_admin"], CHANGE_ROSTER)
    event = AuditEvent.objects.get(verb="personal_access.open")
    assert (event.actor, event.place, event.facts) == (world.users["province_admin"], "24364", {})


def test_it_closes_by_itself_after_eight_hours(world: World) -> None:
    before = timezone.now() - timedelta(hours=8, seconds=1)
    PersonalAccess.objects.create(
        user=world.users["province_admin"],
        commune=world.phu_xuan,
        reason=REASON,
        opened_at=before,
        closes_at=before + timedelta(hours=8),
    )

    assert people(world, "province_admin") == set()


def test_it_can_be_closed_early_by_its_owner_only(client: Client, world: World) -> None:
    client.force_login(world.users["province_admin"])
    client.post(PAGE, {"q": "phu xuan", "commune": "24364", "reason": REASON})
    access = PersonalAccess.objects.get()
    other = Client()
    other.force_login(world.users["system_admin"])

    anothers = other.post(f"{PAGE}{access.pk}/close/").status_code
    open_still = bool(people(world, "province_admin"))
    client.post(f"{PAGE}{access.pk}/close/")

    assert (anothers, open_still) == (404, True)
    assert people(world, "province_admin") == set()


def test_a_commune_outside_the_own_province_cannot_be_opened(client: Client, world: World) -> None:
    client.force_login(world.users["province_admin"])

    response = client.post(PAGE, {"q": "muong long", "commune": "16831", "reason": REASON})

    assert response.status_code == 200
    assert not PersonalAccess.objects.exists()
    assert "Mường Lống" not in response.content.decode()


def test_communes_are_found_without_accents_and_a_missing_reason_loses_nothing(client: Client, world: World) -> None:
    client.force_login(world.users["province_admin"])

    found = client.get(PAGE, {"q": "phu xuan"}).content.decode()
    refused = client.post(PAGE, {"q": "phu xuan", "commune": "24364", "reason": "ngắn"}).content.decode()

    assert 'value="24364"' in found
    assert "ngắn" in refused
    assert 'value="24364"' in refused
    assert not PersonalAccess.objects.exists()


def test_every_page_says_that_personal_data_are_open(client: Client, world: World) -> None:
    client.force_login(world.users["province_admin"])
    closed = client.get("/account/").content.decode()
    client.post(PAGE, {"q": "phu xuan", "commune": "24364", "reason": REASON})

    client.get("/account/")
    opened = client.get("/account/").content.decode()

    assert "Phú Xuân" not in closed
    assert "Phú Xuân" in opened


def test_who_loses_the_office_loses_what_was_open(world: World) -> None:
    now = timezone.now()
    PersonalAccess.objects.create(
        user=world.users["province_admin"], commune=world.phu_xuan, reason=REASON, closes_at=now + timedelta(hours=1)
    )
    world.users["province_admin"].postings.update(ended_on=now.date() - timedelta(days=1))

    assert people(world, "province_admin") == set()


@pytest.mark.parametrize("who", ["commune_officer", "commune_leader", "province_analyst", "team_member"])
def test_nobody_else_has_the_page(client: Client, world: World, who: str) -> None:
    client.force_login(world.users[who])

    assert [client.get(PAGE).status_code, client.post(PAGE).status_code] == [404, 404]
