"""Outcomes of a visit. None is ever edited: a correction adds those that replace, and withdraws the dropped."""

from collections.abc import Iterable
from uuid import UUID

from sessions.drafts import Observation, VisitDraft
from sessions.enums import Source
from sessions.models import Outcome, Visit

About = tuple[UUID | None, str]
"""A resident (None: the household) and the code of a skill."""


def write_outcomes(visit: Visit, draft: VisitDraft, *, corrected: Visit | None = None) -> list[Outcome]:
    """Writes what the draft says of the visit; one by one they replace those of the corrected visit."""
    before = _of(corrected.outcomes.standing()) if corrected else {}
    written = [_outcome(visit, seen, before.pop((seen.resident, seen.skill), None)) for seen in draft.observations]
    written += [_withdrawal(visit, old) for old in before.values()]
    return Outcome.objects.bulk_create(written)


def _of(outcomes: Iterable[Outcome]) -> dict[About, Outcome]:
    return {(outcome.resident_id, outcome.skill_id): outcome for outcome in outcomes}


def _outcome(visit: Visit, seen: Observation, replaced: Outcome | None) -> Outcome:
    return Outcome(
        resident_id=seen.resident,
        household_id=None if seen.resident else visit.household_id,
        skill_id=seen.skill,
        level=seen.level,
        mode=seen.mode,
        observed_on=visit.visited_on,
        source=Source.VISIT,
        visit=visit,
        recorded_by=visit.recorded_by,
        replaces=replaced,
    )


def _withdrawal(visit: Visit, old: Outcome) -> Outcome:
    return Outcome(
        resident_id=old.resident_id,
        household_id=old.household_id,
        skill_id=old.skill_id,
        level=None,
        observed_on=visit.visited_on,
        source=Source.VISIT,
        visit=visit,
        recorded_by=visit.recorded_by,
        replaces=old,
    )
