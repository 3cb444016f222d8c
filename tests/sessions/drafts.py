"""Drafts and posted forms of the tests of visits and gatherings, each with no more than the test says."""

from datetime import date
from typing import Any
from uuid import UUID

from communes.models import Household, Resident
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.drafts import Attending, GatheringDraft, Observation, VisitDraft
from sessions.enums import GatheringKind, Mode, Result


def draft(**said: Any) -> VisitDraft:
    """A visit of today that met someone; people are those observed unless named."""
    seen = said.setdefault("observations", ())
    said.setdefault("people", frozenset(o.resident for o in seen if o.resident))
    return VisitDraft(**{"id": new_id(), "visited_on": today(), "result": Result.MET, **said})


def saw(person: Resident | None, skill: str, level: int) -> Observation:
    """One observation on the person's own phone; of the household without a person."""
    return Observation(skill, level, person.pk if person else None, Mode.OWN_PHONE)


def posted(visit_id: UUID | None = None, *, day: date | None = None, **fields: str) -> dict[str, str]:
    """What a browser posts for a visit that met someone; `fields` add to it or change it."""
    return {
        "id": str(visit_id or new_id()),
        "result": "met",
        "mode": "own_phone",
        "visited_on": (day or today()).isoformat(),
        "minutes": "",
        "setting": "home",
        "language": "vie",
        "note": "",
        "next": "",
        "next_on": "",
        "next_reason": "",
        **fields,
    }


def met(person: Resident, **levels: int) -> dict[str, str]:
    """The posted part of a person who was met."""
    prefix = f"p-{person.pk}"
    return {f"{prefix}-met": "on", **{f"{prefix}-{skill}": str(level) for skill, level in levels.items()}}


def url(name: str, household: Household, *more: object) -> str:
    """The address of a page under the household."""
    village = household.village
    base = f"/vn/{village.commune.province_id}/{village.commune_id}/{village.serial}/households/{household.pk}/"
    tails = {"household": "", "visit_new": "visits/new/", "visit": "visits/{}/", "visit_correct": "visits/{}/correct/"}
    return base + tails[name].format(*more)


def gathered(*people: Resident, **said: Any) -> GatheringDraft:
    """A class of today that these residents attended."""
    attendances = tuple(Attending(resident=person.pk) for person in people) + said.pop("others", ())
    first = {"id": new_id(), "kind": GatheringKind.CLASS, "held_on": today(), "attendances": attendances}
    return GatheringDraft(**{**first, **said})
