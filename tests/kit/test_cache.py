"""The cache, and a count in it."""

import time

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
