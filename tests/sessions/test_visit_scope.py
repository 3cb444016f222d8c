import pytest
from django.test import Client

from sessions.actions.visits import record_visit
from sessions.models import Visit
from tests.sessions.drafts import draft, posted, url
from tests.world import World

PAGES = ["household", "visit_new", "visit", "visit_correct"]
WITHOUT_PEOPLE = ["province_analyst", "province_admin", "distant_analyst", "system_admin"]
ELSEWHERE = ["stranger_officer", "stranger_leader", "stranger_member", "neighbour_member"]


@pytest.fixture
def visit(world: World) -> Visit:
    return record_visit(by=world.users["team_member"], household=world.home_of("Bình"), draft=draft(note="riêng")).visit


def _address(world: World, visit: Visit, page: str) -> str:
    more = (visit.pk,) if page in {"visit", "visit_correct"} else ()
    return url(page, world.home_of("Bình"), *more)


@pytest.mark.parametrize("name", [*ELSEWHERE, *WITHOUT_PEOPLE])
@pytest.mark.parametrize("page", PAGES)
def test_whoever_has_no_business_there_finds_nothing(client: Client, world: World, visit: Visit, page: str, name: str) -> None:
    client.force_login(world.users[name])

    answers = [client.get(_address(world, visit, page)), client.post(_address(world, visit, page), posted(note="x"))]

    assert {answer.status_code for answer in answers} <= {404, 405}
    assert answers[0].status_code == 404
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("name", WITHOUT_PEOPLE)
def test_who_reads_figures_only_has_no_list_of_households(client: Client, world: World, name: str) -> None:
    client.force_login(world.users[name])

    assert client.get("/households/").status_code == 404
    assert client.get("/vn/66/24364/001/households/").status_code == 404
    assert client.post("/households/", {"q": "Bình"}).status_code == 404


def test_the_stranger_finds_nobody_of_the_next_commune(client: Client, world: World) -> None:
    client.force_login(world.users["stranger_officer"])

    found = client.post("/households/", {"q": "Bình"}, follow=True)

    assert list(found.context["page"]) == []
    assert client.get("/vn/66/24364/001/households/").status_code == 404
    assert [home.head_name for home in client.get("/households/").context["page"]] == ["Võ Đình Lạ"]


def test_a_household_is_found_under_its_own_village_only(client: Client, world: World) -> None:
    client.force_login(world.users["commune_officer"])
    home = world.home_of("Bình")

    wrong = [
        f"/vn/66/24364/002/households/{home.pk}/",
        f"/vn/40/24364/001/households/{home.pk}/",
        f"/vn/66/24364/001/households/{world.home_of('Lạ').pk}/",
        f"/vn/66/24364/999/households/{home.pk}/",
    ]

    assert [client.get(path).status_code for path in wrong] == [404, 404, 404, 404]


def test_a_visit_is_found_under_its_own_household_only(client: Client, world: World, visit: Visit) -> None:
    client.force_login(world.users["team_member"])

    answers = [client.get(url(page, world.home_of("H'Bŭt"), visit.pk)) for page in ("visit", "visit_correct")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_nobody_signed_in_is_asked_to_sign_in(client: Client, world: World, visit: Visit) -> None:
    for page in PAGES:
        assert client.get(_address(world, visit, page))["Location"].startswith("/accounts/login/")
