"""The only door to the product: the names of what counts, and nothing of how it counts."""

from datetime import date

from indicators.actions import marking
from indicators.actions.recount import drain, rebuild
from indicators.catalogue import BY_CODE
from literacy_portal.kit.periods import today
from tests.oracle.tables import Tables

INDICATORS = set(BY_CODE)


def recount_everything() -> None:
    """A recount from scratch of everything that holds people."""
    rebuild()


def empty_the_queue() -> None:
    """What the worker does until no village is stale."""
    drain()


def begin_day() -> None:
    """What the clock does after midnight."""
    marking.begin_day(day=today())


def mark_all(tables: Tables, since: date) -> None:
    """The mark that news about any village of the tables leaves."""
    marking.mark_stale(villages=[place.village for place in tables.places], since=since)
