"""Fifty phones on a bad network: requests that never arrive, answers that are lost, everything twice and in any order.

SOAK_SECONDS sets for how long people go on writing: `SOAK_SECONDS=300 pytest tests/sessions/test_soak.py -n0`.
"""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from django.test import Client

from accounts.models import User
from communes.models import Residence
from indicators.actions.proof import compare
from indicators.actions.recount import drain
from literacy_portal.kit.periods import today
from sessions.models import Device, FollowUp, Outcome, Visit
from tests.factories import HouseholdFactory, MembershipFactory, ResidenceFactory, UserFactory
from tests.sessions.phones import Item, delivery, seen, send, visit
from tests.world import World, build_world

PHONES, VISITS, LINES = 50, 4, 4
SECONDS = float(os.environ.get("SOAK_SECONDS", "0"))
SKILLS = ("device_use", "online_shopping", "cashless_payment", "online_safety")


@dataclass
class Phone:
    """A phone with its outbox, which forgets a visit only when an answer says what became of it."""

    user: User
    device: str
    chance: Random
    homes: list[Residence]
    client: Client = field(default_factory=Client)
    outbox: dict[str, Item] = field(default_factory=dict)
    written: dict[str, Item] = field(default_factory=dict)
    verdicts: list[str] = field(default_factory=list)

    def write(self) -> None:
        """One more visit, of some day of the last month."""
        stay, chance = self.chance.choice(self.homes), self.chance
        day = today() - timedelta(days=chance.randrange(30))
        levels = [seen(stay.resident, skill, chance.randrange(4)) for skill in chance.sample(SKILLS, 2)]
        promised = {"next_on": str(day + timedelta(days=7))} if chance.random() < 0.4 else {}
        told = visit(stay.household, day=day, observations=levels, **promised)
        self.outbox[told["id"]] = self.written[told["id"]] = told

    def send(self) -> None:
        """Some of the outbox, in any order, some of it twice, and some of what was answered long ago."""
        items = self.chance.sample([*self.outbox.values()], self.chance.randint(1, len(self.outbox)))
        items += self.chance.choices([*self.written.values()], k=self.chance.randrange(3))
        self.chance.shuffle(items)
        for _time in range(self.chance.choice((0, 1, 1, 1, 2))):
            answer = send(self.client, delivery(self.user, *items, device=self.device))
            if self.chance.random() < 0.3:
                continue
            assert answer.status_code == 200, answer.content
            for one in answer.json()["results"]:
                self.verdicts.append(one["verdict"])
                self.outbox.pop(one["id"], None)


def _phones(world: World) -> list[Phone]:
    villages = [world.xuan_lang, world.xuan_my]
    world.team.villages.set(villages)
    stays = [ResidenceFactory(household=HouseholdFactory(village=villages[n % 2])) for n in range(24)]
    phones = []
    for number in range(PHONES):
        user = UserFactory()
        MembershipFactory(user=user, team=world.team)
        phone = Phone(user, str(UUID(int=number + 1)), Random(number), stays)
        phone.client.force_login(user)
        phones.append(phone)
    return phones


def _live(phone: Phone, until: float) -> None:
    try:
        for _visit in range(VISITS):
            phone.write()
        while phone.outbox or time.monotonic() < until:
            if not phone.outbox:
                phone.write()
            phone.send()
    finally:
        connection.close()


@contextmanager
def _counting() -> Iterator[None]:
    """A worker that recounts all the while."""
    over = Event()

    def count() -> None:
        while not over.wait(0.1):
            try:
                drain(seconds=1)
            except OperationalError:
                connection.close()
        connection.close()

    worker = Thread(target=count)
    worker.start()
    try:
        yield
    finally:
        over.set()
        worker.join()


@pytest.mark.django_db(transaction=True)
def test_every_visit_of_fifty_phones_on_a_bad_network_counts_once(settings: Any) -> None:
    settings.SYNC_REQUESTS_A_MINUTE = 1_000_000
    world = build_world()
    phones = _phones(world)
    until = time.monotonic() + SECONDS

    with _counting(), ThreadPoolExecutor(LINES) as lines:
        list(lines.map(lambda phone: _live(phone, until), phones))

    told = {UUID(key): item for phone in phones for key, item in phone.written.items()}
    assert len(told) >= PHONES * VISITS
    assert set(Visit.objects.values_list("pk", flat=True)) == set(told)
    assert Outcome.objects.count() == 2 * len(told)
    assert FollowUp.objects.count() == sum("next_on" in item for item in told.values())
    heard = [verdict for phone in phones for verdict in phone.verdicts]
    assert set(heard) == {"accepted", "duplicate"}
    assert heard.count("accepted") <= len(told)
    assert Device.objects.filter(unsent=0).exists()
    drain()
    assert compare() == []
