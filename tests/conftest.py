"""What every test can use: an own database, an empty cache, no network; and for journeys a running portal and a browser."""

import gc
import importlib
import ipaddress
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import DjangoDbBlocker

from indicators.queries.known import known
from indicators.views.kept import asked_before, at_hand
from literacy_portal.kit import alarm
from literacy_portal.kit.templatetags import framed
from tests.emptying import rows_left, turn_autovacuum_off, vacuum_what_was_written
from tests.servers import RUN

pytest_plugins = ["tests.journey", "tests.world", "tests.phone"]

# Pages of ordinary tests name static files as they are; journeys use the collected, hashed ones through the real web server.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

# The same hash as in production, but quick: what is tested is who gets in, not how long a guess takes.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 64, 1


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes are no name for a test: a packed file holds its second, so that two workers would collect two different tests."""
    return f"{len(val)}-bytes" if isinstance(val, bytes) else None


def pytest_collection_finish() -> None:
    """What the tests and Django consist of is never garbage: looking through it again and again took a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """A database per run and worker: the run's number before the worker's name."""
    test = connections["default"].settings_dict["TEST"]
    test["NAME"] = f"test_literacy_{os.environ[RUN]}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The tables of the test database are looked after between modules, by `nothing_is_left_behind`."""
    with django_db_blocker.unblock():
        turn_autovacuum_off()


@pytest.fixture(scope="session")
def valkey() -> Iterator[redis.Redis]:
    """One connection for the whole run; a new one for each test would cost more than what it is asked."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    yield client
    client.close()


@pytest.fixture(autouse=True)
def empty_cache(valkey: redis.Redis) -> Iterator[None]:
    """No rate limit, session or count of an earlier test; only this process's keys are removed."""
    yield
    # A broker that one test took away is back for the next.
    alarm._bell.silent_until = 0.0
    keys = list(valkey.scan_iter(f"{settings.CACHES['default']['KEY_PREFIX']}:*", count=1000))
    if keys:
        valkey.delete(*keys)
    framed.kept.cache_clear()
    asked_before.cache_clear()
    at_hand.cache_clear()
    known.cache_clear()


@pytest.fixture(autouse=True)
def own_language() -> None:
    """The portal's, and not the one in which the last page of an earlier test was asked for."""
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def skills_survive_a_flush() -> Iterator[None]:
    """A test that commits has every table emptied behind it; the skills, which a migration wrote, are put back at once."""
    flush = TransactionTestCase._fixture_teardown
    add_skills = importlib.import_module("sessions.migrations.0002_skills").add_skills

    def flush_and_put_back(case: TransactionTestCase) -> None:
        flush(case)
        add_skills(apps, None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_and_put_back)
        yield


@pytest.fixture(autouse=True, scope="module")
def nothing_is_left_behind(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A module whose fixtures or processes commit rows empties the tables; one that forgets is named, not its neighbour."""
    yield
    with django_db_blocker.unblock():
        left = rows_left()
        vacuum_what_was_written()
        # Not kept open: at the end of the run nobody else may hold the database that is dropped.
        connections.close_all()
    assert left == []


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """A test may speak to this machine only."""
    original = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not _is_here(str(address[0])):
            raise AssertionError(f"a test tried to reach {address[0]}")
        original(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
