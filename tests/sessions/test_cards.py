import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from sessions.actions.cards import issue_cards, renew_card
from sessions.models import Card
from tests.house.test_scope_walk import text_of
from tests.sessions.drafts import url
from tests.world import World

STRANGERS = ["stranger_officer", "stranger_member", "neighbour_member", "province_analyst", "province_admin", "system_admin"]

NONE = "0000000000000000"


@pytest.fixture
def card(world: World) -> Card:
    return renew_card(by=world.users["commune_officer"], household=world.home_of("Bình"))


@pytest.mark.parametrize("name", ["team_member", "team_leader", "commune_officer", "commune_leader"])
def test_a_card_opens_its_household_for_those_who_may_see_it(client: Client, world: World, card: Card, name: str) -> None:
    client.force_login(world.users[name])

    answers = [client.get(f"/h/{code}/") for code in (card.code, card.code.lower())]

    assert [answer["Location"] for answer in answers] == [url("household", world.home_of("Bình"))] * 2


@pytest.mark.parametrize("name", STRANGERS)
def test_for_anyone_else_a_card_is_like_one_that_never_was(client: Client, world: World, card: Card, name: str) -> None:
    client.force_login(world.users[name])
    answers, asked = [], []

    for code in (card.code, NONE):
        with CaptureQueriesContext(connection) as seen:
            answers.append(client.get(f"/h/{code}/"))
        asked.append([re.sub(r"20\d\d-[^']+", "now", query["sql"].replace(code, NONE)) for query in seen])

    assert [answer.status_code for answer in answers] == [404, 404]
    assert text_of(answers[0]).replace(card.code, NONE) == text_of(answers[1])
    assert asked[0] == asked[1]


def test_who_is_not_signed_in_signs_in_first_and_then_stands_at_the_door(client: Client, world: World, card: Card) -> None:
    answers = {code: client.get(f"/h/{code}/") for code in (card.code, NONE)}

    assert {answer["Location"].replace(code, "") for code, answer in answers.items()} == {"/accounts/login/?next=/h//"}
    client.force_login(world.users["team_member"])
    assert client.get(f"/h/{card.code}/", follow=True).context["household"] == world.home_of("Bình")


def test_a_lost_card_opens_nothing_once_another_is_made(client: Client, world: World, card: Card) -> None:
    client.force_login(world.users["team_member"])

    client.post(url("household", world.home_of("Bình")) + "card/")

    new = Card.objects.in_use().get(household=world.home_of("Bình").pk)
    assert new.code != card.code
    assert client.get(f"/h/{card.code}/").status_code == 404
    assert client.get(f"/h/{new.code}/").status_code == 302
    assert list(AuditEvent.objects.filter(verb__startswith="card.").values_list("verb", flat=True).order_by("id")) == [
        "card.issue",
        "card.renew",
    ]


def test_codes_are_random_and_hold_nothing_of_the_household(world: World) -> None:
    home = world.home_of("Bình")
    codes = {renew_card(by=world.users["team_member"], household=home).code for _n in range(50)}

    assert len({code[:4] for code in codes}) > 40
    assert {len(code) for code in codes} == {16}


def test_giving_cards_twice_gives_each_household_one(world: World, card: Card) -> None:
    homes = [world.home_of("Bình").pk, world.home_of("H'Bŭt").pk]

    for _time in range(2):
        issue_cards(by=world.users["team_member"], village=world.xuan_lang, households=homes)

    assert sorted(Card.objects.in_use().values_list("household", flat=True)) == sorted(homes)
    assert Card.objects.in_use().get(household=homes[0]).code == card.code


def test_the_page_of_cards_names_the_village_and_numbers_and_nobody(client: Client, world: World, card: Card) -> None:
    client.force_login(world.users["team_member"])

    for page in ("/vn/66/24364/001/households/paper/cards/", url("household", world.home_of("Bình")) + "card/"):
        text = client.get(page).content.decode()

        assert "thôn Xuân Lạng 2" in text
        assert '<svg class="qr"' in text
        assert not [name for name in ("Văn Bình", "Hòa", "Cạnh nhà văn hóa", "+8491") if name in text]


def test_a_household_that_moves_into_another_commune_takes_its_card_out_of_reach(
    client: Client, world: World, card: Card
) -> None:
    home = world.home_of("Bình")
    home.village = world.stranger_village
    home.save()
    client.force_login(world.users["team_member"])

    assert client.get(f"/h/{card.code}/").status_code == 404
    client.force_login(world.users["stranger_officer"])
    assert client.get(f"/h/{card.code}/").status_code == 302
