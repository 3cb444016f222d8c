"""How much of a file of boundaries is looked at before it is refused."""

from dataclasses import dataclass

from literacy_portal.kit import throwaway
from literacy_portal.kit.throwaway import MIB


@dataclass(frozen=True, slots=True)
class Bounds(throwaway.Bounds):
    """Of the file, and of the process that reads it."""

    file_bytes: int = 20 * MIB
    processor_seconds: int = 30
    seconds: int = 90
    features: int = 5_000
    points: int = 700_000
    properties: int = 60
