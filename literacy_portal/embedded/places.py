"""Where the embedded servers keep what they have."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from literacy_portal.embedded.errors import EmbeddedServerError

SOCKET_PATH_LIMIT = 100
"""Bytes. The kernel's limit is 108 on Linux and 104 on macOS, with the terminating zero."""

LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class Layout:
    """One set of servers: its folder, and the folder of its sockets (elsewhere only where paths would be too long)."""

    folder: Path
    run: Path

    @property
    def postgres(self) -> Path:
        """The database's files."""
        return self.folder / "postgres"

    @property
    def valkey(self) -> Path:
        """Valkey's working folder; it writes nothing there."""
        return self.folder / "valkey"

    def log(self, server: str) -> Path:
        """The log of one server."""
        return self.folder / f"{server}.log"


def layout(folder: Path) -> Layout:
    """The layout below `folder`, which is made if missing. Permissions of what exists are left as found."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EmbeddedServerError(f"The folder {folder} cannot be made: {error.strerror}.") from error
    inside = folder / "run"
    if len(os.fsencode(inside)) + LONGEST_SOCKET_NAME <= SOCKET_PATH_LIMIT:
        return Layout(folder, inside)
    return Layout(folder, _short(folder))


def _short(folder: Path) -> Path:
    """A short folder for sockets, the same for every process of one checkout and user, different for any other."""
    mark = hashlib.sha256(os.fsencode(folder.resolve()) + str(os.getuid()).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()).resolve() / f"literacy-{mark}"
