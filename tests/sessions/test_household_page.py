import pytest
from django.test import Client

from literacy_portal.kit.periods import today
from sessions.actions.visits import correct_visit, record_visit
from sessions.models import Skill, Visit
from tests.factories import OutcomeFactory, ResidenceFactory
from tests.sessions.drafts import draft, saw, url
from tests.world import World


@pytest.fixture
def member(client: Client, world: World) -> Client:
    client.force_login(world.users["team_member"])
    return client


def test_each_person_is_shown_with_age_relation_ladder_and_facts(member: Client, world: World) -> None:
    binh = world.people["Bình"]
    OutcomeFactory(resident=binh, skill=Skill.objects.get(pk="cashless_payment"), level=2)
    OutcomeFactory(resident=binh, skill=Skill.objects.get(pk="vneid"), level=2)
    OutcomeFactory(resident=binh, skill=Skill.objects.get(pk="own_smartphone"), level=1)

    learners = member.get(url("household", world.home_of("Bình"))).context["learners"]

    first = learners[0]
    assert [learner.member.resident for learner in learners] == [binh, world.people["Hòa"], world.people["Minh"]]
    assert first.member.age == today().year - 1968
    assert {rung.skill.code: rung.level for rung in first.rungs} == {
        "device_use": 0,
        "local_platforms": 0,
        "online_safety": 0,
        "cashless_payment": 2,
        "online_public_service": 0,
        "online_shopping": 0,
    }
    assert len(first.facts) == 2
    assert first.facts[1].endswith(" 2")


def test_a_correction_is_told_with_the_version_that_it_corrects(member: Client, world: World) -> None:
    home, user, binh = world.home_of("Bình"), world.users["team_member"], world.people["Bình"]
    wrong = record_visit(by=user, household=home, draft=draft(note="câu sai", observations=(saw(binh, "device_use", 3),))).visit
    correct_visit(by=user, visit=wrong, draft=draft(note="câu đúng", observations=(saw(binh, "device_use", 1),)))

    page = member.get(url("household", home)).content.decode()

    assert page.index("câu đúng") < page.index("câu sai")
    assert f"visits/{wrong.pk}/" not in page


def test_a_recorded_visit_offers_the_next_door_and_its_correction(member: Client, world: World) -> None:
    home = world.home_of("Bình")
    visit = record_visit(by=world.users["team_member"], household=home, draft=draft()).visit

    answer = member.get(url("visit", home, visit.pk))

    assert answer.context["next_door"] == world.home_of("H'Bŭt")
    assert url("visit_correct", home, visit.pk) in answer.content.decode()


def test_a_leader_of_the_commune_reads_and_is_offered_nothing_to_write(client: Client, world: World) -> None:
    home = world.home_of("Bình")
    visit = record_visit(by=world.users["team_member"], household=home, draft=draft()).visit
    client.force_login(world.users["commune_leader"])

    household, recorded = client.get(url("household", home)), client.get(url("visit", home, visit.pk))

    assert (household.status_code, recorded.status_code) == (200, 200)
    assert "visits/new/" not in household.content.decode()
    assert "/correct/" not in recorded.content.decode()
    assert client.get(url("visit_new", home)).status_code == 404
    assert client.post(url("visit_correct", home, visit.pk)).status_code == 404


def test_the_page_asks_the_same_number_of_questions_whatever_the_history(
    member: Client, world: World, django_assert_num_queries: object
) -> None:
    home, user, binh = world.home_of("Bình"), world.users["team_member"], world.people["Bình"]
    record_visit(by=user, household=home, draft=draft(observations=(saw(binh, "device_use", 1),)))
    member.get(url("household", home))
    with django_assert_num_queries(16):  # type: ignore[operator]
        member.get(url("household", home))
    for n in range(10):
        person = ResidenceFactory(household=home).resident
        told = draft(note=str(n), observations=(saw(person, "device_use", 1), saw(binh, "online_safety", n % 4)))
        wrong = record_visit(by=user, household=home, draft=told).visit
        correct_visit(by=user, visit=wrong, draft=draft(note=f"{n} đúng", observations=(saw(person, "device_use", 2),)))
    assert Visit.objects.count() == 21
    with django_assert_num_queries(16):  # type: ignore[operator]
        member.get(url("household", home))
