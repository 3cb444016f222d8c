"""How much of a file of boundaries is looked at before it is refused."""

from dataclasses import asdict, dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of an upload and of the process that reads it; it gets its seconds of processor also on a busy machine."""

    file_bytes: int = 20 * MIB
    features: int = 5_000
    points: int = 700_000
    properties: int = 60
    processor_seconds: int = 30
    seconds: int = 90
    memory_bytes: int = 1024 * MIB

    def as_dict(self) -> dict[str, int]:
        """The limits by name, as the reading process takes them."""
        return asdict(self)
