"""The servers of a measurement, and a fresh database for each."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg


def provide() -> None:
    """Servers of our own where none are named, as durable as in production: a write that is not flushed would be no measure."""
    from literacy_portal import embedded

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "literacy_portal.settings")
    os.environ |= {"ENVIRONMENT": "development", "DEBUG": "off"}
    embedded.provide("bench")
    import django

    django.setup()


@contextmanager
def fresh_database(label: str) -> Iterator[str]:
    """A migrated, empty database under Django's default connection, dropped at the end; its address, for other processes."""
    from django.core.management import call_command
    from django.db import connections

    address, name = os.environ["DATABASE_URL"], f"bench_{label}_{os.getpid()}"
    default = connections["default"]
    before = default.settings_dict["NAME"]
    _order(address, f'CREATE DATABASE "{name}"')
    os.environ["DATABASE_URL"] = _renamed(address, name)
    default.close()
    default.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
        yield os.environ["DATABASE_URL"]
    finally:
        connections.close_all()
        default.settings_dict["NAME"] = before
        os.environ["DATABASE_URL"] = address
        _order(address, f'DROP DATABASE "{name}" WITH (FORCE)')


def _order(address: str, statement: str) -> None:
    with psycopg.connect(_for_psycopg(address), autocommit=True) as server:
        server.execute(statement.encode())


def _for_psycopg(address: str) -> str:
    """Django's form of an address with a socket's folder (postgres://user@/folder/name) as libpq writes it."""
    if socket := re.fullmatch(r"postgres://(?P<user>\w+)@/(?P<folder>.+)/(?P<name>\w+)", address):
        return f"host=/{socket['folder'].lstrip('/')} user={socket['user']} dbname={socket['name']}"
    return address


def _renamed(address: str, name: str) -> str:
    base, mark, options = address.partition("?")
    return f"{base.rsplit('/', 1)[0]}/{name}{mark}{options}"
