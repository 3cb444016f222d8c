"""The register of a gathering in the browser's terms: it grows by touches, is saved in one piece, and loses nothing."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from communes.models import Resident
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.actions.gatherings import correct_gathering, record_gathering
from sessions.models import Gathering, Outcome
from tests.sessions.drafts import gathered, saw
from tests.world import World

VILLAGE = "/vn/66/24364/001/gatherings/"


@pytest.fixture
def member(client: Client, world: World) -> Client:
    client.force_login(world.users["team_member"])
    return client


def form(**fields: Any) -> dict[str, Any]:
    """What a browser posts for a class of today that nobody came to yet."""
    first = {"id": str(new_id()), "kind": "class", "held_on": today().isoformat(), "title": "", "minutes": ""}
    more = {"setting": "cultural_house", "language": "vie", "mode": "own_phone", "note": "", "do": "save"}
    return {**first, **more, **fields}


def rows(*people: Resident) -> dict[str, Any]:
    return {"row": [f"{new_id()}:{person.pk}" for person in people]}


def touched(client: Client, fields: dict[str, Any], do: str, **more: Any) -> dict[str, Any]:
    """The form after a button of it was touched, as the page sends it next."""
    answer = client.post(f"{VILLAGE}new/", {**fields, **more, "do": do})
    assert answer.status_code == 200
    register = answer.context["sheet"].register
    told: dict[str, Any] = {"row": [f"{row.key}:{row.resident or ''}" for row in register.rows]}
    for row in register.rows:
        if not row.resident:
            told |= {f"sex-{row.key}": row.sex, f"age-{row.key}": row.age_group, f"minority-{row.key}": row.minority}
            told[f"topics-{row.key}"] = row.topics
    return {**fields, **more, **told, "do": "save"}


def test_a_walk_in_register_grows_by_touches_and_is_recorded_in_one_piece(member: Client, world: World) -> None:
    binh = world.people["Bình"]
    fields = form(kind="walk_in", members=[str(world.users["team_leader"].pk)])

    fields = touched(member, fields, f"add-{binh.pk}", q="nguyen van")
    woman = {"sex-new": "female", "age-new": "60_plus", "minority-new": "yes", "topics-new": ["vneid"]}
    for _touch in range(2):
        fields = touched(member, fields, "other", **woman)
    fields |= {f"level-{fields['row'][-1].partition(':')[0]}-vneid": "2", "skills": ["vneid"]}
    answer = member.post(f"{VILLAGE}new/", fields)

    gathering = Gathering.objects.get()
    assert answer["Location"] == f"{VILLAGE}{gathering.pk}/"
    assert (gathering.kind, gathering.team, list(gathering.members.all())) == (
        "walk_in",
        world.team,
        [world.users["team_leader"]],
    )
    noted = gathering.attendances.filter(resident=None).values_list("sex", "age_group", "is_minority", "topics")
    assert list(noted) == [("female", "60_plus", True, "vneid")] * 2
    assert list(gathering.outcomes.values_list("resident", "skill", "level")) == [(binh.pk, "vneid", 2)]


def test_whoever_adds_somebody_by_name_types_the_next_name_at_once_even_without_scripts(member: Client, world: World) -> None:
    fields = form(kind="walk_in", q="nguyen van")

    added = member.post(f"{VILLAGE}new/", fields | {"do": f"add-{world.people['Bình'].pk}"})
    another = member.post(f"{VILLAGE}new/", fields | {"do": "other", "sex-new": "female"})

    assert b'aria-describedby="q-hint" autofocus' in added.content
    assert b"autofocus" not in another.content


def test_a_search_finds_people_of_all_ones_villages_without_accents_and_nobody_else(client: Client, world: World) -> None:
    found = {}
    for name in ("commune_officer", "team_member", "neighbour_member"):
        client.force_login(world.users[name])
        village = "002" if name == "neighbour_member" else "001"
        answer = client.post(f"/vn/66/24364/{village}/gatherings/new/", form(do="look", q="PHAM minh"))
        found[name] = [one.resident.full_name for one in answer.context["found"]]

    assert found == {"commune_officer": ["Phạm Minh Tâm"], "team_member": [], "neighbour_member": ["Phạm Minh Tâm"]}


def test_nothing_typed_is_lost_when_the_form_complains_or_a_line_is_taken_off(member: Client, world: World) -> None:
    binh, hoa = world.people["Bình"], world.people["Hòa"]
    both = rows(binh, hoa)
    key = both["row"][0].partition(":")[0]
    fields = form(held_on="2099-01-01", note="Lớp tối", skills=["device_use"], **both, **{f"level-{key}-online_safety": "3"})

    refused = member.post(f"{VILLAGE}new/", fields)
    fewer = member.post(f"{VILLAGE}new/", fields | {"do": f"remove-{both['row'][1].partition(':')[0]}"})

    sheet = refused.context["sheet"]
    assert [str(error) for error in sheet.about.errors["held_on"]]
    assert [row.person for row in sheet.register.rows] == [binh, hoa]
    assert sheet.register.skills == ["device_use", "online_safety"]
    assert b"L\xe1\xbb\x9bp t\xe1\xbb\x91i" in refused.content
    assert [row.person for row in fewer.context["sheet"].register.rows] == [binh]
    assert fewer.context["sheet"].register.rows[0].levels == {"online_safety": "3"}
    assert not fewer.context["has_errors"]
    assert Gathering.objects.count() == 0


def test_nobody_of_another_scope_and_no_damaged_register_is_recorded(member: Client, world: World) -> None:
    key = new_id()
    wrong = [
        rows(world.people["Lạ"]),
        rows(world.people["Tâm"]),
        {"row": ["x:y"]},
        {"row": [f"{key}:{world.people['Bình'].pk}"], f"level-{key}-device_use": "9"},
        {"row": [f"{key}:"], f"sex-{key}": "other"},
        rows(world.people["Bình"], world.people["Bình"]),
        {},
    ]

    answers = [member.post(f"{VILLAGE}new/", form(**fields)) for fields in wrong]

    assert [(answer.status_code, answer.context["has_errors"]) for answer in answers] == [(200, True)] * len(wrong)
    assert Gathering.objects.count() == 0
    assert "Võ Đình Lạ" not in answers[0].content.decode()


def test_sending_the_form_twice_records_once_and_other_words_under_its_id_are_kept_for_a_second_save(
    member: Client, world: World
) -> None:
    fields = form(**rows(world.people["Bình"]))

    first, again = (member.post(f"{VILLAGE}new/", fields) for _time in range(2))
    other = member.post(f"{VILLAGE}new/", fields | {"note": "khác", "row": [f"{new_id()}:{world.people['Hòa'].pk}"]})

    assert first["Location"] == again["Location"]
    assert Gathering.objects.count() == 1
    assert UUID(other.context["sheet"].about["id"].value()) != UUID(fields["id"])


def test_a_correction_opens_with_what_was_recorded_and_both_stay(member: Client, world: World) -> None:
    binh = world.people["Bình"]
    wrong = record_gathering(
        by=world.users["team_member"],
        village=world.xuan_lang,
        draft=gathered(binh, observations=(saw(binh, "device_use", 2),), title="Lớp một"),
    ).gathering

    page = member.get(f"{VILLAGE}{wrong.pk}/correct/")
    sheet = page.context["sheet"]
    fields = form(id=str(sheet.about["id"].value()), title=sheet.about["title"].value())
    row = sheet.register.rows[0]
    fields |= {"row": [f"{row.key}:{row.resident}"], f"level-{row.key}-device_use": "3"}
    answer = member.post(f"{VILLAGE}{wrong.pk}/correct/", fields)

    right = Gathering.objects.standing().get()
    assert (row.person, row.levels, right.replaces, right.title) == (binh, {"device_use": "2"}, wrong, "Lớp một")
    assert answer["Location"] == f"{VILLAGE}{right.pk}/"
    assert list(Outcome.objects.standing().values_list("level", flat=True)) == [3]
    assert member.get(f"{VILLAGE}{wrong.pk}/correct/")["Location"] == f"{VILLAGE}{right.pk}/"
    assert "counts no more" in member.get(f"{VILLAGE}{wrong.pk}/", headers={"accept-language": "en"}).content.decode()


def test_who_sees_one_village_reads_no_name_of_the_other_and_corrects_nothing_there(member: Client, world: World) -> None:
    held = record_gathering(
        by=world.users["commune_officer"],
        village=world.xuan_lang,
        draft=gathered(world.people["Bình"], world.people["Tâm"], observations=(saw(world.people["Tâm"], "device_use", 2),)),
    ).gathering

    page, correction = member.get(f"{VILLAGE}{held.pk}/"), member.get(f"{VILLAGE}{held.pk}/correct/")

    assert (page.context["came"], page.context["elsewhere"]) == (2, 1)
    assert "Phạm Minh Tâm" not in page.content.decode()
    assert str(world.people["Tâm"].pk) not in page.content.decode()
    assert correction["Location"] == f"{VILLAGE}{held.pk}/"


def test_the_lists_of_a_village_and_of_a_commune_show_what_stands_in_a_constant_number_of_queries(
    client: Client, world: World, django_assert_num_queries: Any
) -> None:
    officer = world.users["commune_officer"]
    client.force_login(officer)
    for number in range(3):
        told = gathered(world.people["Bình"], title=f"Lớp {number}")
        held = record_gathering(by=officer, village=world.xuan_lang, draft=told).gathering
    correct_gathering(by=officer, gathering=held, draft=gathered(title="Lớp đúng"))
    record_gathering(by=officer, village=world.xuan_my, draft=gathered(title="Bên cạnh"))

    with django_assert_num_queries(LIST_QUERIES):
        here = client.get(VILLAGE)
    commune = client.get("/vn/66/24364/gatherings/")

    assert [one.title for one in here.context["page"]] == ["Lớp đúng", "Lớp 1", "Lớp 0"]
    assert len(commune.context["page"]) == 4
    assert client.get("/vn/66/24364/gatherings/new/?village=002")["Location"] == "/vn/66/24364/002/gatherings/new/"
    assert client.get("/vn/66/24364/gatherings/new/?village=999").status_code == 404


LIST_QUERIES, FORM_QUERIES = 6, 8


def test_a_register_of_many_costs_as_many_queries_as_one_of_few(
    member: Client, world: World, django_assert_num_queries: Any
) -> None:
    people = rows(*(world.people[name] for name in ("Bình", "Hòa", "Minh", "H'Bŭt")))

    for fields in (rows(world.people["Bình"]), people):
        with django_assert_num_queries(FORM_QUERIES):
            member.post(f"{VILLAGE}new/", form(do="look", q="tran", skills=["device_use"], **fields))


def test_a_household_tells_who_of_it_went_to_a_class(member: Client, world: World) -> None:
    hoa = world.people["Hòa"]
    told = gathered(hoa, title="Lớp ở nhà văn hóa", observations=(saw(hoa, "online_safety", 3),))
    record_gathering(by=world.users["commune_officer"], village=world.xuan_my, draft=told)

    chapters = member.get(f"/vn/66/24364/001/households/{world.home_of('Hòa').pk}/").context["chapters"]

    ((attendance,),) = [chapter.attendances for chapter in chapters]
    assert (attendance.resident, [one.level for one in attendance.seen]) == (hoa, [3])


@pytest.mark.parametrize(
    ("kind", "setting"),
    [("walk_in", "service_centre"), ("stall", "market"), ("class", "cultural_house"), ("no", "cultural_house")],
)
def test_a_new_form_opens_with_the_kind_asked_for_where_it_is_usually_held(member: Client, kind: str, setting: str) -> None:
    about = member.get(f"{VILLAGE}new/?kind={kind}").context["sheet"].about

    assert (about["kind"].value(), about["setting"].value()) == ("class" if kind == "no" else kind, setting)
