"""Sessions in the database with a copy in the cache: a cache that is lost costs a query, never the page."""

from typing import Any

from django.contrib.sessions.backends import cached_db
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from redis.exceptions import RedisError


class SessionStore(cached_db.SessionStore):
    """As its parent, which survives a cache that cannot be read but not one that cannot be written."""

    def load(self) -> dict[str, Any]:
        """What the session holds."""
        try:
            return super().load()
        except RedisError:
            found: dict[str, Any] = DatabaseStore.load(self)
            return found
