"""From the door to the habit: who came as far as which step, what is told to whom, and where most are lost."""

from datetime import date

import pytest
from django.test import Client

from indicators.actions import recount
from indicators.catalogue import in_force
from indicators.enums import Group
from indicators.funnel import Funnel, funnels
from indicators.queries import tree
from indicators.reading import Reading
from tests.factories import HouseholdFactory, ResidenceFactory, ResidentFactory, VisitFactory
from tests.indicators.conftest import figure, learn
from tests.world import World

pytestmark = pytest.mark.django_db

SHOP, PLACE = "online_shopping", "24364001"
SIDES = ("/vn/66/24364/001/steps/", "/vn/66/24364/steps/", "/vn/66/steps/", "/vn/steps/")


@pytest.fixture
def learners(world: World) -> World:
    """Bình kept a skill, Hòa did it with help at home, H'Bŭt was shown it at a class; of four adults."""
    binh, hoa, bat = (world.people[name] for name in ("Bình", "Hòa", "H'Bŭt"))
    VisitFactory(household=world.home_of("Bình"), visited_on=date(2026, 9, 1))
    learn(binh, SHOP, 3, date(2026, 9, 1))
    learn(binh, SHOP, 3, date(2026, 10, 1))
    learn(hoa, SHOP, 2)
    learn(bat, SHOP, 1)
    ResidenceFactory(resident=ResidentFactory(birth_year=1980), household=HouseholdFactory(village=world.xuan_lang))
    recount.rebuild()
    return world


def numbers(funnel: Funnel) -> list[str]:
    return [step.number for step in funnel.steps]


def test_the_steps_are_counted_of_adults_and_of_whoever_was_shown(learners: World) -> None:
    assert figure(PLACE, "adults_visited") == (2, 4)
    assert figure(PLACE, "adults_visited", "female") == (1, 2)
    assert figure(PLACE, f"{SHOP}_helped") == (2, 3)
    assert figure(PLACE, "adults_alone") == (1, 3)
    assert figure(PLACE, "adults_visited", day=date(2026, 8, 31)) == (0, 4)
    assert figure(PLACE, "online_safety_helped") == (0, 0)


def test_the_page_tells_each_step_in_people_and_shares_and_where_most_are_lost(client: Client, learners: World) -> None:
    client.force_login(learners.users["commune_officer"])

    answer = client.get(SIDES[0], headers={"accept-language": "en"})

    any_skill, by_skill = answer.context["funnels"][0], {one.skill: one for one in answer.context["funnels"][1:]}
    assert numbers(any_skill) == numbers(by_skill[SHOP]) == ["4", "2", "3", "2", "1", "1"]
    assert [step.figure.percent for step in any_skill.steps] == ["100.0%", "50.0%", "75.0%", "50.0%", "25.0%", "25.0%"]
    # More were shown than live where somebody was met: no share of the step before.
    assert [step.of_before for step in any_skill.steps] == ["", "50.0%", "", "66.7%", "50.0%", "100.0%"]
    assert any_skill.lost == "Most are lost at “Live in a household that was met”: 2 of 4 people did not come so far."
    assert numbers(by_skill["online_safety"]) == ["4", "2", "0", "0", "0", "0"]
    assert f"{SIDES[0].removesuffix('steps/')}figures/{SHOP}_helped/" in answer.content.decode()
    rows = client.get(f"{SIDES[0]}?as=csv", headers={"accept-language": "en"}).content.decode().splitlines()
    assert sum(row.startswith("Any core skill") for row in rows) == 7
    assert any("Any core skill" in row and "Did it with help" in row and "66.7%" in row for row in rows)


def test_the_day_and_the_group_are_the_readers(client: Client, learners: World) -> None:
    client.force_login(learners.users["commune_officer"])

    women = client.get(f"{SIDES[0]}?group=female").context["funnels"][0]
    before = client.get(f"{SIDES[0]}?day=2026-08-31").context["funnels"][0]

    assert numbers(women) == ["2", "1", "2", "1", "0", "0"]
    assert numbers(before) == ["4", "0", "0", "0", "0", "0"]


def _told(*reached: int) -> Funnel:
    adults, visited, shown, helped, alone, kept = reached
    counts = {
        "adults_visited": (visited, adults), "adults_alone": (alone, shown), "adults_trained": (helped, adults),
        "adults_kept": (kept, adults),
    }  # fmt: skip
    cells = {(code, str(Group.ALL)): pair for code, pair in counts.items()}
    return funnels(tree.country(), in_force(), Reading({"vn": cells}), Group.ALL, "")[0]


def test_who_sees_no_people_reads_steps_of_five_and_nothing_below_eight() -> None:
    funnel = _told(203, 122, 98, 51, 13, 7)

    assert [step.figure.counted for step in funnel.steps] == [205, 120, 100, 50, 15, 0]
    assert funnel.steps[-1].figure.few == 8
    assert funnel.steps[-1].of_before == ""
    assert "85 " in funnel.lost
    assert _told(7, 7, 7, 7, 7, 7).is_empty
    assert _told(40, 40, 40, 40, 40, 40).lost == ""


def test_no_page_opens_to_a_stranger(client: Client, learners: World) -> None:
    client.force_login(learners.users["stranger_officer"])
    assert [client.get(url).status_code for url in SIDES] == [404, 404, 200, 200]
