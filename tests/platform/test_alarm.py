"""An alarm rings after the commit, and a broker that is gone neither fails nor slows whoever rings."""

import time
from unittest.mock import patch

import pytest
from celery import Celery
from django.db import transaction
from redis.exceptions import RedisError

from literacy_portal.celery import app
from literacy_portal.kit import alarm

pytestmark = pytest.mark.django_db(transaction=True)


class Bell:
    """A task as `ring` sees one, that remembers what it was asked."""

    name = "bell"

    def __init__(self, error: Exception | None = None) -> None:
        self.rung: list[list[str]] = []
        self.error = error

    def apply_async(self, *, args: list[str], retry: bool) -> None:
        assert not retry
        self.rung.append(args)
        if self.error:
            raise self.error


def test_an_alarm_rings_only_after_the_commit() -> None:
    bell = Bell()

    with transaction.atomic():
        alarm.ring(bell, 24364003, "b")
        assert bell.rung == []

    assert bell.rung == [["24364003", "b"]]


def test_an_alarm_of_a_transaction_rolled_back_never_rings() -> None:
    bell = Bell()

    with transaction.atomic():
        alarm.ring(bell, "a")
        transaction.set_rollback(True)

    assert bell.rung == []


def test_an_alarm_for_all_work_rings_once_until_somebody_has_heard_it() -> None:
    bell = Bell()

    with transaction.atomic():
        alarm.ring_once(bell)
        assert bell.rung == []
    alarm.ring_once(bell)
    assert bell.rung == [[]]

    alarm.heard(bell)
    alarm.ring_once(bell)
    alarm.ring_once(bell)
    assert bell.rung == [[], []]


def test_an_alarm_for_all_work_whose_cache_is_gone_neither_rings_nor_fails() -> None:
    bell = Bell()

    with patch.object(alarm, "cache", **{"add.side_effect": RedisError, "delete.side_effect": RedisError}):
        alarm.ring_once(bell)
        alarm.heard(bell)

    assert bell.rung == []


def test_after_one_failure_the_next_alarms_do_not_wait_for_a_broker_that_is_gone() -> None:
    bell = Bell(ConnectionError("gone"))

    alarm.ring(bell, "a")
    alarm.ring(bell, "b")

    assert bell.rung == [["a"]]


def test_with_no_broker_listening_the_request_goes_on_within_two_seconds_and_the_log_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    nowhere = Celery("nowhere", broker="redis://127.0.0.1:1/0")
    nowhere.conf.broker_transport_options = app.conf.broker_transport_options
    started = time.monotonic()

    alarm.ring(nowhere.task(name="nowhere.task")(count), "a")

    assert time.monotonic() - started < 2
    assert [(record.message, record.task) for record in caplog.records] == [("alarm_not_delivered", "nowhere.task")]


def count(village: str) -> str:
    """What a task does is of no matter here."""
    return village
