"""What was recorded once is known again by its words, before it is read; by its content where the words differ."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from accounts.models import User
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.actions.retrying import retry_due
from sessions.models import Held, Visit
from sessions.wire.items import READERS
from teams.models import Membership
from tests.factories import HouseholdFactory, ResidenceFactory
from tests.indicators.conftest import day_is
from tests.sessions.phones import results, seen, verdicts, visit
from tests.world import World


@pytest.fixture
def member(world: World) -> User:
    return world.users["team_member"]


@pytest.fixture
def phone(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


@contextmanager
def nobody_reads() -> Iterator[None]:
    """Whoever reads a visit fails."""

    def read(*_said: Any) -> None:
        raise AssertionError("a visit was read")

    with patch.dict(READERS, {"visit": read}):
        yield


def test_word_for_word_whatever_the_order_of_its_fields_it_is_not_read_again(phone: Client, member: User, world: World) -> None:
    told = visit(world.home_of("Bình"), observations=[seen(world.people["Bình"], "device_use", 2)], note=" Hẹn  lại ")
    (first,) = results(phone, member, told)

    with nobody_reads():
        (again,) = results(phone, member, dict(reversed(told.items())))

    assert again == first | {"verdict": "duplicate"}


def test_the_same_in_other_words_is_read_and_is_the_same(phone: Client, member: User, world: World) -> None:
    told = visit(world.home_of("Bình"), note="hẹn lại")
    results(phone, member, told)

    assert verdicts(phone, member, told | {"note": " hẹn  lại"}, told | {"written_at": None}) == ["duplicate", "duplicate"]
    assert verdicts(phone, member, told | {"note": "không hẹn"}, told) == ["held other_content", "duplicate"]
    assert Held.objects.count() == 1


def test_words_of_one_version_of_the_contract_are_not_those_of_another(phone: Client, member: User, world: World) -> None:
    old = {name: value for name, value in visit(world.home_of("Bình")).items() if name not in {"kind", "village", "written_at"}}
    verdicts(phone, member, old, schema=1)

    with nobody_reads():
        assert verdicts(phone, member, old, schema=1) == ["duplicate"]
    assert verdicts(phone, member, old) == ["refused kind"]
    assert verdicts(phone, member, old | {"kind": "visit"}) == ["duplicate"]


def test_known_ones_and_new_ones_of_one_delivery_are_answered_in_order(phone: Client, member: User, world: World) -> None:
    known, new, bad = (visit(world.home_of("Bình")) for _n in range(3))
    results(phone, member, known)

    assert verdicts(phone, member, new, known, bad | {"result": "perhaps"}, visit(new_id()), known) == [
        "accepted", "duplicate", "refused result", "held unknown_household", "duplicate",
    ]  # fmt: skip


def test_it_is_known_after_the_household_moved_and_the_membership_ended(phone: Client, member: User, world: World) -> None:
    home = ResidenceFactory(household=HouseholdFactory(village=world.xuan_lang)).household
    told = visit(home)
    (first,) = results(phone, member, told)
    assert first["url"]

    home.village = world.xuan_my
    home.save()
    Membership.objects.filter(user=member).update(ended_on=today() - timedelta(days=1))

    assert results(phone, member, told) == [first | {"verdict": "duplicate", "url": ""}]
    assert Visit.objects.get().village == world.xuan_lang


def test_what_waited_and_was_recorded_by_itself_is_known_by_its_words(phone: Client, member: User, world: World) -> None:
    tomorrow = today() + timedelta(days=1)
    told = visit(world.home_of("Bình"), day=tomorrow)
    assert verdicts(phone, member, told) == ["held in_the_future"]

    with day_is(tomorrow):
        assert retry_due() == 1
        phone.force_login(member)
        with nobody_reads():
            assert verdicts(phone, member, told) == ["duplicate"]


def test_what_the_page_recorded_has_no_words_to_be_known_by(phone: Client, member: User, world: World) -> None:
    told = visit(world.home_of("Bình"))
    results(phone, member, told)
    Visit.objects.update(sent_hash="")

    assert verdicts(phone, member, told) == ["duplicate"]


def test_an_item_too_deep_to_have_words_is_refused(phone: Client, member: User, world: World) -> None:
    told = visit(world.home_of("Bình"))
    results(phone, member, told)

    with patch("sessions.wire.sent._words", side_effect=RecursionError):
        assert verdicts(phone, member, told | {"note": [[[]]]}, told) == ["refused note", "duplicate"]
