"""Calls at the same moment, each over a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from sessions.actions.gatherings import GatheringConflictError, GatheringCorrectedError
from sessions.actions.visits import AlreadyCorrectedError, VisitConflictError

REFUSALS = (AlreadyCorrectedError, VisitConflictError, GatheringConflictError, GatheringCorrectedError)


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """What each call answered, or the refusal that it raised."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return call()
        except REFUSALS as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
