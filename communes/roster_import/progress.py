"""How far the worker is, for the page that waits. Kept in the cache: it is worth nothing once the work is done."""

from contextlib import suppress
from dataclasses import asdict, dataclass
from uuid import UUID

from django.core.cache import cache

_SECONDS = 90
"""Longer than any step is silent. Of a worker that died, the last word is gone before another one takes over."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Step ("reading", "planning", "writing"…), rows done and rows in all (0: not known yet)."""

    step: str
    done: int = 0
    total: int = 0


def tell(roster_import: UUID, step: str, done: int = 0, total: int = 0) -> None:
    """Says how far it is. A cache that is down must not stop the work."""
    with suppress(Exception):
        cache.set(_key(roster_import), asdict(Progress(step, done, total)), _SECONDS)


def heard(roster_import: UUID) -> Progress | None:
    """What was told last, if anything."""
    try:
        told = cache.get(_key(roster_import))
    except Exception:  # noqa: BLE001 -- as above: the page then shows the state alone
        return None
    return Progress(**told) if told else None


def _key(roster_import: UUID) -> str:
    return f"roster-import:{roster_import}"
