from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from literacy_portal.kit.periods import today
from sessions.models import Card, Sheet, Visit
from tests.factories import FollowUpFactory, VisitFactory
from tests.sessions.papers import SKILLS, fill, print_sheets
from tests.world import World

PAPER = "/vn/66/24364/001/households/paper/"


@pytest.fixture
def member(client: Client, world: World) -> Client:
    client.force_login(world.users["team_member"])
    client.cookies["language"] = "en"
    return client


def _round(sheet: Sheet) -> str:
    return f"{PAPER}{sheet.round}/"


def test_a_round_lists_every_household_in_the_order_of_the_village(member: Client, world: World) -> None:
    answer = member.post(PAPER, {"which": "all", "skills": SKILLS, "sheets": "1"})

    (sheet,) = Sheet.objects.all()
    assert answer["Location"] == _round(sheet)
    assert [home for home, _people in sheet.rows] == [str(world.home_of(name).pk) for name in ("Bình", "H'Bŭt")]
    assert sheet.rows[0][1] == [str(world.people[name].pk) for name in ("Bình", "Hòa", "Minh")]
    assert Card.objects.in_use().count() == 2


def test_tonight_are_those_due_and_those_never_met(member: Client, world: World) -> None:
    met = VisitFactory(household=world.home_of("Bình"), visited_on=today() - timedelta(days=3))
    member.post(PAPER, {"which": "tonight", "skills": SKILLS})
    FollowUpFactory(household=world.home_of("Bình"), visit=met, due_on=today())
    member.post(PAPER, {"which": "tonight", "skills": SKILLS})

    assert [len(sheet.rows) for sheet in Sheet.objects.order_by("round")] == [1, 2]


def test_when_nobody_is_left_for_tonight_it_is_said_and_nothing_is_made(member: Client, world: World) -> None:
    for name in ("Bình", "H'Bŭt"):
        VisitFactory(household=world.home_of(name))

    answer = member.post(PAPER, {"which": "tonight", "skills": SKILLS})

    assert answer.context["form"].errors["which"] == ["There is no such household in this village now."]
    assert not Sheet.objects.exists()


@pytest.mark.parametrize("skills", [[], [*SKILLS, "vneid"], ["nothing"], ["trades"]])
def test_more_skills_than_fit_none_or_unknown_ones_are_refused(member: Client, skills: list[str]) -> None:
    answer = member.post(PAPER, {"which": "all", "skills": skills})

    assert answer.context["form"].errors.keys() == {"skills"}
    assert not Sheet.objects.exists()


def test_the_sheet_says_what_a_team_needs_at_the_door(member: Client, world: World) -> None:
    (sheet,) = print_sheets(world.users["team_member"], world.xuan_lang, skills=["device_use", "vneid"])

    text = member.get(_round(sheet)).content.decode()

    said = [
        "thôn Xuân Lạng 2",
        "Tổ Xuân Lạng 2",
        "Tổ viên team leader",
        "Nguyễn Văn Bình",
        "Cạnh nhà văn hóa",
        "1968",
        "did it alone",
    ]
    assert [words for words in [*said, f"{sheet.code[:4]}-{sheet.code[4:]}"] if words not in text] == []
    assert text.count('<svg class="qr"') == 3  # the sheet and two households
    assert text.count('<i class="tick">3</i>') == 4  # smartphone goes to 3, VNeID to 2, four people
    assert text.count('<b class="mark">') == 2  # H'Bŭt is poor, and 71


def test_someone_who_left_since_is_named_no_more_to_who_may_not_see_them(member: Client, world: World) -> None:
    (sheet,) = print_sheets(world.users["team_member"], world.xuan_lang)
    home = world.home_of("H'Bŭt")
    home.residences.update(village=world.stranger_village)

    text = member.get(_round(sheet)).content.decode()

    assert "Nguyễn Văn Bình" in text
    assert "Bŭt" not in text


@pytest.mark.parametrize("name", ["stranger_officer", "neighbour_member", "commune_leader", "province_analyst", "system_admin"])
def test_for_a_stranger_there_is_nothing_to_print(client: Client, world: World, name: str) -> None:
    (sheet,) = print_sheets(world.users["team_member"], world.xuan_lang)
    client.force_login(world.users[name])

    answers = [client.get(PAPER), client.post(PAPER, {"which": "all", "skills": SKILLS}), client.get(_round(sheet))]
    answers += [client.get(f"{PAPER}cards/")]

    assert {answer.status_code for answer in answers} == {404}
    assert Sheet.objects.count() == 1


def test_a_family_larger_than_a_page_stands_on_a_page_of_its_own(world: World) -> None:
    fill(world.xuan_lang, 1, people=25)

    sheets = print_sheets(world.users["team_member"], world.xuan_lang)

    assert [[len(people) for _home, people in sheet.rows] for sheet in sheets] == [[3, 1], [25]]


def test_printing_three_hundred_households_asks_as_many_questions_as_printing_two(
    member: Client, world: World, django_assert_num_queries: Any
) -> None:
    (few,) = print_sheets(world.users["team_member"], world.xuan_lang)
    member.get(_round(few))
    with django_assert_num_queries(12):
        member.get(_round(few))
    fill(world.xuan_lang, 2, people=1)
    with django_assert_num_queries(15):
        member.post(PAPER, {"which": "all", "skills": SKILLS})
    fill(world.xuan_lang, 296, people=1)
    with django_assert_num_queries(15):
        answer = member.post(PAPER, {"which": "all", "skills": SKILLS})
    with django_assert_num_queries(12):
        sheets = member.get(answer["Location"]).context["sheets"]
    assert sum(len(one["rows"]) for one in sheets) == 300
    assert not Visit.objects.exists()
