"""A place beside another, or beside itself on another day."""

import re

import pytest
from django.test import Client

from indicators.actions import recount
from tests.factories import OutcomeFactory, ResidenceFactory, ResidentFactory
from tests.indicators.test_pages import COMMUNE, COUNTRY, PROVINCE, VILLAGE, page
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(world: World) -> World:
    OutcomeFactory(resident=world.people["Bình"])
    recount.rebuild()
    return world


def test_two_places_stand_side_by_side_with_the_difference_in_points_and_counts(client: Client, counted: World) -> None:
    words = page(client, counted, "commune_officer", f"{VILLAGE}compare/?with=24364002")

    assert "Alone: shopping online 33.3% 1 / 3 0.0% 0 / 1 +33.3 +1" in words
    assert re.search(r"Figures higher here: [1-9]\d* ; lower: 0 ; the same: ", words)
    assert "Trading households that sell online no data no data –" in words


def test_a_place_alone_stands_beside_itself_thirty_days_before_or_on_the_day_that_is_asked_for(
    client: Client, counted: World
) -> None:
    by_itself = page(client, counted, "commune_officer", f"{VILLAGE}compare/?day=2026-10-05")
    asked = page(client, counted, "commune_officer", f"{VILLAGE}compare/?day=2026-10-05&then=2026-10-04&group=female")

    assert "As of the end of 05/09/2026 · everyone" in by_itself
    assert "Alone: shopping online 33.3% 1 / 3 0.0% 0 / 3 +33.3 +1" in by_itself
    assert "As of the end of 04/10/2026 · women" in asked
    assert "Alone: shopping online 0.0% 0 / 2 0.0% 0 / 2 0 0" in asked


@pytest.mark.parametrize("typed", ["with=phu+xuan", "near=24364", "with=24364&near=66", "with=+24364+"])
def test_a_name_or_a_place_from_the_list_comes_to_an_address_that_can_be_sent(client: Client, counted: World, typed: str) -> None:
    client.force_login(counted.users["province_analyst"])

    answer = client.get(f"{VILLAGE}compare/?{typed}&then=2026-10-01&group=female", follow=True)

    assert answer.wsgi_request.GET["with"] == "24364"
    assert answer.wsgi_request.GET["then"] == "2026-10-01"
    assert re.search(r'<option value="24364" selected>', answer.content.decode())


def test_a_name_of_several_places_is_asked_back(client: Client, counted: World) -> None:
    words = page(client, counted, "commune_officer", f"{COMMUNE}compare/?with=xuan")

    assert "Several places are called so." in words
    assert "Which one?" in words
    assert "thôn Xuân Mỹ 24364002" in words


@pytest.mark.parametrize("typed", ["24169", "24169001", "Ea Kao", "40", "24999", "66 24364", "²", "x"])
def test_of_a_place_that_is_not_open_it_is_not_said_whether_it_exists(client: Client, counted: World, typed: str) -> None:
    words = page(client, counted, "commune_officer", f"{COMMUNE}compare/?with={typed}")

    assert "No place that is open to you has this code or name." in words
    assert "Ea Kao" not in words


def test_what_cannot_be_understood_is_told_at_its_field_and_what_was_typed_stays(client: Client, counted: World) -> None:
    for then, said in (("yesterday", "This is not a day."), ("2099-01-01", "still to come, or too long ago")):
        client.force_login(counted.users["commune_officer"])
        html = client.get(f"{COMMUNE}compare/?with=nowhere&then={then}", headers={"accept-language": "en"}).content.decode()
        assert said in html
        assert 'value="nowhere"' in html


def test_those_who_see_aggregates_are_told_no_exact_difference(client: Client, counted: World) -> None:
    for person in ResidentFactory.create_batch(43):
        ResidenceFactory(resident=person, household=counted.home_of("Bình"))
        OutcomeFactory(resident=person)
    for person in ResidentFactory.create_batch(51):
        ResidenceFactory(resident=person, household=counted.home_of("Tâm"))
    for person in ResidentFactory.create_batch(40):
        ResidenceFactory(resident=person, household=counted.home_of("Tâm"))
        OutcomeFactory(resident=person)
    recount.rebuild()

    near = page(client, counted, "province_analyst", f"{VILLAGE}compare/?with=24364002")
    above = page(client, counted, "province_analyst", f"{VILLAGE}compare/?with=66")

    # 44 of 46 and 40 of 92; 84 of 139 in the province.
    assert "Alone: shopping online 100.0% 45 / 45 44.4% 40 / 90 +55.6 fewer than 8" in near
    assert "Alone: shopping online 100.0% 45 / 45 60.7% 85 / 140 +39.3 −40" in above


def test_men_are_compared_only_where_both_places_tell_them(client: Client, counted: World) -> None:
    inside = page(client, counted, "commune_officer", f"{VILLAGE}compare/?with=24364002&group=male")
    beyond = page(client, counted, "commune_officer", f"{VILLAGE}compare/?with=66&group=male")

    assert "· men" in inside
    assert "· men" not in beyond


def test_the_country_stands_beside_a_village_without_the_figures_that_count_villages(client: Client, counted: World) -> None:
    words = page(client, counted, "system_admin", f"{COUNTRY}compare/?with=16831001")

    assert "Villages with 4G" not in words
    assert "Villages with 4G" in page(client, counted, "system_admin", f"{COUNTRY}compare/?with={PROVINCE.strip('/')[-2:]}")
