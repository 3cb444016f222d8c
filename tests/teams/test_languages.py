"""What members speak, so that a household is visited by somebody it understands."""

from django.test import Client

from accounts.models import AuditEvent
from tests.world import World


def test_a_member_says_what_languages_the_team_can_count_on(client: Client, world: World) -> None:
    client.force_login(world.users["team_member"])

    answer = client.post("/account/languages/", {"speaks": ["rad", "vie"]})

    assert answer.status_code == 302
    world.users["team_member"].refresh_from_db()
    assert world.users["team_member"].speaks == ["vie", "rad"]
    assert "Tiếng Việt, Ê Đê" in client.get("/account/").content.decode()
    assert "Tiếng Việt, Ê Đê" in client.get(f"/vn/66/24364/teams/{world.team.pk}/").content.decode()
    assert AuditEvent.objects.get(verb="account.languages_change").facts == {"languages": ["vie", "rad"]}


def test_ticking_nothing_forgets_them(client: Client, world: World) -> None:
    world.users["team_member"].speaks = ["rad"]
    world.users["team_member"].save()
    client.force_login(world.users["team_member"])

    assert client.get("/account/languages/").status_code == 200
    client.post("/account/languages/", {})

    world.users["team_member"].refresh_from_db()
    assert world.users["team_member"].speaks == []


def test_a_language_that_is_none_is_refused(client: Client, world: World) -> None:
    client.force_login(world.users["team_member"])

    answer = client.post("/account/languages/", {"speaks": ["klingon"]})

    assert answer.status_code == 200
    assert answer.context["form"].errors["speaks"]
    world.users["team_member"].refresh_from_db()
    assert world.users["team_member"].speaks == []


def test_an_administrator_notes_what_somebody_speaks(client: Client, world: World) -> None:
    member = world.users["team_member"]
    client.force_login(world.users["system_admin"])

    about = {"username": member.username, "full_name": member.full_name, "is_active": "on", "speaks": ["rad", "jra"]}
    client.post(f"/admin/accounts/user/{member.pk}/change/", about)

    member.refresh_from_db()
    assert member.speaks == ["rad", "jra"]
