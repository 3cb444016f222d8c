"""What arrived before under the keys of a delivery."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sessions.enums import Settled
from sessions.models import Gathering, Held, Proposal, Visit

Sent = tuple[UUID, str]
"""A key and the hash of what was said under it."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What was recorded: the hash of its content, its village, and for a visit its household."""

    content_hash: str
    village: str
    household: UUID | None = None


@dataclass
class Arrived:
    """What was recorded, by key, and what waits or waited for an officer."""

    recorded: dict[UUID, Stored] = field(default_factory=dict)
    held: dict[Sent, Held] = field(default_factory=dict)

    @property
    def waiting(self) -> set[Sent]:
        """What nobody has decided about."""
        return {sent for sent, held in self.held.items() if held.settled_at is None}

    def settled(self, sent: Sent, how: Settled) -> Held | None:
        """What an officer decided on, if it was so."""
        held = self.held.get(sent)
        return held if held and held.settled == how else None


def waited(keys: Collection[UUID]) -> dict[Sent, Held]:
    """What waits or waited under the keys. One query."""
    found: QuerySet[Held, Any] = Held.objects.filter(client_id__in=keys).defer("item")
    return {(held.client_id, held.content_hash): held for held in found}


def stored_visits(keys: Collection[UUID]) -> dict[UUID, Stored]:
    """The visits that are recorded under the keys. One query."""
    rows = Visit.objects.filter(pk__in=keys).order_by().values_list("pk", "content_hash", "village_id", "household_id")
    return {key: Stored(content_hash, village, household) for key, content_hash, village, household in rows}


def stored_others(model: type[Gathering] | type[Proposal], keys: Collection[UUID]) -> dict[UUID, Stored]:
    """The gatherings, or the proposals, that are recorded under the keys. One query."""
    rows: Any = model._default_manager.filter(pk__in=keys).order_by()  # noqa: SLF001 -- Django's own way
    return {key: Stored(said, village) for key, said, village in rows.values_list("pk", "content_hash", "village_id")}
