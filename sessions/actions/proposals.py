"""Deciding about proposals: the roster takes them up, or not. What was seen of somebody new becomes outcomes of the visit."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from communes.actions.household_news import Newcomer, NewsRefused, add_household, add_person, end_residence
from communes.enums import Relation, ResidenceEnd, Sex
from communes.models import Household, Residence
from communes.scope import Scope
from sessions.actions.retrying import retry_household
from sessions.actions.seen import write_seen
from sessions.actions.visit_batches import wait_for_households
from sessions.enums import ProposalKind, Settled
from sessions.models import Proposal

ENDS = {ProposalKind.MOVED_AWAY: ResidenceEnd.MOVED, ProposalKind.DIED: ResidenceEnd.DIED}


class ProposalRefusedError(Exception):
    """It cannot be taken up; `message` says why, for the user."""

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class Accepted:
    """What followed from accepting: outcomes that were written, and visits that had waited for it and were recorded."""

    proposal: Proposal
    outcomes: int = 0
    visits: int = 0


@transaction.atomic
def accept_proposal(*, by: User, proposal: Proposal, scope: Scope) -> Accepted:
    """Changes the roster as proposed, from the day on which it was seen, and records what waited for that.

    `scope` is where `by` decides. Raises ProposalRefusedError, and nothing is changed.
    """
    current = _lock(proposal)
    if current.household:
        wait_for_households({current.household})
    try:
        with transaction.atomic():
            _change_roster(current, by, scope)
    except NewsRefused as error:
        raise ProposalRefusedError(error.message) from error
    except IntegrityError as error:
        raise ProposalRefusedError(_("Somebody else put this on the roster at this very moment.")) from error
    _settle(current, by=by, settled=Settled.RECORDED)
    home = Household.objects.within(scope).filter(pk=current.household).first() if current.household else None
    visits = retry_household(household=home) if home else 0
    outcomes = write_seen([current])
    facts = {"kind": current.kind, "outcomes": outcomes, "visits": visits}
    audit.record("proposal.accept", by=by, target=current, place=current.village_id, **facts)
    return Accepted(current, outcomes, visits)


@transaction.atomic
def decline_proposal(*, by: User, proposal: Proposal, remark: str) -> None:
    """Decides against it; the roster stays as it is, and the sender reads the remark. Raises ProposalRefusedError."""
    current = _lock(proposal)
    _settle(current, by=by, settled=Settled.DECLINED, remark=remark)
    audit.record("proposal.decline", by=by, target=current, place=current.village_id, kind=current.kind)


def _lock(proposal: Proposal) -> Proposal:
    current = Proposal.objects.select_for_update(of=("self",)).select_related("village__commune").get(pk=proposal.pk)
    if current.settled_at:
        raise ProposalRefusedError(_("Somebody decided about this before you."))
    return current


def _change_roster(proposal: Proposal, by: User, scope: Scope) -> None:
    kind = ProposalKind(proposal.kind)
    if kind == ProposalKind.NEW_HOUSEHOLD:
        _add_household(proposal, by)
    elif kind in ENDS:
        _end(proposal, by, scope, ENDS[kind])
    else:
        _add_person(proposal, by, scope)


def _add_household(proposal: Proposal, by: User) -> None:
    said = proposal.said
    add_household(
        by=by,
        key=_key(proposal.household),
        village=proposal.village,
        people=[_newcomer(person, UUID(str(person["resident"]))) for person in said.get("people", [])],
        since=proposal.observed_on,
        number=str(said.get("number") or "")[:20],
        address=str(said.get("address") or "")[:200],
        language=str(said.get("language") or "")[:8],
    )


def _add_person(proposal: Proposal, by: User, scope: Scope) -> None:
    home = Household.objects.within(scope).select_related("village").filter(pk=_key(proposal.household)).first()
    if home is None:
        raise ProposalRefusedError(_("The household is not on the roster: accept its proposal first."))
    person = _newcomer(proposal.said, _key(proposal.resident))
    born = person.birth_date if proposal.kind == ProposalKind.BIRTH else None
    add_person(by=by, home=home, person=person, since=born or proposal.observed_on)


def _end(proposal: Proposal, by: User, scope: Scope, reason: ResidenceEnd) -> None:
    stays = Residence.objects.within(scope).filter(resident=proposal.resident, ended_on__isnull=True)
    residence = stays.select_related("village").first()
    if residence is None:
        raise ProposalRefusedError(_("The roster says already that this person is gone."))
    end_residence(by=by, residence=residence, reason=reason, on=proposal.observed_on)


def _newcomer(said: dict[str, Any], key: UUID) -> Newcomer:
    born = said.get("birth_date")
    return Newcomer(
        id=key,
        full_name=str(said.get("full_name") or "")[:120],
        sex=said["sex"] if said.get("sex") in Sex.values else "",
        birth_date=date.fromisoformat(born) if born else None,
        birth_year=said.get("birth_year"),
        relation=said["relation"] if said.get("relation") in Relation.values else "",
    )


def _key(key: UUID | None) -> UUID:
    if key is None:
        raise ProposalRefusedError(_("The proposal does not say whom it is about."))
    return key


def _settle(proposal: Proposal, *, by: User, settled: Settled, remark: str = "") -> None:
    proposal.settled, proposal.settled_at, proposal.settled_by, proposal.remark = settled, timezone.now(), by, remark
    proposal.save(update_fields=["settled", "settled_at", "settled_by", "remark"])
