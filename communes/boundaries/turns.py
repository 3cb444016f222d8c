"""How often one person may have a file of boundaries read, for that takes a processor for seconds."""

import time

from django.core.cache import cache
from redis.exceptions import RedisError

from accounts.models import User
from communes.boundaries.refusals import RefusalError

AN_HOUR = 20
HOUR = 60 * 60


def take_turn(user: User) -> None:
    """Counts one file, in the cache that all processes share; one that does not answer turns nobody away.

    Raises RefusalError when the files of this hour are used up.
    """
    key = f"boundaries:{user.pk}:{int(time.time()) // HOUR}"
    try:
        cache.add(key, 0, timeout=2 * HOUR)
        files = cache.incr(key)
    except (RedisError, ValueError):
        return
    if files > AN_HOUR:
        raise RefusalError("too_often")
