"""Phones of a user: found by the key that each made for itself."""

from collections.abc import Collection
from uuid import UUID

from accounts.models import User
from sessions.models import Device


def device_of(user: User, key: str | UUID | None) -> Device | None:
    """The user's phone with this key; None for another's, for an unknown one, and for what is no key."""
    try:
        sought = UUID(str(key))
    except ValueError:
        return None
    return Device.objects.filter(pk=sought, user=user).first()


def devices_of(users: Collection[User]) -> dict[int, list[Device]]:
    """The phones of these users, those in use first, then by when they were last heard from. One query."""
    found: dict[int, list[Device]] = {}
    for device in Device.objects.filter(user__in=users).order_by("-ended_at", "-heard_at", "pk"):
        found.setdefault(device.user_id, []).append(device)
    return found
