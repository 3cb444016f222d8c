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
