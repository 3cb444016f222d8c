"""From what was sent to what is understood, in any version of the contract that is."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from sessions.wire.delivery import NEWEST
from sessions.wire.fields import Part
from sessions.wire.gatherings import GatheringItem, read_gathering
from sessions.wire.observations import Skills
from sessions.wire.proposals import ProposalItem, read_proposal
from sessions.wire.visits import VisitItem, read_visit

Item = VisitItem | GatheringItem | ProposalItem
READERS: dict[str, Callable[[Part, Skills, dict[str, Any], int], Item]] = {
    "visit": read_visit,
    "gathering": read_gathering,
    "proposal": read_proposal,
}
SINCE_2 = ("kind", "village", "written_at")
"""What items of version 1 did not have: it knew visits only."""


def upgraded(part: Part, schema: int) -> Part:
    """An item of an older version as one of the newest."""
    if schema == NEWEST:
        return part
    for name in SINCE_2:
        if name in part.said:
            raise part.wrong(name, _("The portal does not know this field. The app on the phone may be too new."))
    return Part({"kind": "visit", **part.said})


def read_item(said: Any, schema: int, skills: Skills) -> Item:
    """What one item says. Raises RefusedError for the first field that is wrong."""
    part = upgraded(Part(said), schema)
    return READERS[part.choice("kind", READERS)](part, skills, said, schema)
