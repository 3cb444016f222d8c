"""What the person at the terminal reads."""

import sys
import time

_started = time.monotonic()


class PortalError(RuntimeError):
    """The portal cannot run, or stopped running; the text says why and what to do."""


def say(text: str) -> None:
    """One line with the seconds since the start."""
    print(f"[{time.monotonic() - _started:5.1f} s] {text}", flush=True)


def relay(name: str, line: str) -> None:
    """One line of a child's output, under its name."""
    sys.stdout.write(f"{name:>6} | {line.rstrip()}\n")
    sys.stdout.flush()
