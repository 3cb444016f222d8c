"""Teams of a commune, as far as the reader's places go."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEvent
from teams.models import Team
from tests.factories import MembershipFactory, TeamFactory, UserFactory, VillageFactory
from tests.world import World

PHU_XUAN = "/vn/66/24364/teams/"
EA_KAO = "/vn/66/24169/teams/"


def opened(client: Client, world: World, who: str, url: str) -> str:
    client.force_login(world.users[who])
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_officer_sees_every_team_of_the_commune_and_none_of_the_next(client: Client, world: World) -> None:
    page = opened(client, world, "commune_officer", PHU_XUAN)

    assert "Tổ Xuân Lạng 2" in page
    assert "Tổ Xuân Mỹ" in page
    assert "Tổ Một" not in page


def test_a_member_sees_the_teams_of_the_own_village_only(client: Client, world: World) -> None:
    page = opened(client, world, "team_member", PHU_XUAN)

    assert "Tổ Xuân Lạng 2" in page
    assert "Tổ Xuân Mỹ" not in page


def test_a_team_page_names_its_members_the_leader_first(client: Client, world: World) -> None:
    page = opened(client, world, "team_member", f"{PHU_XUAN}{world.team.pk}/")

    assert page.index("Tổ viên team leader") < page.index("Tổ viên team member", page.index("</h1>"))
    assert "Tổ viên neighbour member" not in page


@pytest.mark.parametrize("who", ["stranger_officer", "stranger_member", "province_analyst", "neighbour_member"])
def test_another_commune_or_village_or_an_analyst_finds_nothing_there(client: Client, world: World, who: str) -> None:
    client.force_login(world.users[who])

    assert client.get(f"{PHU_XUAN}{world.team.pk}/").status_code == 404


def test_a_team_under_another_commune_or_province_is_no_page(client: Client, world: World) -> None:
    client.force_login(world.users["system_admin"])

    answers = [client.get(url).status_code for url in (f"{EA_KAO}{world.team.pk}/", "/vn/40/24364/teams/", "/vn/66/99999/teams/")]

    assert answers == [404, 404, 404]


def test_a_team_outside_four_to_fifteen_is_marked_and_not_refused(client: Client, world: World) -> None:
    usual = TeamFactory(commune=world.phu_xuan, name="Tổ đủ người", villages=[world.xuan_my])
    MembershipFactory.create_batch(4, team=usual)

    small = opened(client, world, "commune_officer", f"{PHU_XUAN}{world.team.pk}/")
    full = opened(client, world, "commune_officer", f"{PHU_XUAN}{usual.pk}/")

    assert 'class="callout warn"' in small
    assert 'class="callout warn"' not in full


@pytest.mark.parametrize("more", [0, 12])
def test_the_list_takes_the_same_queries_for_two_and_for_fourteen_teams(
    client: Client, world: World, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(more):
        MembershipFactory.create_batch(2, team=TeamFactory(commune=world.phu_xuan, villages=[world.xuan_my, world.xuan_lang]))
    client.force_login(world.users["commune_officer"])
    client.get(PHU_XUAN)

    with django_assert_num_queries(6):
        client.get(PHU_XUAN)


def test_one_team_is_founded_for_each_village_without_one_and_only_once(client: Client, world: World) -> None:
    VillageFactory(commune=world.phu_xuan, serial="003", name="Phú Hòa")
    VillageFactory(commune=world.phu_xuan, serial="004", name="Phú Hòa")
    VillageFactory(commune=world.phu_xuan, serial="005", name="Cũ", closed_on=date(2025, 8, 1))
    client.force_login(world.users["province_admin"])

    client.post(f"{PHU_XUAN}found-missing/")
    client.post(f"{PHU_XUAN}found-missing/")

    founded = Team.objects.filter(commune=world.phu_xuan, name__startswith="Tổ công nghệ số").order_by("name")
    assert [(team.name, [v.code for v in team.villages.all()]) for team in founded] == [
        ("Tổ công nghệ số cộng đồng thôn Phú Hòa", ["24364003"]),
        ("Tổ công nghệ số cộng đồng thôn Phú Hòa (004)", ["24364004"]),
    ]
    assert AuditEvent.objects.filter(verb="team.found_missing", place="24364").count() == 1


@pytest.mark.parametrize("who", ["commune_officer", "team_leader", "province_analyst", "stranger_officer"])
def test_teams_are_founded_by_administrators_only(client: Client, world: World, who: str) -> None:
    VillageFactory(commune=world.phu_xuan, serial="003")
    client.force_login(world.users[who])

    response = client.post(f"{PHU_XUAN}found-missing/")

    assert response.status_code == 404
    assert not Team.objects.filter(name__startswith="Tổ công nghệ số").exists()


def test_ones_account_says_roles_and_places_in_words(client: Client, world: World) -> None:
    page = opened(client, world, "commune_officer", "/account/")

    assert "Phú Xuân" in page
    assert "Ea Kao" not in page


def test_someone_without_a_role_is_told_whom_to_ask(client: Client, world: World) -> None:
    client.force_login(UserFactory())

    assert client.get("/account/").status_code == 200
