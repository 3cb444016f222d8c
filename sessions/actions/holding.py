"""Keeping what cannot be placed, as it was sent, until a commune's officer decides."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from sessions.enums import Channel, HeldReason, Settled
from sessions.models import Held
from sessions.placing import Sender
from sessions.wire.items import Item


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who tells, by which channel, and by how many seconds the phone's clock was ahead."""

    by: User
    sender: Sender
    channel: str = Channel.PHONE.value
    clock_skew: int | None = None


@dataclass(frozen=True, slots=True)
class Keeping:
    """An item, why it is held, and the village under which it waits."""

    item: Item
    reason: HeldReason
    village: str


def hold(hearing: Hearing, kept: Sequence[Keeping]) -> None:
    """Keeps items for review, each once however often it is sent. In the caller's transaction."""
    if kept:
        Held.objects.bulk_create([_row(hearing, one) for one in kept], ignore_conflicts=True)


def _row(hearing: Hearing, one: Keeping) -> Held:
    item = one.item
    return Held(
        client_id=item.id,
        content_hash=item.content_hash,
        village_id=one.village,
        household=item.household,
        reason=one.reason,
        item=item.said,
        schema=item.schema,
        sent_by=hearing.by,
    )


def settle_held(keys: Collection[UUID], *, by: User | None = None, how: Settled = Settled.RECORDED, remark: str = "") -> None:
    """Notes what became of what waited: by whom, None when it found its place by itself."""
    Held.objects.filter(pk__in=keys, settled_at__isnull=True).update(
        settled=how, settled_at=timezone.now(), settled_by=by, remark=remark
    )
