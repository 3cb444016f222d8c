"""Who still needs the servers: locks that die with their process, so that a killed one leaves nothing behind."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from literacy_portal.embedded.errors import EmbeddedServerError


class Lease:
    """A shared hold on one folder's servers.

    Two lock files: the gate is passed by one process at a time, coming or going; the lease is held, shared, for as long as the
    servers are needed.
    """

    def __init__(self, folder: Path) -> None:
        self._gate = _open(folder / "gate.lock")
        self._lease = _open(folder / "lease.lock")
        self._held = False

    @contextmanager
    def entering(self) -> Iterator[None]:
        """Take the lease; the body starts or joins the servers meanwhile, alone."""
        with self._alone():
            fcntl.flock(self._lease, fcntl.LOCK_SH)
            self._held = True
            try:
                yield
            except BaseException:
                self._let_go()
                raise

    @contextmanager
    def leaving(self) -> Iterator[bool]:
        """Give the lease back; the body learns whether this was the last one, and then stops the servers."""
        if not self._held:
            yield False
            return
        with self._alone():
            try:
                yield self._is_last()
            finally:
                self._let_go()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        fcntl.flock(self._gate, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._gate, fcntl.LOCK_UN)

    def _is_last(self) -> bool:
        try:
            fcntl.flock(self._lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _let_go(self) -> None:
        fcntl.flock(self._lease, fcntl.LOCK_UN)
        self._held = False


def _open(path: Path) -> int:
    """A descriptor that programs we start do not inherit, for they would hold the lock with it."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise EmbeddedServerError(f"{path} cannot be opened: {error.strerror}. Was it made by another user?") from error
