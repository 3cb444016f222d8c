"""Deliveries that meet: the same items at the same moment, and items that the database refuses."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from literacy_portal.kit.ids import new_id
from sessions.actions.deliveries import take_delivery
from sessions.models import FollowUp, Held, Outcome, Visit
from sessions.wire.delivery import Delivery
from tests.factories import HouseholdFactory, ResidenceFactory
from tests.sessions.phones import Item, attends, gathering, proposal, results, seen, verdicts, visit
from tests.world import World, build_world

AT_ONCE = 4


@pytest.fixture
def lasting_world(transactional_db: None) -> World:
    """A world that other connections can see."""
    return build_world()


def _deliver(world: World, items: list[Item]) -> list[str]:
    user = world.users["team_member"]
    said = Delivery(schema=2, device=new_id(), user=user.pk, items=items, sent_at=timezone.now())
    return [answer.verdict for answer in take_delivery(by=user, delivery=said, channel="phone")]


def _at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_the_same_delivery_at_once_is_recorded_once_and_each_item_accepted_once(lasting_world: World) -> None:
    world = lasting_world
    stays = [ResidenceFactory(household=HouseholdFactory(village=world.xuan_lang)) for _n in range(8)]
    items = [
        visit(stay.household, observations=[seen(stay.resident, "device_use", 2)], next_on="2099-01-01") for stay in stays
    ] + [visit(new_id()), gathering(attends(stays[0].resident, device_use=1)), proposal("died", stays[0].household)]

    # Households in another order in each: whoever locks them as they come would wait for the other for ever.
    answers = _at_once([lambda turn=turn: _deliver(world, items[turn:] + items[:turn]) for turn in range(AT_ONCE)])

    assert (Visit.objects.count(), Outcome.objects.count(), FollowUp.objects.count(), Held.objects.count()) == (8, 9, 8, 1)
    told = sorted(verdict for each in answers for verdict in each)
    visits_told = ["accepted"] * 8 + ["duplicate"] * 8 * (AT_ONCE - 1)
    assert told.count("held") == AT_ONCE
    assert told.count("accepted") >= 10
    assert len(told) == len(visits_told) + 3 * AT_ONCE
    assert set(told) == {"accepted", "duplicate", "held"}


def test_one_key_for_two_households_at_once_is_one_visit_and_one_conflict(lasting_world: World) -> None:
    world = lasting_world
    first = visit(world.home_of("Bình"))
    second = first | {"household": str(world.home_of("H'Bŭt").pk)}

    answers = _at_once([lambda told=told: _deliver(world, [told]) for told in (first, second)])

    assert sorted(answers) == [["accepted"], ["held"]]
    assert (Visit.objects.count(), Held.objects.get().reason) == (1, "other_content")


def test_an_item_that_the_database_refuses_stops_no_other(client: Client, world: World) -> None:
    user = world.users["team_member"]
    client.force_login(user)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE coaching_visit ADD CONSTRAINT poison CHECK (note <> 'poison')")
    good = [visit(world.home_of(name)) for name in ("Bình", "H'Bŭt", "Bình")]
    poison = visit(world.home_of("Bình"), note="poison")

    answers = results(client, user, good[0], poison, *good[1:], visit(new_id()))

    assert [one["verdict"] for one in answers] == ["accepted", "refused", "accepted", "accepted", "held"]
    assert "stays on the phone" in answers[1]["message"]
    assert set(Visit.objects.values_list("pk", flat=True)) == {UUID(told["id"]) for told in good}
    assert verdicts(client, user, poison, good[0]) == ["refused", "duplicate"]
