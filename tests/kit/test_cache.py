"""The cache, and a count in it."""

import time

import redis
from django.conf import settings
from django.core.cache import cache


def test_a_count_is_forgotten_so_many_seconds_after_its_first() -> None:
    assert [cache.count("tests", timeout=1) for _n in range(3)] == [1, 2, 3]
    time.sleep(0.6)
    assert cache.count("tests", timeout=1) == 4
    time.sleep(0.6)
    assert cache.count("tests", timeout=1) == 1


def test_what_is_kept_is_found_again_and_forgotten_when_told() -> None:
    assert cache.get("tests") is None
    assert cache.add("tests", {"a": [1]}, timeout=60)
    assert not cache.add("tests", 2, timeout=60)
    assert cache.get_many(["tests", "none"]) == {"tests": {"a": [1]}}
    cache.delete("tests")
    assert cache.get("tests", 7) == 7


def test_clearing_leaves_what_others_keep_on_the_same_server() -> None:
    others = redis.Redis.from_url(settings.REDIS_URL)
    queue = f"{settings.REDIS_PREFIX}:a-queue"
    others.set(queue, "a task", ex=60)
    cache.set("tests", 1, timeout=60)

    cache.clear()

    assert cache.get("tests") is None
    assert others.get(queue) == b"a task"
    others.delete(queue)
    others.close()
