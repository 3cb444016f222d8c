"""Why the reading process does not read a file, as a code; the words are in `refusals`."""

from typing import Any


class RefusedError(Exception):
    """A file that is not read: a code, and what its message names."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.answer = {"refused": code, "params": params}
