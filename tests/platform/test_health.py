"""The two addresses that watchers ask, without a login."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from literacy_portal import health

pytestmark = pytest.mark.django_db


def test_the_process_is_alive_for_anyone_who_asks(client: Client) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_the_portal_is_ready_when_database_migrations_cache_and_broker_are(client: Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {
        "database": "ok",
        "migrations": "ok",
        "cache": "ok",
        "broker": "ok",
        "ready": True,
        "oldest_stale_seconds": None,
    }


def test_the_age_of_the_oldest_waiting_recount_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "oldest_stale_mark", lambda: timezone.now() - timedelta(minutes=7))

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["oldest_stale_seconds"] // 60) == (200, 7)


def test_without_a_broker_it_is_not_ready_and_says_no_more_than_the_kind_of_failure(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health.app.conf, "broker_url", "redis://:password@127.0.0.1:1/0")

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["broker"]) == (503, "OperationalError")
    assert b"password" not in answer.content


def test_a_failing_part_is_named_by_kind_and_its_text_stays_inside() -> None:
    def probe() -> str:
        raise OperationalError('connection to "db.example.vn" failed for user portal')

    assert health._state(probe) == "OperationalError"


def test_migrations_that_wait_make_it_unready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: [("one", False), ("two", False)])

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["migrations"]) == (503, "2 not applied")


def test_asking_costs_nothing_that_stays(client: Client) -> None:
    client.get("/readyz")

    assert cache.get("readyz") is None
    assert client.cookies == {}
