"""Telling the worker that there is something to do, where a lost or slow broker may never fail or slow a request.

The work itself always stands in the database and a sweep finds it, so an alarm that nobody heard costs seconds, not data.
"""

import logging
import time
from typing import Any

from django.core.cache import cache
from django.db import transaction
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

SILENCE_SECONDS = 10.0
"""After a failure no further alarm is tried for so long: the sweep comes as often, and a dead broker costs one wait, not many."""


class _Bell:
    """Whether this process may try the broker now."""

    silent_until = 0.0

    def may_ring(self) -> bool:
        return time.monotonic() >= self.silent_until

    def be_silent(self) -> None:
        self.silent_until = time.monotonic() + SILENCE_SECONDS


_bell = _Bell()


def ring(task: Any, *ids: object) -> None:
    """Queue a Celery task with identifiers (never anything personal) on commit; at once outside of a transaction.

    Never raises on behalf of the broker, and waits for it no longer than its connection timeout.
    """
    words = [str(one) for one in ids]
    # A lambda, not a partial: Django asks a failing callback for its __qualname__.
    transaction.on_commit(lambda: _ring_now(task, words), robust=True)


def ring_once(task: Any) -> None:
    """As `ring`, for a task that looks for all its work and calls `heard` first: one alarm is enough until it has.

    Whoever rings meanwhile has committed before the task looks. An alarm that is lost on its way keeps others silent for
    `SILENCE_SECONDS`, after which the sweep comes anyway.
    """
    transaction.on_commit(lambda: _ring_now(task, [], once=True), robust=True)


def heard(task: Any) -> None:
    """Whoever rings from now on is heard anew."""
    try:
        cache.delete(_pending(task))
    except RedisError as error:
        logger.warning("alarm_not_cleared", extra={"task": task.name, "reason": type(error).__name__})


def _pending(task: Any) -> str:
    return f"alarm:{task.name}"


def _ring_now(task: Any, ids: list[str], *, once: bool = False) -> None:
    if not _bell.may_ring():
        return
    try:
        if not once or cache.add(_pending(task), 1, timeout=SILENCE_SECONDS):
            task.apply_async(args=ids, retry=False)
    except Exception as error:  # noqa: BLE001 -- kombu, redis and the socket each raise their own; the sweep makes up for all of them
        _bell.be_silent()
        logger.warning("alarm_not_delivered", extra={"task": task.name, "reason": type(error).__name__})
