"""Tables as an import keeps them until it is over: small, and quick to lay down and take up."""

import zlib
from collections.abc import Sequence

from communes.roster_import.reader import Table
from communes.roster_import.sandbox import numbered

_QUICKLY = 1


def pack(tables: Sequence[Table]) -> bytes:
    """The tables as bytes, about a tenth of their size as text."""
    return zlib.compress(numbered.dump({"sheets": [table.as_json() for table in tables]}), _QUICKLY)


def unpack(packed: bytes) -> list[Table]:
    """The tables that `pack` packed."""
    return [Table.from_json(stored) for stored in numbered.load(zlib.decompress(packed))["sheets"]]
