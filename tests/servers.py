"""PostgreSQL and Valkey for the test run, up before Django's settings are read: hence a plugin of pytest (`-p tests.servers`).

Where DATABASE_URL and REDIS_URL are set, the run uses those servers instead. Either way each run and each xdist worker has a
database and a
prefix of its own, so that several runs in one folder do not meet.
"""

import os
import re
import sys
import warnings

import psycopg

from literacy_portal import embedded

RUN = "LITERACY_TEST_RUN"


def prepare_run() -> None:
    """The first process of a run: servers, and an environment that the worker processes inherit."""
    os.environ["ENVIRONMENT"] = "development"
    os.environ["DEBUG"] = "off"
    static = embedded.ROOT / "var" / "test" / "static"
    static.mkdir(parents=True, exist_ok=True)
    os.environ["STATIC_ROOT"] = str(static)
    os.environ[RUN] = str(os.getpid())
    try:
        servers = embedded.provide("test", durable=False)
    except embedded.EmbeddedServerError as error:
        sys.exit(str(error))
    if servers and servers.postgres:
        drop_leftovers()


def drop_leftovers() -> None:
    """Databases of runs that were killed: their names hold the number of a process that is no more."""
    url = re.fullmatch(r"postgres://(?P<user>\w+)@/(?P<folder>.+)/\w+", os.environ["DATABASE_URL"])
    assert url, "the embedded server's address"
    with psycopg.connect(host=url["folder"], user=url["user"], dbname="postgres", autocommit=True) as connection:
        for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname ~ '^test_literacy_[0-9]+'").fetchall():
            if not _alive(int(name.split("_")[2])):
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def prepare_worker() -> None:
    """Each process of the run keeps its own keys in the shared Valkey."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    os.environ["REDIS_PREFIX"] = f"literacy-test-{os.environ[RUN]}-{worker}"


if "PYTEST_XDIST_WORKER" not in os.environ:
    prepare_run()
prepare_worker()
# Only the tests' own warnings are errors; a plugin that pytest loads may not stop the run.
warnings.filterwarnings("ignore", category=DeprecationWarning, module="xdist")
