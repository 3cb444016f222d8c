"""How the reading process says that a file goes no further."""

from typing import Any


class RefusedError(Exception):
    """The file goes no further: a code of `refusals.MESSAGES` and what its message names."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.answer = {"refused": code, "params": params}
