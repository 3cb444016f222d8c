"""Which state of the figures a page shows, and how a page sees one state only."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from psycopg import IsolationLevel

from indicators.models import Edition

NEVER = "0"
"""The version of a place of which nothing was ever counted.

Any other is a word that changes whenever a figure of the place, or of anything inside it, changes. Whoever also shows the day,
the marks that wait or what was declared adds those: they change without a recount.
"""


def changed_at(place: str) -> datetime | None:
    """When a figure of the place last changed; None before its first count. One read by key."""
    moment: datetime | None = Edition.objects.filter(place=place).values_list("changed_at", flat=True).first()
    return moment


@contextmanager
def one_moment() -> Iterator[None]:
    """Inside, all reads see the database as of the first of them, whatever the workers commit meanwhile. Writes are refused.

    Waits for nobody and hinders nobody. Inside a transaction of the caller's it changes nothing.
    """
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    link = connection.connection
    before = link.isolation_level, link.read_only
    # The driver says so where it begins the transaction: no round trip of its own.
    link.isolation_level, link.read_only = IsolationLevel.REPEATABLE_READ, True
    try:
        with transaction.atomic():
            yield
    finally:
        if not link.closed:
            link.isolation_level, link.read_only = before
