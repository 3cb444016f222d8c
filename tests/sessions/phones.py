"""What phones send in the tests, each with no more than the test says."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.models import User
from communes.models import Household, Resident
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today

Item = dict[str, Any]


def visit(household: Household | UUID, *, day: date | None = None, **said: Any) -> Item:
    """A visit of today that met someone."""
    key = household if isinstance(household, UUID) else household.pk
    return {
        "kind": "visit",
        "id": str(new_id()),
        "village": "24364001",
        "household": str(key),
        "visited_on": (day or today()).isoformat(),
        "result": "met",
        "written_at": timezone.now().isoformat(),
        **said,
    }


def gathering(*attendances: dict[str, Any], day: date | None = None, **said: Any) -> Item:
    """A desk of walk-ins of today."""
    return {
        "kind": "gathering",
        "id": str(new_id()),
        "village": "24364001",
        "gathering": "walk_in",
        "held_on": (day or today()).isoformat(),
        "attendances": list(attendances),
        **said,
    }


def attends(person: Resident, **levels: int) -> dict[str, Any]:
    """Somebody of the roster at a gathering."""
    observations = [{"skill": skill, "level": level, "mode": "own_phone"} for skill, level in levels.items()]
    return {"id": str(new_id()), "resident": str(person.pk), "observations": observations}


def proposal(kind: str, household: Household | UUID | None, *, day: date | None = None, **said: Any) -> Item:
    """What a team saw today that the roster does not know."""
    key = household.pk if isinstance(household, Household) else household
    return {
        "kind": "proposal",
        "id": str(new_id()),
        "proposal": kind,
        "village": "24364001",
        "household": str(key) if key else None,
        "resident": str(new_id()),
        "observed_on": (day or today()).isoformat(),
        "said": {},
        **said,
    }


def seen(person: Resident | None, skill: str, level: int) -> dict[str, Any]:
    """One observation on the person's own phone."""
    return {"skill": skill, "level": level, "resident": str(person.pk) if person else None, "mode": "own_phone"}


def delivery(user: User, *items: Any, **said: Any) -> dict[str, Any]:
    """What a phone sends at once."""
    return {
        "schema": 2,
        "device": str(new_id()),
        "user": user.pk,
        "sent_at": timezone.now().isoformat(),
        "unsent": len(items),
        "oldest_unsent": timezone.now().isoformat(),
        "items": list(items),
        **said,
    }


def send(client: Client, said: Any) -> HttpResponse:
    """Delivers it."""
    return client.post("/sync/v1/visits", said, content_type="application/json", headers={"accept-language": "en"})


def results(client: Client, user: User, *items: Any, **said: Any) -> list[dict[str, Any]]:
    """The answers to the items."""
    answer = send(client, delivery(user, *items, **said))
    assert answer.status_code == 200, answer.content
    told: list[dict[str, Any]] = answer.json()["results"]
    return told


def verdicts(client: Client, user: User, *items: Any, **said: Any) -> list[str]:
    """The verdicts, each with its reason or its field."""
    return [
        " ".join(filter(None, (one["verdict"], one["reason"] or one["field"]))) for one in results(client, user, *items, **said)
    ]
