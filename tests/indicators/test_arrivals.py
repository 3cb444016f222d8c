"""News about a person, and a roster that moves the person at the same time: neither sees the other, both are counted."""

from collections.abc import Iterator
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from communes.models import Residence
from indicators.actions import proof, recount
from indicators.models import Arrival, Stale
from tests.emptying import empty_tables
from tests.factories import OutcomeFactory, ResidenceFactory, UserFactory
from tests.indicators.conftest import figure
from tests.world import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)

THERE = "24364002"


@pytest.fixture
def counted(transactional_db: None) -> Iterator[World]:
    """The world, all of it counted and looked at again."""
    world = build_world()
    recount.drain()
    assert not Arrival.objects.exists()
    yield world
    empty_tables()


class SlowWriter:
    """Someone who writes an outcome of a person and commits when told."""

    def __init__(self, world: World, person: str) -> None:
        self._has_written, self._may_end = Event(), Event()
        self._thread = Thread(target=self._write, args=[world.people[person], UserFactory()], daemon=True)
        self._thread.start()
        assert self._has_written.wait(20)

    def _write(self, person: object, by: object) -> None:
        try:
            with transaction.atomic():
                OutcomeFactory(resident=person, recorded_by=by)
                self._has_written.set()
                assert self._may_end.wait(20)
        finally:
            connection.close()

    def commit(self) -> None:
        self._may_end.set()
        self._thread.join(20)
        assert not self._thread.is_alive()


def move_hoa(world: World) -> None:
    """Hòa lives with Tâm too, since long ago."""
    Residence.objects.filter(resident=world.people["Hòa"]).update(ended_on="2025-07-01")
    ResidenceFactory(resident=world.people["Hòa"], household=world.home_of("Tâm"))


def test_an_outcome_that_was_being_written_while_its_person_moved_counts_where_the_person_lives_now(counted: World) -> None:
    writer = SlowWriter(counted, "Hòa")
    move_hoa(counted)
    recount.drain()
    before = figure(THERE, "online_shopping_alone")
    writer.commit()
    recount.drain()

    assert (before, figure(THERE, "online_shopping_alone")) == ((0, 2), (1, 2))
    assert list(proof.compare()) == []
    assert not Arrival.objects.exists()


def test_an_arrival_waits_for_the_writers_that_were_there_and_not_for_those_that_came_later(counted: World) -> None:
    early = SlowWriter(counted, "Hòa")
    move_hoa(counted)
    recount.drain()
    late = SlowWriter(counted, "Xa")
    early.commit()
    recount.drain()
    settled = not Arrival.objects.exists()
    late.commit()

    assert settled
    assert figure(THERE, "online_shopping_alone") == (1, 2)


def test_where_nobody_writes_an_arrival_costs_no_second_recount(counted: World) -> None:
    move_hoa(counted)

    assert recount.drain() == 2
    assert not Stale.objects.exists()
    assert recount.drain() == 0


def test_who_only_leaves_has_arrived_nowhere(counted: World) -> None:
    Residence.objects.filter(resident=counted.people["Hòa"]).update(ended_on="2026-10-01", end_reason="died")

    assert not Arrival.objects.exists()
