"""What a phone sends at once: whose it is, from which phone, and its items, not yet read."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID

from literacy_portal.kit.json_doors import TurnedAwayError
from sessions.wire.fields import Part, RefusedError

NEWEST = 2
SCHEMAS = (1, NEWEST)
"""The versions of the contract that are understood."""
MOST_ITEMS = 200
MOST_UNSENT = 1_000_000


@dataclass(frozen=True, slots=True)
class Delivery:
    """The envelope, understood; `items` are as they were sent. `unsent` counts what the phone still keeps, these included."""

    schema: int
    device: UUID
    user: int
    items: list[Any] = field(repr=False)
    sent_at: datetime | None = None
    unsent: int = 0
    oldest_unsent: datetime | None = None


def read_json(body: bytes) -> dict[str, Any]:
    """The object that a body says. Raises TurnedAwayError (400, `malformed`)."""
    try:
        said = json.loads(body.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError):
        malformed()
    if not isinstance(said, dict):
        malformed()
    return said


def _refuse(_constant: str) -> NoReturn:
    raise ValueError


def malformed() -> NoReturn:
    """Turns the whole request away."""
    raise TurnedAwayError(400, "malformed", accepted=list(SCHEMAS))


def read_delivery(said: dict[str, Any]) -> Delivery:
    """The delivery that a phone sent. Raises TurnedAwayError: 400 `malformed` or `schema`, 413 `too_many`."""
    if said.get("schema") not in SCHEMAS or type(said["schema"]) is not int:
        raise TurnedAwayError(400, "schema", accepted=list(SCHEMAS))
    items = said.get("items")
    if not isinstance(items, list):
        malformed()
    if len(items) > MOST_ITEMS:
        raise TurnedAwayError(413, "too_many", most=MOST_ITEMS)
    try:
        return _envelope(Part({name: value for name, value in said.items() if name not in {"schema", "items"}}), said)
    except RefusedError:
        malformed()


def _envelope(part: Part, said: dict[str, Any]) -> Delivery:
    read = Delivery(
        schema=said["schema"],
        device=part.key("device"),
        user=part.number("user", 1, 2**62) or 0,
        items=said["items"],
        sent_at=part.moment("sent_at"),
        unsent=part.number("unsent", 0, MOST_UNSENT, optional=True) or 0,
        oldest_unsent=part.moment("oldest_unsent"),
    )
    part.done()
    return read
