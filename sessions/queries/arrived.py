"""What arrived before under the keys of a delivery."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from literacy_portal.kit.statements import Asked, Rows, Statement, ask
from sessions.enums import Settled
from sessions.models import Gathering, Proposal

Sent = tuple[UUID, str]
"""A key and the hash of what was said under it."""

VISITS = Statement(
    """
    SELECT v.id, v.content_hash, v.village_id, v.household_id, v.sent_hash, h.village_id, c.province_id
    FROM coaching_visit v JOIN communes_household h ON h.id = v.household_id
        JOIN communes_village p ON p.code = h.village_id JOIN communes_commune c ON c.code = p.commune_id
    WHERE v.id = ANY($1)
    """,
    "coaching_visits_known",
    "uuid[]",
)
_WAITED = Statement(
    "SELECT id, client_id, content_hash, settled_at, settled, reason, remark FROM coaching_held WHERE client_id = ANY($1)",
    "coaching_waited",
    "uuid[]",
)


@dataclass(frozen=True, slots=True)
class Stored:
    """What was recorded: the hash of its content, its village.

    For a visit also its household, the hash of the item as it was sent, and where the household is now: village and province.
    """

    content_hash: str
    village: str
    household: UUID | None = None
    sent_hash: str = ""
    home: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Waited:
    """What waits or waited for an officer: `settled_at` is None where nobody has decided."""

    pk: UUID
    settled_at: datetime | None
    settled: str
    reason: str
    remark: str


@dataclass
class Arrived:
    """What was recorded, by key, and what waits or waited for an officer."""

    recorded: dict[UUID, Stored] = field(default_factory=dict)
    held: dict[Sent, Waited] = field(default_factory=dict)

    @property
    def waiting(self) -> set[Sent]:
        """What nobody has decided about."""
        return {sent for sent, held in self.held.items() if held.settled_at is None}

    def settled(self, sent: Sent, how: Settled) -> Waited | None:
        """What an officer decided on, if it was so."""
        held = self.held.get(sent)
        return held if held and held.settled == how else None


def waited_under(keys: Iterable[UUID]) -> Asked:
    """Asks for what waits or waited under the keys."""
    return _WAITED(list(keys))


def waited_of(rows: Rows) -> dict[Sent, Waited]:
    """What the answer says."""
    return {(key, content_hash): Waited(pk, *rest) for pk, key, content_hash, *rest in rows}


def waited(keys: Iterable[UUID]) -> dict[Sent, Waited]:
    """What waits or waited under the keys. One query."""
    return waited_of(*ask(waited_under(keys)))


def visits_of(rows: Rows) -> dict[UUID, Stored]:
    """The recorded visits that the answer to `VISITS` names."""
    return {key: Stored(said, village, home, sent, (now, province)) for key, said, village, home, sent, now, province in rows}


def stored_visits(keys: Iterable[UUID]) -> dict[UUID, Stored]:
    """The visits that are recorded under the keys. One query."""
    return visits_of(*ask(VISITS(list(keys))))


def stored_others(model: type[Gathering] | type[Proposal], keys: Collection[UUID]) -> dict[UUID, Stored]:
    """The gatherings, or the proposals, that are recorded under the keys. One query."""
    rows: Any = model._default_manager.filter(pk__in=keys).order_by()  # noqa: SLF001 -- Django's own way
    return {key: Stored(said, village) for key, said, village in rows.values_list("pk", "content_hash", "village_id")}
