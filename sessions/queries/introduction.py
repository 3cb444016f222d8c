"""What must be known before a delivery is read, asked at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from accounts.models import User
from literacy_portal.kit.statements import Statement, ask
from sessions.queries.arrived import VISITS, Stored, visits_of
from sessions.queries.skills import SKILLS, rungs_of
from sessions.wire.delivery import Delivery
from sessions.wire.observations import Skills
from sessions.wire.sent import keys_of
from teams.history import History

_DEVICE = Statement(
    "SELECT user_id, ended_at, heard_at, session_key, unsent, oldest_unsent_at FROM coaching_device WHERE id = $1",
    "coaching_device_known",
    "uuid",
)


class KnownDevice(NamedTuple):
    """A phone as it is known: whose, when it was ended, what it last told, when and in which session."""

    user: int
    ended_at: datetime | None
    heard_at: datetime
    session: str
    unsent: int
    oldest_unsent: datetime | None


@dataclass(frozen=True, slots=True)
class Introduction:
    """Who the sender is and was, the phone (None: never heard of), all skills, and what is recorded under the keys sent."""

    history: History
    device: KnownDevice | None
    skills: Skills
    recorded: dict[UUID, Stored]


def introduce(user: User, delivery: Delivery) -> Introduction:
    """One round trip, whatever is sent."""
    keys = set(keys_of(delivery.items).values())
    memberships, postings, devices, skills, known = ask(
        *History.asked(user), _DEVICE(delivery.device), SKILLS(), VISITS(list(keys))
    )
    device = KnownDevice(*devices[0]) if devices else None
    return Introduction(History(user, (memberships, postings)), device, rungs_of(skills), visits_of(known))
