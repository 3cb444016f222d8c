"""What arrived before under the keys of a delivery."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sessions.enums import Settled
from sessions.models import Held, Visit

Sent = tuple[UUID, str]
"""A key and the hash of what was said under it."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A visit that was recorded: the hash of its content, its village and its household."""

    content_hash: str
    village: str
    household: UUID


@dataclass
class Arrived:
    """Visits by key, and what waits or waited for an officer."""

    visits: dict[UUID, Stored] = field(default_factory=dict)
    held: dict[Sent, Held] = field(default_factory=dict)

    @property
    def waiting(self) -> set[Sent]:
        """What nobody has decided about."""
        return {sent for sent, held in self.held.items() if held.settled_at is None}

    def declined(self, sent: Sent) -> Held | None:
        """What an officer decided against."""
        held = self.held.get(sent)
        return held if held and held.settled == Settled.DECLINED else None


def arrived(keys: Collection[UUID]) -> Arrived:
    """What is known under the keys. Two queries."""
    waiting: QuerySet[Held, Any] = Held.objects.filter(client_id__in=keys).defer("item")
    return Arrived(stored(keys), {(held.client_id, held.content_hash): held for held in waiting})


def stored(keys: Collection[UUID]) -> dict[UUID, Stored]:
    """The visits that are recorded under the keys. One query."""
    rows = Visit.objects.filter(pk__in=keys).order_by().values_list("pk", "content_hash", "village_id", "household_id")
    return {key: Stored(content_hash, village, household) for key, content_hash, village, household in rows}
