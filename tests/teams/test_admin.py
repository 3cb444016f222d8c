"""The administration: nobody climbs, nobody reaches into another's places, nobody changes what the form does not show."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent, User
from teams.authority import authority_of
from teams.enums import Role
from teams.models import Membership, Posting, Team
from teams.scoping import Reach
from tests.factories import MembershipFactory, PostingFactory, TeamFactory, UserFactory
from tests.world import World

NEW_POSTING = {"province": "", "commune": "24364", "started_on": "2026-01-01", "ended_on": ""}


@pytest.fixture
def admin(world: World) -> Client:
    """The province's administrator, signed in."""
    client = Client()
    client.force_login(world.users["province_admin"])
    return client


def looks_after(world: World, who: str) -> set[str]:
    return set(authority_of(Reach(world.users[who])).users().values_list("username", flat=True))


@pytest.mark.parametrize(
    "who", ["team_member", "team_leader", "commune_officer", "commune_leader", "province_analyst", "stranger_officer"]
)
def test_only_administrators_open_the_site(client: Client, world: World, who: str) -> None:
    client.force_login(world.users[who])

    assert [client.get(url).status_code for url in ("/admin/", "/admin/login/", "/admin/accounts/user/")] == [404, 404, 404]


def test_a_posting_that_ended_closes_the_site_at_once(admin: Client, world: World) -> None:
    before = admin.get("/admin/").status_code
    world.users["province_admin"].postings.update(ended_on=date(2025, 12, 31))

    assert (before, admin.get("/admin/").status_code) == (200, 404)


def test_the_site_lists_our_models_and_none_of_the_libraries(admin: Client, world: World) -> None:
    admin.force_login(world.users["system_admin"])
    page = admin.get("/admin/").content.decode()

    assert "/admin/accounts/user/" in page
    assert "/admin/coaching/skill/" in page
    for theirs in ("/admin/auth/", "/admin/account/", "/admin/mfa/", "/admin/usersessions/", "/admin/socialaccount/"):
        assert theirs not in page
        assert admin.get(theirs).status_code == 404


def test_a_province_administrator_looks_after_lower_roles_of_the_province_only(world: World) -> None:
    assert looks_after(world, "province_admin") == {
        "commune_officer",
        "commune_leader",
        "stranger_officer",
        "stranger_leader",
        "province_analyst",
        "team_member",
        "team_leader",
        "neighbour_member",
        "stranger_member",
    }


def test_a_system_administrator_looks_after_everyone_but_himself(world: World) -> None:
    assert looks_after(world, "system_admin") == set(world.users) - {"system_admin"}


def test_others_look_after_nobody(world: World) -> None:
    assert looks_after(world, "commune_officer") == set()


def test_whoever_works_elsewhere_too_is_out_of_reach(world: World) -> None:
    PostingFactory(user=world.users["commune_officer"], role=Role.COMMUNE_OFFICER, commune=world.muong_long)

    assert "commune_officer" not in looks_after(world, "province_admin")


def test_whoever_left_for_another_province_is_out_of_reach(world: World) -> None:
    world.users["commune_officer"].postings.update(ended_on=date(2026, 1, 1))
    stays = "commune_officer" in looks_after(world, "province_admin")
    PostingFactory(user=world.users["commune_officer"], role=Role.COMMUNE_OFFICER, commune=world.muong_long)

    assert (stays, "commune_officer" in looks_after(world, "province_admin")) == (True, False)


def test_a_new_account_has_no_password_and_belongs_to_who_made_it(admin: Client, world: World) -> None:
    admin.post(
        "/admin/accounts/user/add/",
        {"username": "Moi.Ve", "full_name": "Phan Mới Về", "email": "", "phone": "0912 000 111", "is_active": "on"},
    )

    made = User.objects.get(username="moi.ve")
    assert (made.has_usable_password(), made.phone) == (False, "+84912000111")
    assert "moi.ve" in looks_after(world, "province_admin")
    neighbour = PostingFactory(user=UserFactory(username="nghe_an_admin"), role=Role.PROVINCE_ADMIN, province=world.nghe_an)
    assert not authority_of(Reach(neighbour.user)).users().filter(pk=made.pk).exists()
    assert AuditEvent.objects.get(verb="user.add").target_id == str(made.pk)


