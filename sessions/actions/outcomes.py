"""Outcomes of a visit or a gathering. None is ever edited: a correction adds those that replace, and withdraws the dropped."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sessions.drafts import Observation
from sessions.enums import Source
from sessions.models import Gathering, Outcome, Visit

About = tuple[UUID | None, str]
"""A resident (None: the household) and the code of a skill."""


def write_outcomes(
    seen_at: Visit | Gathering, observations: Iterable[Observation], *, corrected: Visit | Gathering | None = None
) -> list[Outcome]:
    """Writes what was seen at a visit or gathering; one by one the outcomes replace those of the corrected one."""
    before = _of(corrected.outcomes.standing()) if corrected else {}
    written = [_outcome(seen_at, seen, before.pop((seen.resident, seen.skill), None)) for seen in observations]
    written += [_withdrawal(seen_at, old) for old in before.values()]
    return Outcome.objects.bulk_create(written)


def _of(outcomes: Iterable[Outcome]) -> dict[About, Outcome]:
    return {(outcome.resident_id, outcome.skill_id): outcome for outcome in outcomes}


def _outcome(seen_at: Visit | Gathering, seen: Observation, replaced: Outcome | None) -> Outcome:
    return Outcome(
        resident_id=seen.resident,
        household_id=None if seen.resident or isinstance(seen_at, Gathering) else seen_at.household_id,
        skill_id=seen.skill,
        level=seen.level,
        mode=seen.mode,
        replaces=replaced,
        **_source(seen_at),
    )


def _withdrawal(seen_at: Visit | Gathering, old: Outcome) -> Outcome:
    return Outcome(
        resident_id=old.resident_id,
        household_id=old.household_id,
        skill_id=old.skill_id,
        level=None,
        replaces=old,
        **_source(seen_at),
    )


def _source(seen_at: Visit | Gathering) -> dict[str, Any]:
    if isinstance(seen_at, Gathering):
        where: dict[str, Any] = {"source": Source.GATHERING, "gathering": seen_at, "observed_on": seen_at.held_on}
    else:
        where = {"source": Source.VISIT, "visit": seen_at, "observed_on": seen_at.visited_on}
    return where | {"recorded_by": seen_at.recorded_by}
