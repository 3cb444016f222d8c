"""The cache in Redis or Valkey, as Django has it, with less work for each call."""

from functools import cached_property
from typing import Any

from django.core.cache.backends.redis import RedisCache as DjangosCache
from django.core.cache.backends.redis import RedisCacheClient

_COUNT = """
local calls = redis.call("INCR", KEYS[1])
if calls == 1 then redis.call("EXPIRE", KEYS[1], ARGV[1]) end
return calls
"""


class _Client(RedisCacheClient):
    """One client of the library for each pool of connections. Django makes a new one, with tables of its own, for every call."""

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """The client for a key."""
        return self._reader if not write else self._writer

    @cached_property
    def _writer(self) -> Any:
        return super().get_client(write=True)

    @cached_property
    def _reader(self) -> Any:
        return super().get_client()


class RedisCache(DjangosCache):
    """Django's, with a count in one round trip, and clearing away no more than its own."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client

    def count(self, key: str, *, timeout: int) -> int:
        """Adds one and answers how many that are; forgotten so many seconds after the first."""
        name = self.make_and_validate_key(key)
        return int(self._cache.get_client(name, write=True).eval(_COUNT, 1, name, timeout))

    def clear(self) -> None:
        """Forgets what stands under the cache's own prefix. Django's empties the server, with the broker's queue."""
        client = self._cache.get_client(None, write=True)
        keys = list(client.scan_iter(f"{self.key_prefix}:*", count=1000))
        if keys:
            client.delete(*keys)
