"""What waits for a commune's officer: recorded in spite of all, or declined."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from accounts import audit
from accounts.models import User
from communes.models import Household, Village
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.actions.bulk import NewVisit, insert_visits
from sessions.actions.gatherings import GatheringConflictError, PeopleGoneError, record_gathering
from sessions.actions.holding import settle_held
from sessions.actions.other_batches import proposal_of
from sessions.actions.visits import correct_visit
from sessions.enums import Channel, HeldReason, Settled
from sessions.models import Held, Visit
from sessions.placing import Sender, place_anyway
from sessions.queries.ground import Ground, ground_under, read_elsewhere
from sessions.queries.skills import rungs
from sessions.queries.visits import latest_version
from sessions.wire.gatherings import GatheringItem
from sessions.wire.items import read_item
from sessions.wire.proposals import ProposalItem
from sessions.wire.visits import VisitItem
from teams.history import History


class AlreadySettledError(Exception):
    """Somebody decided before; `held` says what."""

    def __init__(self, held: Held) -> None:
        super().__init__("This was already settled.")
        self.held = held


class NotPlaceableError(Exception):
    """What was sent cannot be recorded as it is: the roster does not know whom it names, or its day has not come."""

    def __init__(self, reason: HeldReason) -> None:
        super().__init__(str(reason))
        self.reason = reason


@transaction.atomic
def record_held(*, by: User, held: Held) -> None:
    """Records what was sent, in its sender's name, although the portal would not by itself.

    The second content under one key corrects the first. The caller has checked that `by` may decide in the village of
    `held`. Raises AlreadySettledError, and NotPlaceableError for what is missing: `unknown_household`, `unknown_person`,
    `in_the_future`, or `out_of_scope` when the household has left the villages of `by`.
    """
    # The household before what is held: so do deliveries, or each of two would wait for the other.
    list(
        Household.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=[held.household] if held.household else [])
        .values("pk")
    )
    kept = _lock(held)
    item = read_item(kept.item, kept.schema, rungs())
    if item.day > today():
        raise NotPlaceableError(HeldReason.IN_THE_FUTURE)
    officer = Sender(History(by), today())
    if isinstance(item, VisitItem):
        _record_visit(by, kept, item, officer)
    elif isinstance(item, GatheringItem):
        _record_gathering(kept, item, officer)
    else:
        _keep_proposal(kept, item, officer)
    settle_held([kept.pk], by=by)
    audit.record("held.record", by=by, target=kept, place=kept.village_id, reason=kept.reason)


@transaction.atomic
def decline_held(*, by: User, held: Held, remark: str) -> None:
    """Decides against what was sent; its sender reads the remark. It stays, in no figure. Raises AlreadySettledError."""
    kept = _lock(held)
    settle_held([kept.pk], by=by, how=Settled.DECLINED, remark=remark)
    audit.record("held.decline", by=by, target=kept, place=kept.village_id, reason=kept.reason)


def _lock(held: Held) -> Held:
    kept = Held.objects.select_for_update(of=("self",)).select_related("sent_by").get(pk=held.pk)
    if kept.settled_at:
        raise AlreadySettledError(kept)
    return kept


def _record_visit(by: User, kept: Held, item: VisitItem, officer: Sender) -> None:
    ground = ground_under({item.household: set(item.named)}, [item.village] if item.village else [])
    village = place_anyway(item, ground)
    if village is None:
        raise NotPlaceableError(HeldReason.UNKNOWN_HOUSEHOLD)
    if not officer.may(ground, village, officer.today):
        # Of households that the officer could never see nothing is told.
        is_known = officer.knows(ground, item.household)
        raise NotPlaceableError(HeldReason.OUT_OF_SCOPE if is_known else HeldReason.UNKNOWN_HOUSEHOLD)
    _check_people(officer, ground, item.named - ground.lived_in(item.household))
    first = Visit.objects.filter(pk=item.id).first()
    if first and first.household_id == item.household:
        _correct(by, first, item)
        return
    # The key is another household's: this visit gets one of its own.
    draft = replace(item.draft, id=new_id()) if first else item.draft
    team = History(kept.sent_by).team(village, item.day)
    new = NewVisit(
        draft=draft,
        household=item.household,
        content_hash=item.content_hash,
        village=village,
        team=team,
        by=kept.sent_by_id,
        channel=Channel.PHONE.value,
    )
    insert_visits([new], via={"via": new.channel, "held": str(kept.pk)})


def _correct(by: User, first: Visit, item: VisitItem) -> None:
    latest = latest_version(first)
    if latest.content_hash == item.content_hash:
        return
    correct_visit(by=by, visit=latest, draft=replace(item.draft, id=new_id()))


def _record_gathering(kept: Held, item: GatheringItem, officer: Sender) -> None:
    village = Village.objects.get(pk=item.village)
    ground = _ground_of(village.pk, item.named)
    _check_reach(officer, ground, village.pk)
    _check_people(officer, ground, item.named)
    draft = item.draft
    if kept.reason == HeldReason.OTHER_CONTENT:
        draft = replace(draft, id=new_id(), attendances=tuple(replace(who, id=new_id()) for who in draft.attendances))
    try:
        record_gathering(by=kept.sent_by, village=village, draft=draft, channel=Channel.PHONE)
    except GatheringConflictError as error:
        raise NotPlaceableError(HeldReason.OTHER_CONTENT) from error
    except PeopleGoneError as error:
        raise NotPlaceableError(HeldReason.UNKNOWN_PERSON) from error


def _keep_proposal(kept: Held, item: ProposalItem, officer: Sender) -> None:
    _check_reach(officer, _ground_of(item.village, ()), item.village)
    proposal = proposal_of(item, by=kept.sent_by_id)
    if kept.reason == HeldReason.OTHER_CONTENT:
        proposal.pk = new_id()
    proposal.save(force_insert=True)


def _ground_of(village: str, people: Iterable[UUID]) -> Ground:
    ground = Ground()
    ground.provinces |= dict(Village.objects.filter(pk=village).values_list("code", "commune__province"))
    read_elsewhere(ground, set(people))
    return ground


def _check_reach(officer: Sender, ground: Ground, village: str) -> None:
    if not officer.may(ground, village, officer.today):
        raise NotPlaceableError(HeldReason.OUT_OF_SCOPE)


def _check_people(officer: Sender, ground: Ground, people: Iterable[UUID]) -> None:
    for who in people:
        if not any(officer.may(ground, village, officer.today) for village in ground.elsewhere.get(who, ())):
            raise NotPlaceableError(HeldReason.UNKNOWN_PERSON)
