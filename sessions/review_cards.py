"""What the officer's page shows of each thing that waits: read for a whole page of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self
from uuid import UUID

from communes.models import Commune
from communes.scope import Scope
from literacy_portal.kit.periods import today
from sessions.enums import HeldReason
from sessions.models import Held, Proposal
from sessions.queries.alike import Alike, alike
from sessions.queries.review import Names, homes_of, names_for, standing, waiting_for
from sessions.queries.told import Lines, Row, gathering_stands, proposal_lines, side_by_side, told, visit_stands


@dataclass(frozen=True, slots=True)
class Card:
    """Something that waits. `refused`: what went wrong with the last touch, and what was typed."""

    row: Any
    lines: Lines
    home_url: str = ""
    refused: dict[str, Any] = field(default_factory=dict)

    def with_refusal(self, refused: dict[UUID, dict[str, Any]]) -> Self:
        """The card with what went wrong, if it was this one."""
        return replace(self, refused=refused.get(self.row.pk, {}))


@dataclass(frozen=True, slots=True)
class ProposalCard(Card):
    """A proposal; `alike` are those on the roster who may be the same, `waits` how many visits wait for it."""

    alike: list[Alike] = field(default_factory=list)
    waits: int = 0


@dataclass(frozen=True, slots=True)
class HeldCard(Card):
    """Something held. `pair` is set where another content stands under the same key."""

    pair: list[Row] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """As phones call it."""
        return str(self.row.item.get("kind", "visit"))

    @property
    def may_mend(self) -> bool:
        """Whether it can be recorded at another household or on another day."""
        return self.kind == "visit" and self.row.reason != HeldReason.OTHER_CONTENT

    @property
    def may_record(self) -> bool:
        """Whether one touch may do: not where the roster does not know whom it names, or its day has not come."""
        return self.row.reason not in {
            HeldReason.UNKNOWN_HOUSEHOLD,
            HeldReason.UNKNOWN_PERSON,
            HeldReason.IN_THE_FUTURE,
        }


def proposal_cards(commune: Commune, scope: Scope, proposals: Sequence[Proposal]) -> list[ProposalCard]:
    """A page of proposals. Eight queries at most."""
    people = {proposal.resident for proposal in proposals if proposal.resident}
    stays = homes_of(scope, people, today())
    homes = {proposal.household for proposal in proposals if proposal.household} | {stay.household_id for stay in stays.values()}
    names = names_for(scope, homes, people, today())
    doubles, waits = alike(commune, scope, proposals), waiting_for(scope, homes)
    cards = []
    for proposal in proposals:
        stay = stays.get(proposal.resident) if proposal.resident else None
        if stay and not proposal.household:
            proposal.household = stay.household_id
        lines, url = proposal_lines(proposal, names), _url(names, proposal.household)
        waiting = waits.get(proposal.household, 0) if proposal.household else 0
        cards.append(ProposalCard(proposal, lines, url, alike=doubles[proposal.pk], waits=waiting))
    return cards


def held_cards(scope: Scope, rows: Sequence[Held]) -> list[HeldCard]:
    """A page of what is held. Ten queries at most."""
    visits, gatherings = standing([held.client_id for held in rows if held.reason == HeldReason.OTHER_CONTENT], scope)
    homes = {held.household for held in rows if held.household} | {visit.household_id for visit in visits.values()}
    people = {key for held in rows for key in _people(held.item)}
    names = names_for(scope, homes, people, today())
    cards = []
    for held in rows:
        lines, pair = told(held.item, names), []
        if held.client_id in visits:
            pair = side_by_side(visit_stands(visits[held.client_id], names), lines)
        elif held.client_id in gatherings:
            pair = side_by_side(gathering_stands(gatherings[held.client_id]), lines)
        cards.append(HeldCard(held, lines, _url(names, held.household), pair=pair))
    return cards


def _people(item: dict[str, Any]) -> set[UUID]:
    told_of = [*(item.get("observations") or []), *(item.get("attendances") or []), item]
    keys = {*(item.get("people") or []), *(one["resident"] for one in told_of if one.get("resident"))}
    return {UUID(key) for key in keys}


def _url(names: Names, key: UUID | None) -> str:
    home = names.homes.get(key) if key else None
    return f"{home.village.get_absolute_url()}households/{home.pk}/" if home else ""
