"""From a figure down to the people and households behind it: as many as it says, and only for those who may see them."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client

from communes.models import Residence, Village
from indicators.actions import recount
from indicators.catalogue import Indicator, in_force
from indicators.enums import Unit
from indicators.queries.figures import cells_of
from indicators.queries.people import subjects_of
from literacy_portal.kit.periods import today
from sessions.models import Skill
from tests.factories import (
    HouseholdFactory,
    OutcomeFactory,
    PovertyStatusFactory,
    ResidenceFactory,
    ResidentFactory,
    VisitFactory,
)
from tests.indicators.test_pages import page
from tests.world import World

pytestmark = pytest.mark.django_db

QUERIES = 8
FIGURE = "/vn/66/24364/001/figures/online_shopping_alone/"


@pytest.fixture
def busy(world: World) -> World:
    """The world after some evenings: people of every age and level, households of every kind, someone who left."""
    skills = list(Skill.objects.all())
    for number in range(12):
        home = HouseholdFactory(village=world.xuan_lang if number % 3 else world.xuan_my)
        if number % 4 == 0:
            PovertyStatusFactory(household=home)
        for age in (10, 16, 40, 70):
            person = ResidentFactory(birth_year=2026 - age - number % 5, sex=("female", "male", "")[(number + age) % 3])
            ResidenceFactory(resident=person, household=home, started_on=date(2025, 7, 1) + timedelta(days=number))
            for index, skill in enumerate(skills):
                on = today() - timedelta(days=(number * 7 + index * 11) % 90)
                if (number + index + age) % 3 == 0:
                    subject = {"household": home, "resident": None} if skill.subject == "household" else {"resident": person}
                    OutcomeFactory(**subject, skill=skill, level=(number + age) % (skill.top + 1), observed_on=on)
        if number % 2:
            VisitFactory(household=home, visited_on=today() - timedelta(days=number))
    Residence.objects.filter(household=home).update(ended_on=today() - timedelta(days=5))
    recount.rebuild()
    return world


def lists() -> Iterator[Indicator]:
    return (one for one in in_force() if one.unit is not Unit.VILLAGES)


@pytest.mark.parametrize("days_ago", [0, 20])
def test_the_lists_are_as_long_as_the_figures_say_for_every_indicator_group_and_village(busy: World, days_ago: int) -> None:
    day = today() - timedelta(days=days_ago)
    villages = list(Village.objects.filter(pk__in=["24364001", "24364002", "24169001"]))
    stored = cells_of([village.pk for village in villages], in_force(), day=day).answer()
    wrong, seen = [], 0
    for village in villages:
        for one in lists():
            for group in one.groups:
                found = subjects_of(village, one, group, day)
                listed = (sum(subject.is_counted for subject in found), len(found))
                seen += listed[0]
                if listed != stored[village.pk].get((one.code, group), (0, 0)):
                    wrong.append((village.pk, one.code, group, listed))

    assert wrong == []
    assert seen > 100


def test_nobody_is_listed_twice_and_house_by_house(busy: World) -> None:
    found = subjects_of(busy.xuan_lang, in_force().by_code["adults_able"], "all", today())

    assert len({subject.subject for subject in found}) == len(found)
    homes = [subject.household for subject in found]
    assert len([home for index, home in enumerate(homes) if index == 0 or homes[index - 1] != home]) == len(set(homes))


def test_a_figure_opens_down_to_who_is_counted_who_is_not_yet_and_their_visits(client: Client, world: World) -> None:
    visit = VisitFactory(household=world.home_of("Bình"))
    OutcomeFactory(resident=world.people["Bình"], visit=visit)
    recount.rebuild()
    client.force_login(world.users["team_member"])

    assert f'href="{FIGURE}people/"' in client.get(FIGURE).content.decode()
    not_yet = page(client, world, "team_member", f"{FIGURE}people/")
    counted = page(client, world, "team_member", f"{FIGURE}people/?show=counted")

    assert "Not yet (2) Counted (1)" in not_yet
    assert "Trần Thị Hòa" in not_yet
    assert "Nguyễn Văn Bình 58 years 1 · Nguyễn Văn Bình" in counted
    assert "01/10/2026 met" in counted
    assert f"/visits/{visit.pk}/" in client.get(f"{FIGURE}people/?show=counted").content.decode()


def test_the_list_is_of_the_day_and_group_that_is_asked_for(client: Client, world: World) -> None:
    OutcomeFactory(resident=world.people["Bình"])

    assert "Not yet (3) Counted (0)" in page(client, world, "commune_officer", f"{FIGURE}people/?day=2026-09-30")
    assert "Not yet (2) Counted (0)" in page(client, world, "commune_officer", f"{FIGURE}people/?group=female")


def test_a_list_of_households_names_their_heads(client: Client, world: World) -> None:
    words = page(client, world, "commune_officer", "/vn/66/24364/001/figures/households_visited/people/")

    assert "Not yet (2) Counted (0)" in words
    assert "2 · H'Bŭt Êban" in words


def test_a_long_list_has_pages_and_one_page_for_paper(client: Client, world: World) -> None:
    home = world.home_of("Bình")
    for person in ResidentFactory.create_batch(70):
        ResidenceFactory(resident=person, household=home)
    client.force_login(world.users["team_member"])

    rows = [
        len(re.findall(r'<th scope="row"', client.get(f"{FIGURE}people/{query}").content.decode())) for query in ("", "?all=1")
    ]

    assert rows == [50, 73]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("team_member", 200), ("commune_leader", 200), ("neighbour_member", 404), ("stranger_officer", 404),
        ("province_analyst", 404), ("province_admin", 404), ("system_admin", 404),
    ],
)  # fmt: skip
def test_the_people_are_open_to_those_who_may_see_people_there_and_to_nobody_else(
    client: Client, world: World, who: str, status: int
) -> None:
    client.force_login(world.users[who])

    assert client.get(f"{FIGURE}people/").status_code == status


@pytest.mark.parametrize("code", ["villages_4g", "officials_trained", "nothing"])
def test_what_has_no_people_behind_it_has_no_list(client: Client, world: World, code: str) -> None:
    client.force_login(world.users["commune_officer"])

    assert client.get(f"/vn/66/24364/001/figures/{code}/people/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_people(
    client: Client, world: World, django_assert_num_queries: object
) -> None:
    client.force_login(world.users["commune_officer"])
    client.get(f"{FIGURE}people/")
    # User, memberships, posting; place; catalogue; the list; households, people, visits; menu.
    with django_assert_num_queries(QUERIES):  # type: ignore[operator]  # a fixture
        client.get(f"{FIGURE}people/")
    for _number in range(20):
        ResidenceFactory(household=HouseholdFactory(village=world.xuan_lang))

    with django_assert_num_queries(QUERIES):  # type: ignore[operator]  # a fixture
        client.get(f"{FIGURE}people/")
