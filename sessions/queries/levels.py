"""Levels on the skill ladders: the latest standing outcome of each skill (indicators.md, Terms)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from sessions.enums import Family, Ladder
from sessions.models import Outcome, Skill, Visit

STALLED_DAYS = 21
"""So long after the last time that a skill was done with help, nobody having seen more since, its learner stands still."""

Levels = dict[str, int]
"""Skill code → level; a skill that is absent was never observed."""


@dataclass(frozen=True, slots=True)
class Known:
    """The levels of people and of their household, each with the day it was seen."""

    rows: dict[tuple[UUID, str], tuple[int, date]]

    def of(self, subject: UUID) -> Levels:
        """The levels of a resident or household."""
        return {skill: level for (who, skill), (level, _day) in self.rows.items() if who == subject}

    def seen_on(self, subject: UUID, skill: str) -> date | None:
        """The day of the latest standing outcome."""
        row = self.rows.get((subject, skill))
        return row[1] if row else None


def latest(outcomes: QuerySet[Outcome, Any]) -> QuerySet[Outcome, Any]:
    """Of these outcomes the latest per subject and skill: by day, then receipt, then id."""
    subject = ("resident_id", "household_id", "skill_id")
    return outcomes.order_by(*subject, "-observed_on", "-received_at", "-id").distinct(*subject)


def known_levels(
    residents: Collection[UUID], households: Collection[UUID] = (), *, day: date, without: Visit | None = None
) -> Known:
    """What is known at the end of the day of people and households already found within a scope. One query.

    `without` leaves out what one visit said: the state that its correction starts from.
    """
    standing = Outcome.objects.standing().on(day).filter(Q(resident__in=residents) | Q(household__in=households))
    if without:
        standing = standing.exclude(visit=without)
    found = latest(standing).values_list("resident_id", "household_id", "skill_id", "level", "observed_on")
    return Known({(person or home, skill): (level or 0, seen) for person, home, skill, level, seen in found})


def suggested(skills: Iterable[Skill], known: Known, person: UUID) -> list[Skill]:
    """The competences in the order to offer them: easy first, the lowest not yet done alone (R71).

    What the person already does alone comes after, longest unseen first: a habit is proven by seeing it again.
    """
    levels = known.of(person)
    ladders = [skill for skill in skills if skill.ladder == Ladder.COMPETENCE]
    to_learn = [skill for skill in ladders if levels.get(skill.code, 0) < skill.top]
    to_check = [skill for skill in ladders if levels.get(skill.code, 0) >= skill.top]
    to_check.sort(key=lambda skill: known.seen_on(person, skill.code) or date.min)
    taught_first = sorted(to_learn, key=lambda skill: skill.family == Family.FURTHER)
    return taught_first + to_check
