"""What a reader of deliveries must know of the skills."""

from sessions.enums import Ladder
from sessions.models import Skill
from sessions.wire.observations import Rung, Skills


def rungs() -> Skills:
    """Every skill that ever was: a phone may tell of one that is no longer in use. One query."""
    rows = Skill.objects.values_list("code", "subject", "ladder")
    return {code: Rung(subject, Ladder(ladder).top) for code, subject, ladder in rows}
