"""`python -m literacy_portal.probe web|worker|beat`: a container's health check of the part that runs inside it."""

import http.client
import os
import socket
import sys
import time
from pathlib import Path

TIMEOUT_SECONDS = 5
BEAT_SILENCE_SECONDS = 10 * 60
"""Beat writes down where it stands every three minutes."""


def web() -> bool:
    """The process answers, under a name that it accepts."""
    name = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/healthz", headers={"Host": name})
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def worker() -> bool:
    """The worker of this container answers through the broker."""
    from literacy_portal.celery import app  # noqa: PLC0415 -- the other probes need no Celery

    answers = app.control.inspect(destination=[f"celery@{socket.gethostname()}"], timeout=TIMEOUT_SECONDS).ping()
    return bool(answers)


def beat() -> bool:
    """The clock wrote down where it stands, not long ago."""
    schedule = Path(os.environ.get("BEAT_SCHEDULE", "/tmp/beat-schedule"))  # noqa: S108 -- a folder of the container's own
    written = [path.stat().st_mtime for path in schedule.parent.glob(f"{schedule.name}*")]
    return bool(written) and time.time() - max(written) < BEAT_SILENCE_SECONDS


PROBES = {"web": web, "worker": worker, "beat": beat}

if __name__ == "__main__":
    sys.exit(0 if PROBES[sys.argv[1]]() else 1)
