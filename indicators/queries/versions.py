"""Which state of the figures a page shows, and how a page sees one state only."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from indicators.models import Edition
from literacy_portal.kit.statements import Asked, Statement, Written, foreseen

NEVER = "0"
"""The version of a place of which nothing was ever counted.

Any other is a word that changes whenever a figure of the place, or of anything inside it, changes. Whoever also shows the day,
the marks that wait or what was declared adds those: they change without a recount.
"""


def changed_at(place: str) -> datetime | None:
    """When a figure of the place last changed; None before its first count. One read by key."""
    moment: datetime | None = Edition.objects.filter(place=place).values_list("changed_at", flat=True).first()
    return moment


_BEGIN = Statement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")


@contextmanager
def one_moment(*first: Asked, before: list[Written] | None = None) -> Iterator[None]:
    """Inside, all reads see the database as of the first of them, whatever the workers commit meanwhile. Writes are refused.

    Waits for nobody and hinders nobody. Inside a transaction of the caller's it changes nothing. The transaction begins in one
    round trip with the `first` questions and those that were asked `before`, as `foreseen` has it.
    """
    if connection.in_atomic_block:
        with foreseen(before, *first):
            yield
        return
    connection.ensure_connection()
    link = connection.connection
    # Django's `atomic` would begin in a round trip of its own; told so all the same, it lets nobody inside begin another.
    connection.in_atomic_block = True
    try:
        with foreseen(before, _BEGIN(), *first):
            yield
    finally:
        connection.in_atomic_block, connection.needs_rollback = False, False
        if not link.closed:
            with connection.wrap_database_errors:
                link.commit()
