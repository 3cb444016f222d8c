"""From what was sent to what is understood, in any version of the contract that is."""

from typing import Any

from django.utils.translation import gettext as _

from sessions.wire.delivery import NEWEST
from sessions.wire.fields import Part
from sessions.wire.observations import Skills
from sessions.wire.visits import VisitItem, read_visit

Item = VisitItem
KINDS = {"visit": read_visit}
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
    kind = part.choice("kind", KINDS)
    return KINDS[kind](part, skills, said, schema)
