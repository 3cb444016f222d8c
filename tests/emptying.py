"""The tables of the test database as a test finds them: empty, but for what migrations wrote."""

import importlib

from django.apps import apps
from django.db import connection

WRITTEN_BY_MIGRATIONS = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "django_site",
    "coaching_skill",
    # By triggers, also when the other tables are emptied.
    "indicators_bulletin",
}


WRITTEN = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND pg_relation_size(oid) > 0
"""


def empty_tables() -> None:
    """After fixtures or processes that committed; a lock held by a process that is about to end is waited for."""
    assert _is_test_database(), "run it together with a test of its module that takes `db`"
    tables = ", ".join(f'"{table}"' for table in _tables())
    with connection.cursor() as cursor:
        # Numbers of rows go on: a world that was kept must not meet its own again.
        cursor.execute(f"TRUNCATE {tables} CASCADE")
    importlib.import_module("sessions.migrations.0002_skills").add_skills(apps, None)


def rows_left() -> list[str]:
    """The tables that hold rows although no test is running; none where no test of the run asked for a database."""
    if not _is_test_database():
        return []
    tables = _tables()
    each = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (TABLE \"{table}\")" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(each)
        return [name for (name,) in cursor.fetchall()]


def turn_autovacuum_off() -> None:
    """PostgreSQL looks at no table by itself.

    It would look while a table holds nothing but rows that tests took back, and believe from then on that it has one row however
    many are written: triggers walk through the whole of it for each, and a load of three seconds takes a minute.
    """
    if not _is_test_database():
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'ALTER TABLE "{table}" SET (autovacuum_enabled = off)')


def vacuum_what_was_written() -> None:
    """What tests took back leaves its tables, which are of no size again; plans that were made for other sizes are forgotten."""
    if not _is_test_database():
        return
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        written = ", ".join(f'"{name}"' for (name,) in cursor.fetchall())
        cursor.execute(f"VACUUM {written}")


def _is_test_database() -> bool:
    """pytest-django makes one only where a test of the run asks for `db`; otherwise this is the developer's own."""
    return str(connection.settings_dict["NAME"]).startswith("test_")


def _tables() -> list[str]:
    return sorted(set(connection.introspection.table_names()) - WRITTEN_BY_MIGRATIONS)
