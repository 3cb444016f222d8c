"""What a reader of deliveries must know of the skills."""

from functools import lru_cache

from literacy_portal.kit.statements import Rows, Statement, ask
from sessions.enums import Ladder
from sessions.wire.observations import Rung, Skills

SKILLS = Statement("SELECT code, subject, ladder FROM coaching_skill", "coaching_rungs")


def rungs() -> Skills:
    """Every skill that ever was: a phone may tell of one that is no longer in use. One query."""
    return rungs_of(*ask(SKILLS()))


def rungs_of(rows: Rows) -> Skills:
    """The skills that the answer to `SKILLS` names."""
    return {code: _rung(subject, ladder) for code, subject, ladder in rows}


@lru_cache
def _rung(subject: str, ladder: str) -> Rung:
    return Rung(subject, Ladder(ladder).top)
