"""Items as they were sent, before anybody reads them: enough to know again what was recorded once."""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from uuid import UUID

from sessions.wire.fields import is_key

_words = json.JSONEncoder(sort_keys=True, separators=(",", ":"), check_circular=False).encode


def keys_of(items: Iterable[Any]) -> dict[int, UUID]:
    """The keys of items that name one, by their place in the delivery."""
    told = ((at, said.get("id")) for at, said in enumerate(items) if isinstance(said, dict))
    return {at: UUID(key) for at, key in told if is_key(key)}


def sent_hash(said: Any, schema: int) -> str:
    """Equal for two items that were sent with the same words in one version of the contract, in whatever order.

    Two that say the same in other words (an empty field left out, a second space) may differ: their content is what
    is compared then. "" for an item that nobody would write.
    """
    try:
        return sha256(f"{schema} {_words(said)}".encode()).hexdigest()
    except RecursionError:
        return ""
