"""Recording a held visit otherwise than it was told: at another household, on another day, without people nobody knows."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from communes.models import Household, Resident
from communes.scope import Scope
from literacy_portal.kit.periods import today
from sessions.actions.bulk import NewVisit, insert_visits
from sessions.actions.holding import settle_held
from sessions.drafts import VisitDraft
from sessions.enums import Channel
from sessions.models import Held
from sessions.placing import place_anyway
from sessions.queries.ground import ground_under
from sessions.queries.skills import rungs
from sessions.wire.items import read_item
from sessions.wire.visits import VisitItem
from teams.history import History


@dataclass(frozen=True, slots=True)
class Mended:
    """What the officer decided. `leave_out`: people whom the roster does not know are left out of the visit."""

    household: Household
    day: date
    leave_out: bool = False


class MendingRefusedError(Exception):
    """It cannot be recorded so; `field` is where to mend it ("" for nowhere), `message` says why, for the user."""

    def __init__(self, message: Any, field: str = "") -> None:
        super().__init__(str(message))
        self.message, self.field = message, field


@transaction.atomic
def record_mended(*, by: User, held: Held, scope: Scope, mended: Mended) -> UUID:
    """Records a held visit as its sender's, as the officer mended it; answers its key.

    `scope` is where `by` decides: household and people lie in it. Raises MendingRefusedError.
    """
    item, home = _read(held), mended.household
    # The household before what is held: so do deliveries, or each of two would wait for the other.
    ground = ground_under({home.pk: set(item.named)}, [home.village_id])
    if not Held.objects.select_for_update().waiting().filter(pk=held.pk).exists():
        raise MendingRefusedError(_("Somebody decided about this before you."))
    draft = _mend(item.draft, mended, scope)
    village = place_anyway(replace(item, draft=draft, household=home.pk), ground) or home.village_id
    team = History(held.sent_by).team(village, draft.visited_on)
    visit = NewVisit(
        draft=draft,
        household=home.pk,
        # As it was sent: the phone that sends it again hears that it is the same.
        content_hash=held.content_hash,
        village=village,
        team=team,
        by=held.sent_by_id,
        channel=Channel.PHONE.value,
    )
    if not insert_visits([visit], via={"via": visit.channel, "held": str(held.pk)}):
        raise MendingRefusedError(_("Something else is recorded under this key. Look again."))
    settle_held([held.pk], by=by)
    facts = {"reason": held.reason, "visit": str(draft.id), "household": str(home.pk), "day": draft.visited_on.isoformat()}
    audit.record("held.record_mended", by=by, target=held, place=held.village_id, **facts)
    return draft.id


def _read(held: Held) -> VisitItem:
    item = read_item(held.item, held.schema, rungs())
    if not isinstance(item, VisitItem):
        raise MendingRefusedError(_("Only visits can be mended."))
    return item


def _mend(draft: VisitDraft, mended: Mended, scope: Scope) -> VisitDraft:
    """The draft on the day and with the people that the officer chose; a promise keeps its distance from the visit."""
    if mended.day > today():
        raise MendingRefusedError(_("This day lies in the future."), "day")
    there = set(Resident.objects.within(scope).filter(pk__in=draft.people).values_list("pk", flat=True))
    if draft.people - there:
        if not mended.leave_out:
            unknown = _("Somebody who was met is not on the roster: accept the proposal first, or leave them out.")
            raise MendingRefusedError(unknown, "leave_out")
        seen = tuple(one for one in draft.observations if one.resident is None or one.resident in there)
        draft = replace(draft, people=frozenset(there), observations=seen)
    shift = mended.day - draft.visited_on
    return replace(draft, visited_on=mended.day, next_on=draft.next_on + shift if draft.next_on else None)
