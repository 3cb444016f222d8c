"""How often phones may call: a count per user and minute, in the cache that all processes share."""

import time

import structlog
from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

from accounts.models import User
from literacy_portal.kit.json_doors import TurnedAwayError

log = structlog.get_logger("sync")
MINUTE = 60


def take_turn(user: User, door: str) -> None:
    """Counts one call at a door; each has its own count, so that asking never stops delivering.

    Raises TurnedAwayError (429, `slow_down`) when the user's calls of this minute are used up.
    A cache that does not answer turns nobody away: what is told must arrive.
    """
    minute, passed = divmod(int(time.time()), MINUTE)
    key = f"sync:{door}:{user.pk}:{minute}"
    try:
        calls: int = cache.count(key, timeout=2 * MINUTE)  # type: ignore[attr-defined]  # kit.cache
    except RedisError as error:
        log.warning("limit_not_counted", kind=type(error).__name__)
        return
    if calls > settings.SYNC_REQUESTS_A_MINUTE:
        raise TurnedAwayError(429, "slow_down", retry_after=MINUTE - passed)
