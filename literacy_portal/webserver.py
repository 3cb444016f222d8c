"""Gunicorn's settings, the same for `make demo` and the container; docs/settings.md names the variables."""

import gc
import mmap
import os
import time
from typing import Any

from django.urls import get_resolver
from gunicorn.workers.gthread import ThreadWorker

workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "literacy_portal.webserver.EvenWorker"
threads = int(os.environ.get("WEB_THREADS", "4"))
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
# Loaded once and then forked: half the time to start and less memory. No connection is opened while loading.
preload_app = True
timeout = 60
graceful_timeout = 10
keepalive = 5
# Heartbeats in memory: on a slow disk they would block healthy workers.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112 -- a folder of the system
# The portal writes its own line for each request, without query strings.
accesslog = None
control_socket_disable = True


SLOTS, NOBODY, MOST = 64, 255, 254
_held = mmap.mmap(-1, SLOTS)
"""How many connections each worker holds, where all of them see it."""
_held[:] = bytes([NOBODY]) * SLOTS
LOOKS, PATIENCE = 20, 0.0005
"""So often, and each time for so many seconds, a worker leaves a new connection to another that holds fewer."""


class EvenWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Takes a new connection where no other worker holds fewer.

    Browsers keep their connections, so how they fall on the workers lasts: where four fall three and one, three readers wait for
    one another beside a worker that is idle.
    """

    @property
    def nr_conns(self) -> int:
        """How many connections the worker holds."""
        return self._held

    @nr_conns.setter
    def nr_conns(self, number: int) -> None:
        self._held = number
        _held[self.age % SLOTS] = min(number, MOST)

    def accept(self, listener: Any) -> None:
        """Takes the connection, unless somebody else did meanwhile. Whoever does not come for it is not waited for long."""
        for _look in range(LOOKS):
            if self.nr_conns <= min(_held[:]):
                break
            time.sleep(PATIENCE)
        super().accept(listener)


def child_exit(_server: Any, worker: Any) -> None:
    """A worker that is gone holds nothing, and waits for nothing."""
    _held[worker.age % SLOTS] = NOBODY


def when_ready(_server: Any) -> None:
    """Before the first fork: all views are loaded."""
    get_resolver().url_patterns  # noqa: B018 -- looking at them loads them
    seldom_collect()


def seldom_collect() -> None:
    """What is loaded is shared and never looked through for garbage again, and what a page makes only every few pages.

    A page made anew takes a tenth less of the processor.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