@pytest.mark.parametrize("who", ["system_admin", "province_admin", "distant_analyst"])
def test_accounts_above_beside_or_elsewhere_are_no_pages(admin: Client, world: World, who: str) -> None:
    pk = world.users[who].pk
    foreign = admin.get(f"/admin/accounts/user/{pk}/change/")
    absent = admin.get("/admin/accounts/user/999999/change/")

    changed = admin.post(f"/admin/accounts/user/{pk}/change/", {"username": "x", "full_name": "X", "is_active": ""})

    assert (foreign.status_code, absent.status_code, changed.status_code) == (404, 404, 404)
    assert User.objects.get(pk=pk).username == who


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.PROVINCE_ADMIN])
def test_a_province_administrator_gives_no_role_as_high_as_the_own(admin: Client, world: World, role: Role) -> None:
    place = {"province": "66", "commune": ""} if role == Role.PROVINCE_ADMIN else {"province": "", "commune": ""}

    response = admin.post(
        "/admin/teams/posting/add/", {**NEW_POSTING, **place, "user": world.users["commune_officer"].pk, "role": role}
    )

    assert response.status_code == 200
    assert Posting.objects.filter(role=role).count() == 1


def test_nobody_raises_himself(admin: Client, world: World) -> None:
    own = world.users["province_admin"]

    admin.post("/admin/teams/posting/add/", {**NEW_POSTING, "user": own.pk, "role": Role.COMMUNE_OFFICER})
    admin.post(
        "/admin/teams/membership/add/", {"user": own.pk, "team": world.team.pk, "role": "leader", "started_on": "2026-01-01"}
    )
    world_admin = Client()
    world_admin.force_login(world.users["system_admin"])
    posting = world.users["system_admin"].postings.get()
    changed = world_admin.post(
        f"/admin/teams/posting/{posting.pk}/change/",
        {**NEW_POSTING, "commune": "", "user": posting.user_id, "role": posting.role},
    )

    assert own.postings.count() == 1
    assert not own.memberships.exists()
    assert changed.status_code == 404


@pytest.mark.parametrize("commune", ["16831", "99999"])
def test_a_posting_to_another_province_is_refused_as_one_to_nowhere(admin: Client, world: World, commune: str) -> None:
    sent = {**NEW_POSTING, "commune": commune, "user": world.users["commune_officer"].pk, "role": Role.COMMUNE_OFFICER}

    response = admin.post("/admin/teams/posting/add/", sent)

    assert response.status_code == 200
    assert "Mường Lống" not in response.content.decode()
    assert not Posting.objects.filter(commune="16831").exists()


