"""What the portal knows of phones: that they live, and what they still keep."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.models import User
from sessions.actions.devices import MOST_DEVICES
from sessions.queries.introduction import KnownDevice

LATELY = timedelta(minutes=1)
"""How exactly it is kept when a phone was heard from that has nothing new to tell."""

# A power cut may forget when a phone was heard from: nobody waits for the disk.
_HEAR = """
WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true) AS is_quick), heard AS (
    UPDATE coaching_device SET heard_at = %(now)s, session_key = %(session)s, unsent = %(unsent)s, oldest_unsent_at = %(oldest)s
    FROM quick WHERE is_quick = 'off' AND id = %(id)s AND user_id = %(user)s AND ended_at IS NULL RETURNING coaching_device.id
)
INSERT INTO coaching_device (id, user_id, label, public_key, session_key, first_heard_at, heard_at, unsent, oldest_unsent_at)
SELECT %(id)s, %(user)s, '', '', %(session)s, %(now)s, %(now)s, %(unsent)s, %(oldest)s
WHERE NOT EXISTS (SELECT FROM heard) AND %(most)s > (SELECT count(*) FROM coaching_device WHERE user_id = %(user)s)
ON CONFLICT (id) DO NOTHING
"""


class ForeignDeviceError(Exception):
    """The phone's key belongs to somebody else."""


class EndedDeviceError(Exception):
    """Somebody ended the phone."""


def check_device(device: KnownDevice | None, *, user: User) -> None:
    """Raises ForeignDeviceError or EndedDeviceError for a phone that may not deliver for the user."""
    if device is None:
        return
    if device.user != user.pk:
        raise ForeignDeviceError
    if device.ended_at is not None:
        raise EndedDeviceError


def hear_from(
    *, by: User, device: UUID, known: KnownDevice | None, session: str, unsent: int, oldest_unsent: datetime | None
) -> None:
    """Notes that the phone was heard from, in which session, and what it still keeps. A new one becomes the user's.

    One that tells again within a minute what is `known` of it is not written anew.
    """
    now, oldest = timezone.now(), oldest_unsent if unsent else None
    if known and known[3:] == (session, unsent, oldest) and now - known.heard_at < LATELY:
        return
    said: dict[str, Any] = {
        "id": device,
        "user": by.pk,
        "session": session,
        "now": now,
        "unsent": unsent,
        "oldest": oldest,
        "most": MOST_DEVICES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_HEAR, said)
