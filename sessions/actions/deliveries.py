"""Taking what phones send: each item once, in any order, after any delay; whatever cannot be placed is held, never dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import DatabaseError, OperationalError, transaction
from django.utils import timezone
from psycopg.errors import DeadlockDetected, SerializationFailure

from accounts.models import User
from literacy_portal.kit.periods import day_of
from sessions.actions.holding import Hearing
from sessions.actions.other_batches import take_gathering, take_proposal
from sessions.actions.visit_batches import Recorded, repeated, take_visits
from sessions.enums import Channel
from sessions.placing import Sender
from sessions.queries.introduction import Introduction, introduce
from sessions.wire.answers import Answer, not_stored, refused
from sessions.wire.delivery import Delivery
from sessions.wire.fields import RefusedError
from sessions.wire.gatherings import GatheringItem
from sessions.wire.items import Item, read_item
from sessions.wire.sent import keys_of, sent_hash
from sessions.wire.visits import VisitItem

log = structlog.get_logger("sync")
TRIES = 3
"""How often a batch is tried that met another one half-way, each holding what the other wants."""


@dataclass(frozen=True, slots=True)
class _Read:
    """An item that was understood, and where it stands in the delivery."""

    at: int
    item: Item


def take_delivery(*, by: User, delivery: Delivery, channel: str, known: Introduction | None = None) -> list[Answer]:
    """Records what the phone of `by` sent and answers each item, in order. `known`: what `introduce` answered, if it was asked.

    One transaction for all that can be placed; if the database refuses it, one for each item, so that none stops the others.
    Raises OperationalError when the database does not answer: what was recorded until then is `duplicate` when it is sent again.
    """
    now = timezone.now()
    # A parcel was on its way for hours or weeks: its age says nothing of a clock.
    skew = _skew(delivery, now) if channel == Channel.PHONE else None
    known = known or introduce(by, delivery)
    hearing = Hearing(by, Sender(known.history, day_of(now)), channel, skew)
    answers = _sent_before(hearing, delivery, known.recorded)
    understood: list[_Read] = []
    for at, said in enumerate(delivery.items):
        if at in answers:
            continue
        try:
            understood.append(_Read(at, read_item(said, delivery.schema, known.skills)))
        except RefusedError as error:
            answers[at] = refused(said, error)
    answers |= _take(hearing, understood, known.recorded)
    return [answers[at] for at in range(len(delivery.items))]


def _sent_before(hearing: Hearing, delivery: Delivery, recorded: Recorded) -> dict[int, Answer]:
    """The answers to visits that are recorded word for word: they were understood once and are not read again."""
    keys = {
        at: key
        for at, key in (keys_of(delivery.items) if recorded else {}).items()
        if key in recorded and recorded[key].sent_hash == (sent_hash(delivery.items[at], delivery.schema) or None)
    }
    return dict(zip(keys, repeated(hearing.sender, recorded, keys.values()), strict=True))


_FARTHEST = 2**31 - 1


def _skew(delivery: Delivery, now: Any) -> int | None:
    if delivery.sent_at is None:
        return None
    seconds = round((delivery.sent_at - now).total_seconds())
    return max(-_FARTHEST, min(_FARTHEST, seconds))


def _take(hearing: Hearing, understood: Sequence[_Read], recorded: Recorded) -> dict[int, Answer]:
    """Visits together, as they are many; gatherings and proposals one by one, after them."""
    visits = [one for one in understood if isinstance(one.item, VisitItem)]
    answers: dict[int, Answer] = {}
    if visits:
        try:
            answers |= _together(hearing, visits, recorded)
        except OperationalError:
            raise
        except DatabaseError as error:
            log.warning("batch_taken_apart", kind=type(error.__cause__ or error).__name__, items=len(visits))
    return answers | {one.at: _alone(hearing, one, recorded) for one in understood if one.at not in answers}


def _alone(hearing: Hearing, one: _Read, recorded: Recorded) -> Answer:
    try:
        return _together(hearing, [one], recorded)[one.at]
    except OperationalError:
        raise
    except DatabaseError as error:
        log.exception("item_not_stored", item=str(one.item.id), kind=type(error.__cause__ or error).__name__)
        return not_stored(one.item.said)


def _together(hearing: Hearing, items: Sequence[_Read], recorded: Recorded) -> dict[int, Answer]:
    for last in (*[False] * (TRIES - 1), True):
        try:
            with transaction.atomic():
                return dict(zip([one.at for one in items], take(hearing, [one.item for one in items], recorded), strict=True))
        except OperationalError as error:
            if last or not isinstance(error.__cause__, (DeadlockDetected, SerializationFailure)):
                raise
    raise AssertionError("the last try returns or raises")


def take(hearing: Hearing, items: Sequence[Item], recorded: Recorded | None = None) -> list[Answer]:
    """Records or holds items of one kind. In the caller's transaction. `recorded`: see `take_visits`."""
    visits = [item for item in items if isinstance(item, VisitItem)]
    if visits:
        return take_visits(hearing, visits, recorded)
    return [
        take_gathering(hearing, item) if isinstance(item, GatheringItem) else take_proposal(hearing, item)
        for item in items
        if not isinstance(item, VisitItem)
    ]
