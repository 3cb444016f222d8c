"""How PostgreSQL plans a recount: a statement of forty steps whose sizes no planner can foresee."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_SETTINGS = {
    "jit": "off",  # compiling such a statement takes longer than running it
    "enable_nestloop": "off",  # where a step is believed tiny and is not, a loop in a loop takes minutes; look-ups stay look-ups
    "work_mem": "64MB",  # a step of a few hundred villages stays in memory
}


@contextmanager
def planned_for_counting() -> Iterator[None]:
    """Inside, and not after, statements of this transaction are planned for counting."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('{name}')" for name in _SETTINGS))
        before = cursor.fetchone()
        cursor.execute("; ".join(f"SET LOCAL {name} = '{value}'" for name, value in _SETTINGS.items()))
        yield
        cursor.execute("; ".join(f"SET LOCAL {name} = '{value}'" for name, value in zip(_SETTINGS, before, strict=True)))