def test_a_posting_of_the_province_is_given_and_ended(admin: Client, world: World) -> None:
    user = world.users["team_member"]

    admin.post("/admin/teams/posting/add/", {**NEW_POSTING, "user": user.pk, "role": Role.COMMUNE_OFFICER})
    posting = user.postings.get()
    admin.post(
        f"/admin/teams/posting/{posting.pk}/change/",
        {**NEW_POSTING, "user": user.pk, "role": posting.role, "ended_on": "2026-02-01"},
    )

    assert user.postings.get().ended_on == date(2026, 2, 1)
    verbs = (
        AuditEvent.objects.filter(actor=world.users["province_admin"], verb__startswith="posting")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == ["posting.add", "posting.change"]


def test_extra_keys_change_nothing(admin: Client, world: World) -> None:
    user = world.users["commune_officer"]
    before = User.objects.filter(pk=user.pk).values().get()
    extra = {
        "is_staff": "on",
        "is_superuser": "on",
        "password": "x",
        "last_login_0": "2020-01-01",
        "groups": "1",
        "user_permissions": "1",
        "postings": "1",
        "id": "1",
        "date_joined": "2020-01-01",
    }

    admin.post(
        f"/admin/accounts/user/{user.pk}/change/",
        {"username": user.username, "full_name": user.full_name, "email": "", "phone": "", "is_active": "on", **extra},
    )

    assert User.objects.filter(pk=user.pk).values().get() == before
    assert AuditEvent.objects.filter(verb="user.change").count() == 1


def test_a_team_covers_villages_of_its_own_commune(admin: Client, world: World) -> None:
    sent = {
        "commune": "24364",
        "name": "Tổ lạc",
        "level": "village",
        "kind": "community",
        "villages": [world.stranger_village.pk],
    }

    response = admin.post("/admin/teams/team/add/", sent)

    assert response.status_code == 200
    assert not Team.objects.filter(name="Tổ lạc").exists()


def test_looking_up_a_user_finds_only_those_one_looks_after(admin: Client, world: World) -> None:
    url = "/admin/autocomplete/?app_label=teams&model_name=posting&field_name=user&term="

    found = [entry["id"] for entry in admin.get(url).json()["results"]]

    assert set(found) == {
        str(pk) for pk in User.objects.filter(username__in=looks_after(world, "province_admin")).values_list("pk", flat=True)
    }


def test_switching_an_account_off_ends_its_sessions(admin: Client, world: World) -> None:
    officer = Client()
    officer.post("/accounts/login/", {"login": "commune_officer", "password": "mot-mat-khau-dai"})
    user = world.users["commune_officer"]

    admin.post(
        f"/admin/accounts/user/{user.pk}/change/",
        {"username": user.username, "full_name": user.full_name, "email": "", "phone": ""},
    )

    assert officer.get("/account/").status_code == 302


def test_a_sign_in_link_is_made_for_one_person_one_looks_after(admin: Client, world: World) -> None:
    url, action = "/admin/accounts/user/", {"action": "make_sign_in_link"}

    own = admin.post(url, {**action, "_selected_action": [world.users["team_member"].pk]})
    above = admin.post(url, {**action, "_selected_action": [world.users["system_admin"].pk]})

    assert "/password/reset/key/" in own.content.decode()
    assert "/password/reset/key/" not in above.content.decode()
    link = next(part for part in own.content.decode().split("<code>")[1].split("</code>"))
    assert Client().get(link.replace("http://testserver", "")).status_code == 302


def imported(client: Client, model: str, text: str) -> str:
    """The page after a file was sent, and the one after its confirmation, if it asked for one."""
    file = SimpleUploadedFile("rows.csv", text.encode())
    shown = client.post(f"/admin/{model}/import/", {"import_file": file, "format": "1", "resource": "0"})
    confirm = shown.context.get("confirm_form") if shown.context else None
    if confirm is None:
        return shown.content.decode()
    return client.post(f"/admin/{model}/process_import/", confirm.initial, follow=True).content.decode()


def test_a_spreadsheet_gives_roles_within_the_importers_authority(admin: Client, world: World) -> None:
    imported(
        admin, "teams/posting", "user,role,province,commune,started_on,ended_on\nteam_member,commune_officer,,24364,2026-01-01,\n"
    )

    assert world.users["team_member"].postings.get().role == Role.COMMUNE_OFFICER


@pytest.mark.parametrize(
    "row",
    [
        "team_member,system_admin,,,2026-01-01,",
        "team_member,province_admin,66,,2026-01-01,",
        "province_admin,commune_officer,,24364,2026-01-01,",
        "distant_analyst,commune_officer,,24364,2026-01-01,",
        "team_member,commune_officer,,16831,2026-01-01,",
        "system_admin,system_admin,,,2025-07-01,2025-08-01",
    ],
)
def test_a_spreadsheet_gives_and_ends_nothing_beyond_it(admin: Client, world: World, row: str) -> None:
    before = list(Posting.objects.order_by("pk").values())

    imported(admin, "teams/posting", f"user,role,province,commune,started_on,ended_on\n{row}\n")

    assert list(Posting.objects.order_by("pk").values()) == before


def test_a_spreadsheet_of_accounts_sets_no_password_and_takes_over_nobody(admin: Client, world: World) -> None:
    columns = "username,full_name,email,phone,is_active,password,is_superuser"
    imported(admin, "accounts/user", f"{columns}\nmoi,Người Mới,,0912000222,1,argon2$x,1\n")
    imported(admin, "accounts/user", f"{columns}\nsystem_admin,Kẻ Chiếm,thief@example.vn,,1,,\n")

    made = User.objects.get(username="moi")
    assert (made.has_usable_password(), made.phone) == (False, "+84912000222")
    assert "moi" in looks_after(world, "province_admin")
    assert User.objects.get(username="system_admin").email == ""


def test_a_spreadsheet_of_members_names_only_own_people_and_teams(admin: Client, world: World) -> None:
    foreign = TeamFactory(commune=world.muong_long, villages=[world.distant_village])
    rows = [f"commune_officer,{world.team.pk}", f"commune_officer,{foreign.pk}", f"system_admin,{world.team.pk}"]
    for row in rows:
        imported(admin, "teams/membership", f"user,team,role,affiliation,started_on,ended_on\n{row},member,,2026-01-01,\n")

    assert list(Membership.objects.filter(started_on="2026-01-01").values_list("user__username", "team")) == [
        ("commune_officer", world.team.pk)
    ]


def test_a_spreadsheet_of_teams_stays_in_its_commune(admin: Client, world: World) -> None:
    columns = "commune,name,level,kind,villages,decision_number,decided_on,zalo_link,closed_on"
    imported(admin, "teams/team", f'{columns}\n24364,Tổ tốt,village,community,"24364001,24364002",,,,\n')
    imported(admin, "teams/team", f"{columns}\n24364,Tổ lạc,village,community,24169001,,,,\n")
    imported(admin, "teams/team", f"{columns}\n16831,Tổ xa,village,community,16831001,,,,\n")

    assert [v.code for v in Team.objects.get(name="Tổ tốt").villages.all()] == ["24364001", "24364002"]
    assert not Team.objects.filter(name__in=["Tổ lạc", "Tổ xa"]).exists()


def test_an_export_holds_ones_own_people_and_is_in_the_trail(admin: Client, world: World) -> None:
    user = world.users["commune_officer"]
    User.objects.filter(pk=user.pk).update(full_name="=cmd|' /C calc'!A0", phone="+84912345611")

    answer = admin.post(
        "/admin/accounts/user/export/",
        {
            "format": "1",
            "resource": "0",
            "userresource_username": "on",
            "userresource_full_name": "on",
            "userresource_phone": "on",
        },
    )

    text = BytesIO(answer.content).read().decode()
    assert "'=cmd" in text
    assert "'+84912345611" in text
    assert "distant_analyst" not in text
    assert "system_admin" not in text
    assert AuditEvent.objects.filter(verb="user.export", actor=world.users["province_admin"]).count() == 1


def test_the_trail_is_read_by_system_administrators_and_changed_by_nobody(admin: Client, world: World) -> None:
    event = AuditEvent.objects.create(verb="visit.record")
    system = Client()
    system.force_login(world.users["system_admin"])
    url = f"/admin/accounts/auditevent/{event.pk}/change/"

    assert admin.get(url).status_code == 404
    assert system.get(url).status_code == 200
    assert system.post(url, {"verb": "x"}).status_code == 404
    assert system.post(f"/admin/accounts/auditevent/{event.pk}/delete/", {"post": "yes"}).status_code == 404
    assert AuditEvent.objects.get(pk=event.pk).verb == "visit.record"


def test_skills_are_changed_by_system_administrators_only(admin: Client, world: World) -> None:
    system = Client()
    system.force_login(world.users["system_admin"])

    assert [client.get("/admin/coaching/skill/").status_code for client in (admin, system)] == [404, 200]


def test_every_list_takes_the_same_queries_for_few_and_many_rows(admin: Client, world: World) -> None:
    counts = []
    for _ in range(2):
        MembershipFactory.create_batch(6, team=world.team)
        PostingFactory.create_batch(6, role=Role.COMMUNE_OFFICER, commune=world.phu_xuan)
        counted = []
        for name in ("accounts/user", "teams/team", "teams/membership", "teams/posting"):
            with CaptureQueriesContext(connection) as queries:
                assert admin.get(f"/admin/{name}/").status_code == 200
            counted.append(len(queries))
        counts.append(counted)

    assert counts[0] == counts[1]
