"""The sides of a place: one row of tabs over pages of the same shape, at every level."""

import re

import pytest
from django.test import Client

from indicators.views.sides import SIDES
from tests.world import World

pytestmark = pytest.mark.django_db


def test_every_side_of_every_place_opens_and_says_which_side_it_is(client: Client, world: World) -> None:
    client.force_login(world.users["province_analyst"])

    for depth, place in enumerate(("/vn/", "/vn/66/", "/vn/66/24364/", "/vn/66/24364/001/")):
        for side in SIDES:
            if depth not in side.depths:
                continue
            answer = client.get(f"{place}{side.word + '/' if side.word else ''}")
            current = re.findall(r'<a href="([^"]+)" aria-current="page"', answer.content.decode())
            assert answer.status_code == 200
            assert answer.wsgi_request.path in current, (place, side.word, current)


def test_the_day_and_the_group_that_were_chosen_go_along_to_the_sides_that_show_them(client: Client, world: World) -> None:
    client.force_login(world.users["province_analyst"])

    page = client.get("/vn/66/?day=2026-01-05&group=female").content.decode()

    for side in SIDES:
        kept = "?day=2026-01-05&amp;group=female" if side.looks else ""
        assert f'href="/vn/66/{side.word + "/" if side.word else ""}{kept}"' in page


def test_a_stranger_finds_no_side_of_the_next_commune(client: Client, world: World) -> None:
    client.force_login(world.users["stranger_officer"])

    assert {client.get(f"/vn/66/24364/{side.word + '/' if side.word else ''}").status_code for side in SIDES} == {404}
