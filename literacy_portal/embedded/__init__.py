"""PostgreSQL and Valkey for a machine that has neither: the real servers, out of two wheels.

`provide()` starts them, or joins those that already run, and puts their addresses into the environment that
`literacy_portal.settings` reads. Everything they keep lies in one folder. Every process that called `provide()` holds a lease;
the last to leave stops the servers. A process that was killed holds nothing any more, so the next one joins or heals
what it left behind. Never used in production: the settings refuse to start there without DATABASE_URL and REDIS_URL.

The wheels' own Python interfaces are not used: as root, one of them creates a system user and opens parent folders to everyone.
"""

import atexit
import os
from dataclasses import dataclass
from pathlib import Path

from literacy_portal.embedded.errors import EmbeddedServerError
from literacy_portal.embedded.identity import Identity, identity_for
from literacy_portal.embedded.lease import Lease
from literacy_portal.embedded.places import Layout, layout
from literacy_portal.embedded.postgres import Postgres, binaries
from literacy_portal.embedded.valkey import Valkey, binary

__all__ = ["EmbeddedServerError", "Servers", "provide"]

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Servers:
    """A process's hold on the embedded servers of one folder."""

    layout: Layout
    identity: Identity
    lease: Lease
    postgres: Postgres | None
    valkey: Valkey | None

    def release(self) -> None:
        """Let go; stop the servers when nobody else holds them. Safe to call twice."""
        with self.lease.leaving() as last:
            if not last:
                return
            # Another process may have asked for more than this one did, so all that runs is stopped.
            Postgres(self.layout, self.identity, durable=True).stop()
            Valkey(self.layout, self.identity).stop()


def provide(name: str = "demo", *, durable: bool = True, root: Path = ROOT) -> Servers | None:
    """Make sure that DATABASE_URL and REDIS_URL lead somewhere; None where both were given.

    `name` is the folder under `var/`: the demonstration's data and the tests' are apart. `durable=False` trades safety after a
    power cut for speed, which only tests may. Raises EmbeddedServerError, whose text says what to do.
    """
    wants_postgres, wants_valkey = "DATABASE_URL" not in os.environ, "REDIS_URL" not in os.environ
    if not (wants_postgres or wants_valkey):
        return None
    place = layout(root / "var" / name)
    servers = _start(place, wants_postgres=wants_postgres, wants_valkey=wants_valkey, durable=durable)
    os.environ.setdefault("ENVIRONMENT", "development")
    if servers.postgres:
        os.environ["DATABASE_URL"] = servers.postgres.url
    if servers.valkey:
        os.environ["REDIS_URL"] = servers.valkey.url
    _release_at_exit(servers)
    return servers


def _start(place: Layout, *, wants_postgres: bool, wants_valkey: bool, durable: bool) -> Servers:
    """Join under the lease, so that two processes never start the same server."""
    identity = identity_for(place, [binaries()] * wants_postgres + [binary()] * wants_valkey)
    lease = Lease(place.folder)
    with lease.entering():
        identity.own(place.run)
        postgres = Postgres(place, identity, durable=durable) if wants_postgres else None
        valkey = Valkey(place, identity) if wants_valkey else None
        for server in (postgres, valkey):
            if server:
                server.ensure_running()
    return Servers(place, identity, lease, postgres, valkey)


def _release_at_exit(servers: Servers) -> None:
    """Only in this very process: a forked child inherits the exit handlers and must not stop its parent's servers."""
    owner = os.getpid()
    atexit.register(lambda: servers.release() if os.getpid() == owner else None)
