"""The processes that make up a running portal."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from literacy_portal.embedded.processes import command_of, end, end_group
from literacy_portal.supervisor.say import relay

SILENCED = "ignore:You're running the worker"
"""Celery's warning to root. It is about pickled tasks, which this worker refuses; a demonstration may run as root."""

PATIENCE_SECONDS = 12
"""For a child to finish what it is at: a request, a task."""


@dataclass
class Child:
    """One running process; its output appears under its name."""

    name: str
    process: subprocess.Popen[str]

    @property
    def ended(self) -> bool:
        """Whether it runs no more."""
        return self.process.poll() is not None


def start(name: str, module: str, *arguments: str, notes: Path) -> Child:
    """Start `python -m module` in a session of its own (Ctrl-C is for the supervisor) and note its number for the next start."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": SILENCED},
    )
    (notes / f"{name}.pid").write_text(f"{process.pid} {module}")
    threading.Thread(target=_relay, args=(name, process), daemon=True).start()
    return Child(name, process)


def _relay(name: str, process: subprocess.Popen[str]) -> None:
    for line in process.stdout or ():
        relay(name, line)


def stop(children: list[Child], notes: Path) -> None:
    """Ask all at once, wait together, force whoever does not end."""
    for child in children:
        if not child.ended:
            child.process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE_SECONDS
    for child in children:
        try:
            child.process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()
        # A child that was killed could not end its own children.
        end_group(child.process.pid, word=sys.executable)
        (notes / f"{child.name}.pid").unlink(missing_ok=True)


def end_orphans(notes: Path) -> list[str]:
    """End children whose supervisor was killed, by its notes; their names. Another program's number is left alone."""
    ended = []
    for note in sorted(notes.glob("*.pid")):
        number, _, module = note.read_text().partition(" ")
        if number.isdigit() and module:
            if f"{sys.executable} -m {module}" in command_of(int(number)):
                end(int(number), seconds=PATIENCE_SECONDS)
                ended.append(note.stem)
            end_group(int(number), word=f"{sys.executable} -m {module}")
        note.unlink(missing_ok=True)
    return ended
