"""What became of what somebody sent, by the keys that the phone made."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from sessions.enums import HeldReason, Settled
from sessions.models import Gathering, Held, Proposal, Visit


@dataclass(frozen=True, slots=True)
class Fate:
    """`sent` is recorded, and counted once the figures of its `villages` hold from `day` on; None: nothing is counted of it."""

    fate: str
    message: str = ""
    day: date | None = None
    villages: frozenset[str] = field(default_factory=frozenset)


UNKNOWN = Fate("unknown")


def fates_of(user: User, keys: Collection[UUID]) -> dict[UUID, Fate]:
    """The fate of each key under which the user sent something. Four queries."""
    return _held(user, keys) | _proposed(user, keys) | _gathered(user, keys) | _visited(user, keys)


def _visited(user: User, keys: Collection[UUID]) -> dict[UUID, Fate]:
    rows = Visit.objects.filter(pk__in=keys, recorded_by=user).order_by()
    columns = rows.values_list("pk", "visited_on", "village_id", "household__village_id")
    return {key: Fate("sent", day=day, villages=frozenset((there, now))) for key, day, there, now in columns}


def _gathered(user: User, keys: Collection[UUID]) -> dict[UUID, Fate]:
    rows = Gathering.objects.filter(pk__in=keys, recorded_by=user).order_by()
    return {
        key: Fate("sent", day=day, villages=frozenset((there,)))
        for key, day, there in rows.values_list("pk", "held_on", "village_id")
    }


def _proposed(user: User, keys: Collection[UUID]) -> dict[UUID, Fate]:
    rows = Proposal.objects.filter(pk__in=keys, proposed_by=user).order_by()
    words = {Settled.RECORDED.value: "counted", Settled.DECLINED.value: "declined"}
    return {key: Fate(words.get(settled, "sent"), remark) for key, settled, remark in rows.values_list("pk", "settled", "remark")}


def _held(user: User, keys: Collection[UUID]) -> dict[UUID, Fate]:
    # Where several contents came under one key, what still waits says most: it comes last.
    found: QuerySet[Held, Any] = Held.objects.filter(client_id__in=keys, sent_by=user).order_by("settled_at", "pk").defer("item")
    return {held.client_id: _of_held(held) for held in found}


def _of_held(held: Held) -> Fate:
    if held.settled == Settled.DECLINED:
        return Fate("declined", held.remark)
    if held.settled == Settled.RECORDED:
        return Fate("counted")
    return Fate("held", str(HeldReason(held.reason).label))
