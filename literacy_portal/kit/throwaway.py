"""A file of a stranger read by a process that may die of it: with an end to its time, and nothing of it outlives the answer."""

import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar

MIB = 1024 * 1024
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of an upload and of the process that reads it; it gets its seconds of processor also on a busy machine."""

    file_bytes: int
    processor_seconds: int
    seconds: int
    memory_bytes: int = 1024 * MIB

    def as_dict(self) -> dict[str, int]:
        """The limits by name, as the reading process takes them."""
        return asdict(self)


class RefusalError(Exception):
    """A file that is not taken, and why: a code of `messages` and what its message names."""

    messages: ClassVar[Mapping[str, Any]]

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    @property
    def message(self) -> str:
        """The reason in the reader's language."""
        return str(self.messages[self.code]) % self.params


class BrokenError(Exception):
    """The process died of the file."""


def answer_of(program: str, order: Mapping[str, Any], data: bytes, limits: Bounds, refusal: type[RefusalError]) -> bytes:
    """What the `program` (Python, with the project's folder and the order as JSON in `sys.argv`) writes about the data.

    Raises:
        RefusalError: of the kind given, `too_slow`.
        BrokenError: it ended in any other way than by answering.
    """
    # -I: the environment adds nothing to what the process can import.
    command = [sys.executable, "-I", "-c", program, str(_ROOT), json.dumps(order)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=limits.seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise refusal("too_slow", limit=limits.seconds) from error
    if done.returncode == -signal.SIGXCPU:
        raise refusal("too_slow", limit=limits.processor_seconds)
    if done.returncode != 0:
        raise BrokenError
    return done.stdout
