"""What was seen of somebody whom the roster did not know yet: outcomes of the visit, once both are there."""

from collections.abc import Iterable
from typing import Any

from literacy_portal.kit.statements import Statement
from sessions.enums import Source
from sessions.models import Outcome, Proposal, Visit
from sessions.queries.visits import latest_version
from sessions.signals import outcomes_changed

CARRIED = Statement(
    """
    SELECT id FROM coaching_proposal
    WHERE visit = ANY($1) AND settled = 'recorded' AND resident IS NOT NULL AND observations <> '[]'
    """,
    "coaching_carried",
    "uuid[]",
)
"""The accepted proposals that visits carry of which something was seen: for `write_seen`, once the visits are recorded."""


def write_seen(accepted: Iterable[Proposal]) -> int:
    """Writes what was seen of new people as outcomes of the visits that carried the proposals, as far as those are recorded.

    Once, however often it is called: before the visit arrived there is nothing to write, after it everything.
    """
    written = sum(_write_seen(proposal) for proposal in accepted)
    if written:
        outcomes_changed.send(sender=Outcome)
    return written


def _write_seen(proposal: Proposal) -> int:
    first = Visit.objects.filter(pk=proposal.visit).first() if proposal.visit and proposal.observations else None
    if first is None or (first.household_id, first.recorded_by_id) != (proposal.household, proposal.proposed_by_id):
        return 0
    visit = latest_version(first)
    if visit.outcomes.filter(resident=proposal.resident).exists():
        return 0
    visit.people.add(proposal.resident)  # type: ignore[arg-type] # a key serves as well as a row
    return len(Outcome.objects.bulk_create(_outcome(proposal, visit, seen) for seen in proposal.observations))


def _outcome(proposal: Proposal, visit: Visit, seen: dict[str, Any]) -> Outcome:
    return Outcome(
        resident_id=proposal.resident,
        skill_id=seen["skill"],
        level=seen["level"],
        mode=seen.get("mode", ""),
        observed_on=visit.visited_on,
        source=Source.VISIT,
        visit=visit,
        recorded_by=visit.recorded_by,
    )
