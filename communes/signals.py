"""News that travels backwards along the line, carrying village codes and a day, never people."""

from dataclasses import dataclass
from uuid import UUID

from django.dispatch import Signal

roster_changed = Signal()
"""Sent inside the writer's transaction with `villages` (codes) and `since` (the earliest day touched)."""

facts_learned = Signal()
"""Sent inside the transaction of a roster import with what its columns said of people and households.

`facts`: a list of `Fact`; `on`: the roster's day; `by`: the user. App `sessions` turns them into outcomes and answers with
the keys of what it wrote, which `roster_undone` brings back.
"""

roster_undone = Signal()
"""Sent inside the transaction that takes a roster import back, before its people go.

`learned`: the keys that listeners to `facts_learned` answered with; `removed`: the people who will be deleted; `kept`: new
people who stay, with all that the roster said of them; `since`: the roster's day; `by`: the user.
"""


@dataclass(frozen=True)
class Fact:
    """One thing a roster column says: the code of a skill and the level, of a resident or of a household."""

    code: str
    level: int
    resident: UUID | None = None
    household: UUID | None = None
