"""Gunicorn's settings, the same for `make demo` and the container; docs/settings.md names the variables."""

import os

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
