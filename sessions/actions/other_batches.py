"""Gatherings and proposals of one delivery: told without a household, and far fewer than visits."""

from uuid import UUID

from communes.models import Village
from sessions.actions.gatherings import GatheringConflictError, PeopleGoneError, record_gathering
from sessions.actions.holding import Hearing, Keeping, hold, settle_held
from sessions.enums import HeldReason, Settled
from sessions.models import Gathering, Proposal
from sessions.queries.arrived import Arrived, stored_others, waited
from sessions.queries.ground import Ground, read_elsewhere
from sessions.wire.answers import Answer, Verdict, held, no_such_village
from sessions.wire.gatherings import GatheringItem
from sessions.wire.proposals import ProposalItem


def take_gathering(hearing: Hearing, item: GatheringItem) -> Answer:
    """Records one gathering or holds it. In the caller's transaction."""
    before = Arrived(stored_others(Gathering, [item.id]), waited([item.id]))
    return _known(before, item) or _place_gathering(hearing, item, before)


def _place_gathering(hearing: Hearing, item: GatheringItem, before: Arrived) -> Answer:
    ground = _ground(item)
    if item.village not in ground.provinces:
        return no_such_village(item.said)
    reason = _why_held(hearing, item, ground, before)
    if reason is None:
        try:
            village = Village.objects.get(pk=item.village)
            record_gathering(by=hearing.by, village=village, draft=item.draft, channel=hearing.channel)
        except GatheringConflictError:
            reason = HeldReason.OTHER_CONTENT
        except PeopleGoneError:
            reason = HeldReason.UNKNOWN_PERSON
    return _settled(before, item) if reason is None else _hold(hearing, item, reason)


def take_proposal(hearing: Hearing, item: ProposalItem) -> Answer:
    """Keeps one proposal for the commune's officer, or holds it. In the caller's transaction."""
    before = Arrived(stored_others(Proposal, [item.id]), waited([item.id]))
    return _known(before, item) or _place_proposal(hearing, item, before)


def _place_proposal(hearing: Hearing, item: ProposalItem, before: Arrived) -> Answer:
    ground = _ground(item)
    if item.village not in ground.provinces:
        return no_such_village(item.said)
    reason = _why_held(hearing, item, ground, before)
    if reason is None:
        Proposal.objects.bulk_create([proposal_of(item, by=hearing.by.pk)], ignore_conflicts=True)
        # Somebody may have written another content under the key at this very moment.
        stored = stored_others(Proposal, [item.id])[item.id]
        reason = None if stored.content_hash == item.content_hash else HeldReason.OTHER_CONTENT
    return _settled(before, item) if reason is None else _hold(hearing, item, reason)


def proposal_of(item: ProposalItem, *, by: int) -> Proposal:
    """The row of a proposal, not yet written."""
    return Proposal(
        id=item.id,
        content_hash=item.content_hash,
        kind=item.kind,
        village_id=item.village,
        household=item.household,
        resident=item.resident,
        visit=item.visit,
        observed_on=item.day,
        said=item.words,
        observations=item.seen,
        note=item.note,
        proposed_by_id=by,
    )


def _known(before: Arrived, item: GatheringItem | ProposalItem) -> Answer | None:
    """The answer to what was recorded or declined before; None for what is still to be judged."""
    sent = item.id, item.content_hash
    declined = before.settled(sent, Settled.DECLINED)
    if declined:
        return held(item.id, declined.reason, remark=declined.remark)
    first = before.recorded.get(item.id)
    if (first and first.content_hash == item.content_hash) or before.settled(sent, Settled.RECORDED):
        return Answer(str(item.id), Verdict.DUPLICATE.value)
    return None


def _why_held(hearing: Hearing, item: GatheringItem | ProposalItem, ground: Ground, before: Arrived) -> HeldReason | None:
    if item.id in before.recorded:
        return HeldReason.OTHER_CONTENT
    if item.day > hearing.sender.today:
        return HeldReason.IN_THE_FUTURE
    if not hearing.sender.may(ground, item.village, item.day):
        return HeldReason.OUT_OF_SCOPE
    for who in _named(item):
        if not any(hearing.sender.may(ground, village, item.day) for village in ground.elsewhere.get(who, ())):
            return HeldReason.UNKNOWN_PERSON
    return None


def _named(item: GatheringItem | ProposalItem) -> frozenset[UUID]:
    """Who must be on the roster; of a proposal nobody, for it is about the roster."""
    return item.named if isinstance(item, GatheringItem) else frozenset()


def _ground(item: GatheringItem | ProposalItem) -> Ground:
    """The village that was named, and where the people named live."""
    ground = Ground()
    villages = Village.objects.filter(code=item.village).values_list("code", "commune__province")
    ground.provinces |= dict(villages)
    read_elsewhere(ground, _named(item))
    return ground


def _settled(before: Arrived, item: GatheringItem | ProposalItem) -> Answer:
    sent = item.id, item.content_hash
    if sent in before.waiting:
        settle_held([before.held[sent].pk])
    return Answer(str(item.id), Verdict.ACCEPTED.value)


def _hold(hearing: Hearing, item: GatheringItem | ProposalItem, reason: HeldReason) -> Answer:
    hold(hearing, [Keeping(item, reason, item.village)])
    return held(item.id, reason)
