"""`python -m tests.platform.own_servers`: addresses of the machine's own PostgreSQL and Redis, if both answer."""

import os
import sys
from collections.abc import Iterator

import psycopg
import redis

OLDEST = 150000
"""PostgreSQL 15, as the server numbers itself."""


def database_url() -> str | None:
    """The first account that may make databases of its own on this machine's server."""
    for user, password in _accounts():
        address = f"postgres://{user}{password}@127.0.0.1:5432/postgres"
        try:
            with psycopg.connect(address, connect_timeout=5) as connection:
                allowed = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
                if allowed and allowed[0] and connection.info.server_version >= OLDEST:
                    return address
        except psycopg.OperationalError:
            continue
    return None


def _accounts() -> Iterator[tuple[str, str]]:
    yield from (("postgres", ""), ("root", ""), ("postgres", ":postgres"))
    if os.environ.get("PGUSER"):
        yield os.environ["PGUSER"], f":{os.environ['PGPASSWORD']}" if os.environ.get("PGPASSWORD") else ""


def redis_url() -> str | None:
    """The machine's Redis or Valkey, where it answers without a password."""
    try:
        with redis.Redis(host="127.0.0.1", port=6379, socket_timeout=5) as client:
            client.ping()
    except redis.RedisError:
        return None
    return "redis://127.0.0.1:6379/0"


if __name__ == "__main__":
    found = {"PostgreSQL (15 or newer, an account that may make databases)": database_url(), "Redis": redis_url()}
    missing = [name for name, address in found.items() if not address]
    if missing:
        sys.exit(f"On 127.0.0.1 there is no {' and no '.join(missing)} that answers.")
    print(*found.values())
