"""What waits is placed by itself once the roster knows more, or its day came."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import structlog
from django.db import DatabaseError, OperationalError, transaction
from django.db.models import Q

from accounts.models import User
from communes.models import Household
from literacy_portal.kit.periods import today
from sessions.actions.deliveries import take
from sessions.actions.holding import Hearing
from sessions.actions.visit_batches import wait_for_households
from sessions.enums import HeldReason, Settled
from sessions.models import Held
from sessions.placing import Sender
from sessions.queries.skills import rungs
from sessions.wire.gatherings import GatheringItem
from sessions.wire.items import Item, read_item
from sessions.wire.proposals import ProposalItem
from sessions.wire.visits import VisitItem
from teams.history import History

log = structlog.get_logger("sync")


@transaction.atomic
def retry_household(*, household: Household) -> int:
    """Records what waited for this household or for somebody in it; answers how many. Called once the roster knows more.

    In the transaction that wrote the household and its people: whoever sends a visit to it at this very moment waits for
    the end of that transaction, or is found here.
    """
    wait_for_households({household.pk})
    of_household = Q(household=household.pk)
    of_people = Q(household__isnull=True, village=household.village_id, reason=HeldReason.UNKNOWN_PERSON)
    return _retry(Held.objects.waiting().filter(of_household | of_people))


@transaction.atomic
def retry_due() -> int:
    """Records what waited for its day, now that it came; answers how many."""
    return _retry(Held.objects.waiting().filter(reason=HeldReason.IN_THE_FUTURE))


def _retry(waiting: Iterable[Held]) -> int:
    """As if each were sent again. What still cannot be placed goes on waiting."""
    by_sender: dict[User, list[Item]] = defaultdict(list)
    skills, keys = rungs(), []
    for kept in Held.objects.filter(pk__in=[one.pk for one in waiting]).select_related("sent_by").order_by("received_at", "pk"):
        by_sender[kept.sent_by].append(_believed(read_item(kept.item, kept.schema, skills), kept))
        keys.append(kept.pk)
    for sender, items in by_sender.items():
        hearing = Hearing(sender, Sender(History(sender), today()))
        for kind in (VisitItem, GatheringItem, ProposalItem):
            try:
                with transaction.atomic():
                    take(hearing, [item for item in items if isinstance(item, kind)])
            except OperationalError:
                raise
            except DatabaseError as error:
                log.exception("held_not_retried", kind=type(error.__cause__ or error).__name__, items=len(items))
    return Held.objects.filter(pk__in=keys, settled=Settled.RECORDED).count()


def _believed(item: Item, kept: Held) -> Item:
    """The item; a clock that was ahead of the portal's by then does not say when it was written."""
    if isinstance(item, VisitItem) and item.written_at and item.written_at > kept.received_at:
        return replace(item, written_at=None)
    return item
