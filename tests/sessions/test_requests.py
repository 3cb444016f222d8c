"""What the commune asks of its teams: it stands first wherever doors are listed, until a visit answers it or it is taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent
from communes.models import Household
from literacy_portal.kit.periods import today
from sessions.actions.requests import ask_teams, withdraw_requests
from sessions.enums import Result, WorkList
from sessions.models import Visit, VisitRequest
from sessions.queries.doors import doors, most_pressing_first
from sessions.queries.round import to_print
from teams.roles import LOG_VISIT
from teams.scoping import scope_of
from tests.factories import FollowUpFactory, VisitFactory
from tests.sessions.papers import print_sheets
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def binh(world: World) -> Household:
    """Met long ago: no list but a request brings a team there tonight."""
    home = world.home_of("Bình")
    VisitFactory(household=home, visited_on=today() - timedelta(days=90))
    Visit.objects.update(received_at=timezone.now() - timedelta(days=90))
    return home


def ask(world: World, home: Household, **more: Any) -> int:
    said = {"reason": WorkList.STALLED} | more
    return ask_teams(by=world.users["commune_officer"], place="24364", households=[home.pk], **said)


def is_open(home: Household) -> bool:
    return VisitRequest.objects.open(today()).filter(household=home).exists()


def told(client: Client, world: World, home: Household) -> Any:
    client.force_login(world.users["team_member"])
    villages = client.get("/sync/v1/slice").json()["villages"]
    return next(one for village in villages for one in village["households"] if one["id"] == str(home.pk)).get("asked")


def test_who_is_asked_for_stands_first_on_the_phone_on_the_page_and_on_the_round(
    client: Client, world: World, binh: Household
) -> None:
    promised = VisitFactory(household=world.home_of("H'Bŭt"), visited_on=today() - timedelta(days=9))
    FollowUpFactory(household=promised.household, visit=promised, due_on=today())
    until = today() + timedelta(days=3)

    ask(world, binh, remark="Nhà cuối hẻm, chó dữ", until=until)

    scope = scope_of(world.users["team_member"], LOG_VISIT)
    said = {"on": today().isoformat(), "reason": "stalled", "remark": "Nhà cuối hẻm, chó dữ", "until": until.isoformat()}
    assert told(client, world, binh) == [said]
    assert most_pressing_first(doors(scope, today()))[0].pk == binh.pk
    assert binh in [home for home, _stays in to_print(scope, world.xuan_lang, tonight=True, day=today())]
    page = client.get("/households/?show=asked")
    assert [home.pk for home in page.context["page"]] == [binh.pk]
    assert "Nhà cuối hẻm, chó dữ" in client.get(f"{world.xuan_lang.get_absolute_url()}households/{binh.pk}/").content.decode()
    (sheet,) = print_sheets(world.users["team_member"], world.xuan_lang, tonight=True)
    paper = client.get(f"{world.xuan_lang.get_absolute_url()}households/paper/{sheet.round}/").context["sheets"][0]["rows"]
    assert [row.title for row, _card in paper if row.is_asked] == ["1 · Nguyễn Văn Bình"]


def test_a_visit_that_met_someone_answers_it_and_one_that_met_nobody_does_not(world: World, binh: Household) -> None:
    ask(world, binh)

    VisitFactory(household=binh, visited_on=today(), result=Result.NOBODY_HOME)
    still = is_open(binh)
    wrong = VisitFactory(household=binh, visited_on=today())
    answered = not is_open(binh)
    VisitFactory(household=binh, visited_on=today(), result=Result.REFUSED, replaces=wrong)

    assert (still, answered, is_open(binh)) == (True, True, True)


def test_the_evening_before_that_comes_in_late_answers_it_and_the_correction_of_an_old_visit_does_not(
    world: World, binh: Household
) -> None:
    ask(world, binh)

    VisitFactory(household=binh, visited_on=today() - timedelta(days=90), replaces=binh.visits.get())
    corrected = is_open(binh)
    VisitFactory(household=binh, visited_on=today() - timedelta(days=1))

    assert (corrected, is_open(binh)) == (True, False)


def test_it_holds_through_its_last_day_and_can_be_taken_back(client: Client, world: World, binh: Household) -> None:
    ask(world, binh, until=today())
    open_today = is_open(binh)
    open_tomorrow = VisitRequest.objects.open(today() + timedelta(days=1)).exists()

    withdrawn = withdraw_requests(by=world.users["commune_officer"], place="24364", households=[binh.pk])

    assert (open_today, open_tomorrow, withdrawn) == (True, False, 1)
    assert told(client, world, binh) is None
    verbs = AuditEvent.objects.filter(verb__startswith="requests.").order_by("pk").values_list("verb", "place", "facts")
    assert [(verb, place, facts.get("households", facts.get("requests"))) for verb, place, facts in verbs] == [
        ("requests.ask", "24364", 1),
        ("requests.withdraw", "24364", 1),
    ]


def test_asking_again_for_what_is_asked_changes_nothing(world: World, binh: Household) -> None:
    numbers = [ask(world, binh), ask(world, binh, remark="lần hai")]

    assert (numbers, VisitRequest.objects.get().remark) == ([1, 0], "")


def test_a_stranger_and_the_neighbour_never_hear_of_it(client: Client, world: World, binh: Household) -> None:
    ask(world, binh, remark="Nhà cuối hẻm, chó dữ")

    for who in ("stranger_officer", "stranger_member", "neighbour_member", "province_analyst"):
        client.force_login(world.users[who])
        pages = [client.get(path).content.decode() for path in ("/households/?show=asked", "/sync/v1/slice")]
        assert not any("chó dữ" in page for page in pages), who
    assert not VisitRequest.objects.within(scope_of(world.users["stranger_officer"], LOG_VISIT)).exists()
