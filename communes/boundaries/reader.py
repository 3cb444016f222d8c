"""The bytes of a file to places drawn small, by a process that may die of them."""

import json
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from communes.boundaries.bounds import Bounds
from communes.boundaries.matching import Wanted
from communes.boundaries.refusals import RefusalError
from literacy_portal.kit.throwaway import MIB, BrokenError, answer_of

_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from communes.boundaries.program import main; main(sys.argv[2])"


def read(data: bytes, wanted: Sequence[Wanted], limits: Bounds | None = None) -> dict[str, Any]:
    """What the process answered: size of the map, shapes by place, and what was made of the file.

    Raises:
        RefusalError: the file is not taken, and why.
    """
    limits = limits or Bounds()
    if len(data) > limits.file_bytes:
        raise RefusalError("too_large", megabytes=limits.file_bytes // MIB)
    order = {"bounds": limits.as_dict(), "places": [astuple(one) for one in wanted]}
    try:
        said = answer_of(_PROGRAM, order, data, limits, RefusalError)
    except BrokenError as error:
        raise RefusalError("too_much") from error
    answer: dict[str, Any] = json.loads(said)
    if "refused" in answer:
        raise RefusalError(answer["refused"], **answer["params"])
    return answer
