from datetime import timedelta

import pytest
from django.test import Client

from communes.enums import ResidenceEnd, ResidenceStatus
from literacy_portal.kit.periods import today
from sessions.enums import Result
from tests.factories import FollowUpFactory, HouseholdFactory, ResidenceFactory, VisitFactory
from tests.world import World

MINE = "/households/"
XUAN_LANG = "/vn/66/24364/001/households/"


@pytest.fixture
def officer(client: Client, world: World) -> Client:
    client.force_login(world.users["commune_officer"])
    return client


def _shown(client: Client, path: str) -> list[str]:
    return [household.head_name for household in client.get(path).context["page"]]


def _sought(client: Client, words: str, path: str = MINE) -> list[str]:
    found = client.post(path, {"q": words}, follow=True)
    return [household.head_name for household in found.context["page"]]


def test_a_member_sees_the_households_of_the_teams_villages_only(client: Client, world: World) -> None:
    client.force_login(world.users["team_member"])

    assert _shown(client, MINE) == ["Nguyễn Văn Bình", "H'Bŭt Êban"]


def test_an_officer_sees_the_whole_commune_and_nobody_of_the_next(officer: Client) -> None:
    assert _shown(officer, MINE) == ["Nguyễn Văn Bình", "H'Bŭt Êban", "Phạm Minh Tâm"]
    assert _shown(officer, XUAN_LANG) == ["Nguyễn Văn Bình", "H'Bŭt Êban"]


def test_promises_due_come_first_then_doors_never_met_then_those_met_longest_ago(officer: Client, world: World) -> None:
    long_ago, lately = today() - timedelta(days=90), today() - timedelta(days=2)
    met_lately = ResidenceFactory(household=HouseholdFactory(village=world.xuan_lang)).household
    VisitFactory(household=met_lately, visited_on=lately)
    VisitFactory(household=world.home_of("Bình"), visited_on=long_ago)
    promised = VisitFactory(household=world.home_of("Tâm"), visited_on=lately)
    FollowUpFactory(household=world.home_of("Tâm"), visit=promised, due_on=today())
    VisitFactory(household=world.home_of("H'Bŭt"), visited_on=lately, result=Result.NOBODY_HOME)

    page = officer.get(MINE).context["page"]

    assert [household.pk for household in page] == [
        world.home_of("Tâm").pk,
        world.home_of("H'Bŭt").pk,
        world.home_of("Bình").pk,
        met_lately.pk,
    ]


def test_the_filters_show_what_is_due_and_where_nobody_was_met(officer: Client, world: World) -> None:
    visit = VisitFactory(household=world.home_of("Bình"), visited_on=today() - timedelta(days=8))
    FollowUpFactory(household=world.home_of("Bình"), visit=visit, due_on=today() - timedelta(days=1))
    FollowUpFactory(
        household=world.home_of("Tâm"),
        visit=VisitFactory(household=world.home_of("Tâm"), result=Result.COME_BACK),
        due_on=today() + timedelta(days=1),
    )

    tabs = officer.get(MINE).context["tabs"]

    assert _shown(officer, f"{MINE}?show=due") == ["Nguyễn Văn Bình"]
    assert _shown(officer, f"{MINE}?show=never") == ["H'Bŭt Êban", "Phạm Minh Tâm"]
    assert [tab["label"].rpartition(" ")[2] for tab in tabs] == ["(3)", "(1)", "(2)"]


def test_a_corrected_visit_counts_no_more(officer: Client, world: World) -> None:
    wrong = VisitFactory(household=world.home_of("Bình"))
    VisitFactory(household=world.home_of("Bình"), result=Result.NOBODY_HOME, replaces=wrong)

    assert "Nguyễn Văn Bình" in _shown(officer, f"{MINE}?show=never")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("binh", ["Nguyễn Văn Bình"]),
        ("TRẦN hoà", ["Nguyễn Văn Bình"]),
        ("h'but", ["H'Bŭt Êban"]),
        ("hbut eban", ["H'Bŭt Êban"]),
        ("2", ["H'Bŭt Êban"]),
        ("01", ["Nguyễn Văn Bình", "Phạm Minh Tâm"]),
        ("zz", []),
        ("%%", []),
        ("__", []),
        ("Lạ", []),
    ],
)
def test_a_household_is_found_by_number_or_by_any_of_its_people_without_accents(
    officer: Client, words: str, found: list[str]
) -> None:
    assert _sought(officer, words) == found


def test_one_letter_is_too_little_and_everything_stays_shown(officer: Client) -> None:
    answer = officer.post(MINE, {"q": "b"}, follow=True)

    assert answer.context["is_too_short"] is True
    assert len(answer.context["page"]) == 3


def test_a_name_that_was_sought_stands_in_no_address_and_is_gone_with_the_next_visit_to_the_list(officer: Client) -> None:
    answer = officer.post(MINE, {"q": "Bình"})

    assert answer["Location"] == f"{MINE}?found=1"
    assert _shown(officer, MINE) == ["Nguyễn Văn Bình", "H'Bŭt Êban", "Phạm Minh Tâm"]


def test_a_household_that_everyone_left_is_no_door(officer: Client, world: World) -> None:
    world.people["Tâm"].residences.update(ended_on=today(), end_reason=ResidenceEnd.MOVED)

    assert "Phạm Minh Tâm" not in _shown(officer, MINE)


def test_people_who_work_away_are_not_counted_as_living_there(officer: Client, world: World) -> None:
    world.people["Hòa"].residences.update(status=ResidenceStatus.AWAY)

    page = {household.head_name: household.people for household in officer.get(MINE).context["page"]}

    assert page["Nguyễn Văn Bình"] == 2


def test_a_poor_household_is_marked_from_the_class_in_force(officer: Client) -> None:
    page = {household.head_name: household.is_poor for household in officer.get(MINE).context["page"]}

    assert page == {"Nguyễn Văn Bình": False, "H'Bŭt Êban": True, "Phạm Minh Tâm": False}


@pytest.mark.parametrize("path", [f"{MINE}?page=abc", f"{MINE}?page=999", f"{MINE}?show=%00", f"{MINE}?found=1"])
def test_a_strange_address_shows_the_list(officer: Client, path: str) -> None:
    assert officer.get(path).status_code == 200


def test_the_list_asks_the_same_number_of_questions_for_three_households_and_for_thirty(
    officer: Client, world: World, django_assert_num_queries: object
) -> None:
    officer.get(MINE)
    with django_assert_num_queries(5):  # type: ignore[operator]
        officer.get(MINE)
    for _n in range(27):
        home = ResidenceFactory(household=HouseholdFactory(village=world.xuan_my)).household
        visit = VisitFactory(household=home, recorded_by=world.users["team_member"])
        FollowUpFactory(household=home, visit=visit)
    with django_assert_num_queries(5):  # type: ignore[operator]
        assert len(officer.get(MINE).context["page"]) == 30
