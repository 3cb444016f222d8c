"""The menu: what each member of the cast is offered, and where it leads."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from literacy_portal.navigation import menu_of
from teams.scoping import Reach
from tests.world import World

HOME, HOUSEHOLDS, PLACES = "/", "/households/", "/places/"
IMPORTS, TEAMS = "/vn/66/24364/imports/", "/vn/66/24364/teams/"
TONIGHT, REPORTS = "/field/", "/vn/66/24364/reports/"
REVIEW = "/vn/66/24364/review/"

OFFERED = {
    "team_member": [HOME, TONIGHT, HOUSEHOLDS, PLACES, TEAMS],
    "team_leader": [HOME, TONIGHT, HOUSEHOLDS, PLACES, TEAMS],
    "commune_officer": [HOME, TONIGHT, HOUSEHOLDS, IMPORTS, REPORTS, REVIEW, PLACES, TEAMS],
    "commune_leader": [HOME, HOUSEHOLDS, REPORTS, REVIEW, PLACES, TEAMS],
    "province_analyst": [HOME, PLACES],
    "province_admin": [HOME, PLACES],
    "system_admin": [HOME, PLACES],
    "stranger_officer": [
        HOME,
        TONIGHT,
        HOUSEHOLDS,
        "/vn/66/24169/imports/",
        "/vn/66/24169/reports/",
        "/vn/66/24169/review/",
        PLACES,
        "/vn/66/24169/teams/",
    ],
}


def links(world: World, name: str, path: str = "/") -> list[tuple[str, bool]]:
    request = RequestFactory().get(path)
    request.user = world.users[name]
    request.reach = Reach(world.users[name])
    return [(link.url, link.is_current) for link in menu_of(request)]


@pytest.mark.parametrize("name", OFFERED)
def test_the_menu_offers_what_the_role_may_open(world: World, name: str) -> None:
    assert [url for url, _ in links(world, name)] == OFFERED[name]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/vn/66/24364/", HOME),
        ("/vn/66/24364/001/", HOME),
        ("/vn/66/24364/imports/new/", IMPORTS),
        ("/vn/66/24364/reports/7/edit/", REPORTS),
        ("/households/", HOUSEHOLDS),
        ("/vn/66/24364/001/households/", HOUSEHOLDS),
        ("/places/", PLACES),
        ("/account/", None),
    ],
)
def test_the_menu_marks_where_one_is(world: World, path: str, current: str | None) -> None:
    assert [url for url, is_current in links(world, "commune_officer", path) if is_current] == ([current] if current else [])


def test_nobody_is_offered_anything_before_signing_in() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.reach = None

    assert menu_of(request) == []


def test_the_menu_asks_one_question_beside_those_of_the_reach(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = RequestFactory().get("/")
    request.user = world.users["commune_officer"]
    request.reach = Reach(world.users["commune_officer"])
    assert request.reach.assignments

    with django_assert_num_queries(1):
        menu_of(request)
