"""When a visit was written down at the door: told by the phone, or by the portal's own page, and by nobody afterwards."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import VIETNAM, today
from sessions.actions.paper import Evening, record_row
from sessions.actions.retrying import retry_due, retry_household
from sessions.actions.visits import correct_visit, record_visit
from sessions.models import Visit
from tests.factories import HouseholdFactory, ResidenceFactory
from tests.indicators.conftest import day_is
from tests.sessions.drafts import draft
from tests.sessions.phones import results, verdicts, visit
from tests.world import World

NOON = datetime.now(VIETNAM).replace(hour=12, minute=0, second=0, microsecond=0)
"""Of today: what is told of today lies before or after it, and never on another day by chance."""


@pytest.fixture
def member(world: World) -> User:
    return world.users["team_member"]


@pytest.fixture
def phone(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def _written(phone: Client, member: User, world: World, written_at: datetime | None, skew: timedelta) -> datetime | None:
    """What the portal keeps of a visit of today that says it was written at a moment, from a phone with such a clock."""
    told = visit(world.home_of("Bình"), written_at=written_at.isoformat() if written_at else None)
    (answer,) = results(phone, member, told, sent_at=(timezone.now() + skew).isoformat())
    assert answer["verdict"] == "accepted"
    kept = Visit.objects.get(pk=told["id"]).written_at
    # Between the phone's sending and the portal's hearing lie milliseconds.
    return kept and (kept + timedelta(seconds=1)).replace(second=0, microsecond=0)


def test_a_phone_says_when_it_was_written_and_the_portal_corrects_its_clock(phone: Client, member: User, world: World) -> None:
    right, slow, days = timedelta(), timedelta(minutes=-90), timedelta(days=3)

    assert _written(phone, member, world, NOON, right) == NOON
    assert _written(phone, member, world, NOON, slow) == NOON + timedelta(minutes=90)
    # A clock three days wrong, of which the neighbour chose the right day; and the one who did not.
    assert _written(phone, member, world, NOON - days, -days) == NOON
    assert _written(phone, member, world, NOON + days, days) == NOON
    assert _written(phone, member, world, NOON, days) is None


def test_what_was_written_on_another_day_says_nothing_of_the_door(phone: Client, member: User, world: World) -> None:
    midnight = NOON.replace(hour=0)

    assert _written(phone, member, world, midnight, timedelta()) == midnight
    assert _written(phone, member, world, midnight - timedelta(minutes=2), timedelta()) is None
    assert _written(phone, member, world, NOON + timedelta(days=1), timedelta()) is None
    assert _written(phone, member, world, None, timedelta()) is None
    assert _written(phone, member, world, datetime.min.replace(tzinfo=VIETNAM), timedelta(hours=1)) is None


def test_a_visit_that_waited_keeps_its_moment_unless_the_clock_was_ahead(phone: Client, member: User, world: World) -> None:
    ahead = NOON + timedelta(days=2)
    told = visit(world.home_of("Bình"), day=ahead.date(), written_at=ahead.isoformat())
    moved_in = visit(new_id(), written_at=(began := timezone.now()).isoformat())
    assert verdicts(phone, member, told, moved_in) == ["held in_the_future", "held unknown_household"]

    home = HouseholdFactory(id=moved_in["household"], village=world.xuan_lang)
    ResidenceFactory(household=home)
    assert retry_household(household=home) == 1
    with day_is(ahead.date()):
        assert retry_due() == 1

    assert Visit.objects.get(household=home).written_at == began
    assert Visit.objects.get(pk=told["id"]).written_at is None


def test_who_is_at_the_door_writes_now_and_who_types_afterwards_does_not(member: User, world: World) -> None:
    home, before = world.home_of("Bình"), timezone.now()

    at_door = record_visit(by=member, household=home, draft=draft()).visit
    later = record_visit(by=member, household=home, draft=draft(visited_on=today() - timedelta(days=1))).visit
    office = record_visit(by=world.users["commune_officer"], household=home, draft=draft()).visit
    evening = Evening(today(), world.team, [member])
    paper = record_row(by=member, household=home, village="24364001", draft=draft(), evening=evening, anyway=True).visit

    assert at_door.written_at
    assert before <= at_door.written_at <= timezone.now()
    assert (later.written_at, office.written_at, paper.written_at) == (None, None, None)


def test_a_correction_was_at_the_door_when_the_visit_was(member: User, world: World) -> None:
    wrong = record_visit(by=member, household=world.home_of("Bình"), draft=draft()).visit

    right = correct_visit(by=world.users["commune_officer"], visit=wrong, draft=draft(id=new_id(), note="Hòa")).visit
    moved = correct_visit(by=member, visit=right, draft=draft(id=new_id(), visited_on=today() - timedelta(days=1))).visit

    assert wrong.written_at
    assert right.written_at == wrong.written_at
    assert moved.written_at is None
