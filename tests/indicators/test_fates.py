from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from indicators.actions import recount
from indicators.models import Arrival, Stale
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.actions.held import decline_held
from sessions.models import Held
from tests.sessions.phones import attends, gathering, proposal, results, seen, visit
from tests.world import World


@pytest.fixture
def member(world: World) -> User:
    return world.users["team_member"]


@pytest.fixture
def phone(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def _ask(client: Client, *ids: Any) -> Any:
    answer = client.post("/sync/v1/fates", {"ids": list(ids)}, content_type="application/json", headers={"accept-language": "en"})
    return answer.json()["fates"] if answer.status_code == 200 else (answer.status_code, answer.json()["error"])


def _fates(client: Client, *ids: Any) -> list[str]:
    return [fate["fate"] for fate in _ask(client, *ids)]


def test_a_visit_is_sent_until_its_village_is_recounted_and_counted_then(phone: Client, member: User, world: World) -> None:
    recount.rebuild()
    told = visit(world.home_of("Bình"), observations=[seen(world.people["Bình"], "device_use", 2)])
    walk_in = gathering(attends(world.people["Bình"]))
    results(phone, member, told, walk_in)
    assert _fates(phone, told["id"], walk_in["id"]) == ["sent", "sent"]

    recount.rebuild()

    assert _fates(phone, told["id"], walk_in["id"]) == ["counted", "counted"]
    Stale.objects.create(village=world.xuan_lang, since=today() + timedelta(days=1))
    assert _fates(phone, told["id"]) == ["counted"]
    Arrival.objects.create(village=world.xuan_lang, since=today() - timedelta(days=30))
    assert _fates(phone, told["id"]) == ["sent"]


def test_what_waits_what_was_declined_and_what_nobody_sent(phone: Client, member: User, world: World) -> None:
    waits, declined, proposed = visit(new_id()), visit(new_id()), proposal("died", world.home_of("Bình"))
    results(phone, member, waits, declined, proposed)
    decline_held(by=world.users["commune_officer"], held=Held.objects.get(client_id=declined["id"]), remark="Không có hộ này")
    nobodys = str(new_id())

    assert _ask(phone, waits["id"], declined["id"], proposed["id"], nobodys) == [
        {"id": waits["id"], "fate": "held", "message": "the household is not on the roster"},
        {"id": declined["id"], "fate": "declined", "message": "Không có hộ này"},
        {"id": proposed["id"], "fate": "sent", "message": ""},
        {"id": nobodys, "fate": "unknown", "message": ""},
    ]


def test_of_what_others_sent_nothing_is_known(phone: Client, member: User, world: World) -> None:
    sent = [visit(world.home_of("Bình")), visit(new_id()), proposal("died", world.home_of("Bình")), gathering()]
    results(phone, member, *sent)
    other = Client()
    other.force_login(world.users["team_leader"])

    assert _fates(other, *(told["id"] for told in sent)) == ["unknown"] * 4


def test_questions_that_are_no_questions_are_turned_away(phone: Client) -> None:
    assert _ask(phone, "x") == (400, "malformed")
    assert _ask(phone, {}) == (400, "malformed")
    assert _ask(phone, *[str(new_id())] * 201) == (413, "too_many")
    assert _ask(Client(), str(new_id())) == (401, "signed_out")


def test_two_hundred_fates_cost_as_many_statements_as_one(
    phone: Client, member: User, world: World, django_assert_num_queries: Any
) -> None:
    told = [visit(world.home_of("Bình")) for _n in range(20)]
    results(phone, member, *told)
    _fates(phone, told[0]["id"])
    for ids in ([told[0]["id"]], [one["id"] for one in told]):
        with django_assert_num_queries(STATEMENTS):
            _fates(phone, *ids)


STATEMENTS = 7
