"""How much of a file is looked at before it is refused. One place, so that the refusals can name the figures."""

from dataclasses import dataclass

from django.conf import settings

from literacy_portal.kit import throwaway
from literacy_portal.kit.throwaway import MIB

_BUSY = 3


@dataclass(frozen=True, slots=True)
class Bounds(throwaway.Bounds):
    """Of the file, and of the process that reads it."""

    file_bytes: int = 10 * MIB
    processor_seconds: int = 20
    seconds: int = 60
    zip_entries: int = 2_000
    expanded_bytes: int = 400 * MIB
    expanded_ratio: int = 200
    sheets: int = 100
    rows: int = 120_000
    columns: int = 200
    cells: int = 3_000_000
    cell_characters: int = 2_000


def bounds() -> Bounds:
    """The limits in force: those above, with what the settings `ROSTER_MAX_BYTES` and `ROSTER_READ_…` say."""
    return Bounds(
        file_bytes=settings.ROSTER_MAX_BYTES,
        processor_seconds=settings.ROSTER_READ_SECONDS,
        seconds=_BUSY * settings.ROSTER_READ_SECONDS,
        memory_bytes=settings.ROSTER_READ_MEGABYTES * MIB,
    )
