"""What becomes of what was held."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.actions.held import (
    AlreadySettledError,
    NotPlaceableError,
    decline_held,
    record_held,
)
from sessions.actions.retrying import retry_due, retry_household
from sessions.models import Gathering, Held, Proposal, Visit
from teams.models import Membership
from tests.factories import HouseholdFactory, ResidenceFactory, ResidentFactory
from tests.indicators.conftest import day_is
from tests.sessions.phones import attends, gathering, proposal, results, seen, verdicts, visit
from tests.world import World


@pytest.fixture
def member(world: World) -> User:
    return world.users["team_member"]


@pytest.fixture
def officer(world: World) -> User:
    return world.users["commune_officer"]


@pytest.fixture
def phone(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def test_a_visit_to_a_household_that_comes_on_the_roster_later_is_recorded_then(
    phone: Client, member: User, world: World
) -> None:
    household, person = new_id(), new_id()
    told = visit(household, observations=[seen(ResidentFactory.build(id=person), "device_use", 2)])
    assert verdicts(phone, member, told) == ["held unknown_household"]

    home = HouseholdFactory(id=household, village=world.xuan_lang)
    assert retry_household(household=home) == 0
    ResidenceFactory(household=home, resident=ResidentFactory(id=person))
    assert retry_household(household=home) == 1

    kept = Visit.objects.get()
    assert (str(kept.pk), kept.recorded_by, kept.team, kept.outcomes.count()) == (told["id"], member, world.team, 1)
    assert verdicts(phone, member, told) == ["duplicate"]
    assert Held.objects.waiting().count() == 0


def test_sending_again_records_what_can_be_placed_by_now(phone: Client, member: User, world: World) -> None:
    told = visit(new_id())
    verdicts(phone, member, told)
    ResidenceFactory(household=HouseholdFactory(id=told["household"], village=world.xuan_lang))

    assert verdicts(phone, member, told, told) == ["accepted", "duplicate"]
    assert Held.objects.get().settled == "recorded"


def test_a_walk_in_waits_for_its_people_too(phone: Client, member: User, world: World) -> None:
    person = ResidentFactory.build(id=new_id())
    assert verdicts(phone, member, gathering(attends(person))) == ["held unknown_person"]

    stay = ResidenceFactory(resident=ResidentFactory(id=person.pk), household=HouseholdFactory(village=world.xuan_lang))

    assert retry_household(household=stay.household) == 1
    assert Gathering.objects.get().attendances.count() == 1


def test_a_visit_of_a_day_to_come_is_recorded_on_that_day(phone: Client, member: User, world: World) -> None:
    verdicts(phone, member, visit(world.home_of("Bình"), day=today() + timedelta(days=2)))
    assert retry_due() == 0

    with day_is(today() + timedelta(days=2)):
        assert retry_due() == 1
    assert Visit.objects.get().recorded_by == member


def test_an_officer_records_in_its_senders_name_what_the_portal_would_not(
    phone: Client, member: User, officer: User, world: World
) -> None:
    Membership.objects.filter(user=member).update(ended_on=today() - timedelta(days=3))
    told = visit(world.home_of("Bình"), observations=[seen(world.people["Bình"], "device_use", 3)])
    assert verdicts(phone, member, told) == ["held out_of_scope"]
    held = Held.objects.get()

    record_held(by=officer, held=held)

    kept = Visit.objects.get()
    assert (str(kept.pk), kept.recorded_by, kept.team, kept.village) == (told["id"], member, None, world.xuan_lang)
    held.refresh_from_db()
    assert (held.settled, held.settled_by) == ("recorded", officer)
    event = AuditEvent.objects.get(verb="held.record")
    assert (event.actor, event.target_id, event.place, event.facts) == (
        officer, str(held.pk), "24364001", {"reason": "out_of_scope"},
    )  # fmt: skip
    assert verdicts(phone, member, told) == ["duplicate"]
    with pytest.raises(AlreadySettledError):
        record_held(by=officer, held=held)


def test_the_second_content_corrects_the_first_when_the_officer_says_so(
    phone: Client, member: User, officer: User, world: World
) -> None:
    told = visit(world.home_of("Bình"), note="một")
    second = told | {"note": "hai"}
    assert verdicts(phone, member, told, second) == ["accepted", "held other_content"]

    record_held(by=officer, held=Held.objects.get())

    assert list(Visit.objects.standing().values_list("note", flat=True)) == ["hai"]
    assert verdicts(phone, member, told, second) == ["duplicate", "duplicate"]
    assert Visit.objects.count() == 2


def test_what_was_declined_stays_declined_and_its_sender_reads_why(
    phone: Client, member: User, officer: User, world: World
) -> None:
    told = visit(new_id())
    verdicts(phone, member, told)

    decline_held(by=officer, held=Held.objects.get(), remark="Không có hộ này")

    ResidenceFactory(household=HouseholdFactory(id=told["household"], village=world.xuan_lang))
    (answer,) = results(phone, member, told)
    assert (answer["verdict"], answer["message"]) == ("held", "Không có hộ này")
    assert not Visit.objects.exists()


def test_nobody_can_record_what_the_roster_does_not_know_or_what_lies_elsewhere(
    phone: Client, member: User, officer: User, world: World
) -> None:
    cases = {
        "unknown_household": visit(new_id()),
        "unknown_person": visit(world.home_of("Bình"), people=[str(world.people["Lạ"].pk)]),
        "in_the_future": visit(world.home_of("Bình"), day=today() + timedelta(days=1)),
    }
    verdicts(phone, member, *cases.values())

    for reason, told in cases.items():
        with pytest.raises(NotPlaceableError) as refused:
            record_held(by=officer, held=Held.objects.get(client_id=told["id"]))
        assert refused.value.reason == reason
    foreign = visit(world.home_of("Lạ"))
    verdicts(phone, member, foreign)
    with pytest.raises(NotPlaceableError) as refused:
        record_held(by=officer, held=Held.objects.get(client_id=foreign["id"]))
    assert refused.value.reason == "unknown_household"
    assert Held.objects.waiting().count() == 4
    assert not Visit.objects.exists()


def test_held_gatherings_and_proposals_are_recorded_too(phone: Client, member: User, officer: User, world: World) -> None:
    first = gathering(attends(world.people["Bình"]))
    told = proposal("died", world.home_of("Bình"), resident=str(world.people["Bình"].pk))
    verdicts(phone, member, first, first | {"minutes": 9}, told, told | {"note": "khác"})

    for held in Held.objects.waiting():
        record_held(by=officer, held=held)

    assert (Gathering.objects.count(), Proposal.objects.count()) == (2, 2)
    assert set(Proposal.objects.values_list("proposed_by", flat=True)) == {member.pk}
