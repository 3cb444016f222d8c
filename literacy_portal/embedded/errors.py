"""What can go wrong with the embedded servers, in words for the person at the terminal."""

from pathlib import Path


class EmbeddedServerError(RuntimeError):
    """An embedded server cannot be had; the text says why and what to do."""


def tail(log: Path, lines: int = 12) -> str:
    """The last lines of a server's log, for the message; empty where there is none."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
