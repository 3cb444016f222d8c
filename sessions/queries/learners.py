"""People of a household with what each can do, as the household's page shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sessions.enums import Competence, Family, Ladder
from sessions.models import Skill
from sessions.queries.levels import Known
from sessions.queries.people import Member


@dataclass(frozen=True, slots=True)
class Rung:
    """How far someone is on a ladder; `level` 0 stands also for never observed."""

    skill: Skill
    level: int
    seen_on: date | None

    @property
    def steps(self) -> list[tuple[int, bool]]:
        """The steps of its meter: where each begins, and whether it is reached."""
        return [(index * 18, index < self.level) for index in range(self.skill.top)]

    @property
    def words(self) -> str:
        """The level in words; nothing when never observed."""
        return str(Competence(self.level).label) if self.seen_on else ""


@dataclass(frozen=True, slots=True)
class Learner:
    """A person: the rungs of the base and core skills and of what else was observed, and the facts that hold."""

    member: Member
    rungs: list[Rung]
    facts: list[str]

    @property
    def is_known(self) -> bool:
        """Whether anything was ever observed."""
        return bool(self.facts) or any(rung.seen_on for rung in self.rungs)


def learners(members: Iterable[Member], skills: Sequence[Skill], known: Known) -> list[Learner]:
    """Each member with what is known."""
    return [_learner(member, skills, known) for member in members]


def _learner(member: Member, skills: Sequence[Skill], known: Known) -> Learner:
    who = member.resident.pk
    levels = known.of(who)
    rungs = [
        Rung(skill, levels.get(skill.code, 0), known.seen_on(who, skill.code))
        for skill in skills
        if skill.ladder == Ladder.COMPETENCE and (skill.family != Family.FURTHER or skill.code in levels)
    ]
    return Learner(member, rungs, facts_said(levels, skills))


def facts_said(levels: dict[str, int], skills: Sequence[Skill]) -> list[str]:
    """The facts that hold, in words: "Has a smartphone", "VNeID account 2"."""
    facts = [skill for skill in skills if skill.ladder != Ladder.COMPETENCE and levels.get(skill.code)]
    return [f"{skill.name} {levels[skill.code]}" if skill.top > 1 else skill.name for skill in facts]
