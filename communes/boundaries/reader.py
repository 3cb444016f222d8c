"""The bytes of a file to places drawn small, by a process that may die of them."""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

from communes.boundaries.bounds import MIB, Bounds
from communes.boundaries.matching import Wanted
from communes.boundaries.refusals import RefusalError

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from communes.boundaries.program import main; main(sys.argv[2])"


def read(data: bytes, wanted: Sequence[Wanted], limits: Bounds | None = None) -> dict[str, Any]:
    """What the process answered: size of the map, shapes by place, and what was made of the file.

    Raises:
        RefusalError: the file is not taken, and why.
    """
    limits = limits or Bounds()
    if len(data) > limits.file_bytes:
        raise RefusalError("too_large", megabytes=limits.file_bytes // MIB)
    order = json.dumps({"bounds": limits.as_dict(), "places": [astuple(one) for one in wanted]})
    # -I: the environment adds nothing to what the process can import.
    command = [sys.executable, "-I", "-c", _PROGRAM, str(_ROOT), order]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=limits.seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise RefusalError("too_slow", limit=limits.seconds) from error
    if done.returncode == -signal.SIGXCPU:
        raise RefusalError("too_slow", limit=limits.processor_seconds)
    if done.returncode != 0:
        raise RefusalError("too_much")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise RefusalError(answer["refused"], **answer["params"])
    return answer
