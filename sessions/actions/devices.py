"""Phones: known from their first word on, heard from, and ended when they are lost."""

from datetime import timedelta
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.session_store import SessionStore
from sessions.models import Device

MOST_DEVICES = 60
"""Of one user. Browsers that forget themselves make new ones; what is silent for long is pruned (`prune_devices`)."""

HEARD_EVERY = timedelta(minutes=5)
"""A phone that asks more often is noted once."""

KEPT_AFTER = timedelta(days=365)


class DeviceRefusedError(Exception):
    """The phone cannot be this user's; `reason` is `foreign`, `ended`, `other_key` or `too_many`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def register_device(*, by: User, key: UUID, label: str, public_key: str, session_key: str) -> Device:
    """Makes a browser known as a phone of the user's, or hears from it again.

    Raises DeviceRefusedError for another user's phone, one that was ended, one that had another public key before, and for
    one too many.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    known = Device.objects.select_for_update().filter(pk=key).first()
    if known is None:
        return _first_heard(by, key, label, public_key, session_key)
    if known.user_id != by.pk:
        raise DeviceRefusedError("foreign")
    if known.ended_at:
        raise DeviceRefusedError("ended")
    if known.public_key and known.public_key != public_key:
        raise DeviceRefusedError("other_key")
    known.label, known.public_key, known.session_key, known.heard_at = label, public_key, session_key, timezone.now()
    known.save(update_fields=["label", "public_key", "session_key", "heard_at"])
    return known


def _first_heard(by: User, key: UUID, label: str, public_key: str, session_key: str) -> Device:
    if Device.objects.filter(user=by).count() >= MOST_DEVICES:
        raise DeviceRefusedError("too_many")
    now = timezone.now()
    # Two users of one shared phone make different keys; the same key at the same moment for two is a forgery.
    device, is_new = Device.objects.get_or_create(
        pk=key,
        defaults={"user": by, "label": label, "public_key": public_key, "session_key": session_key, "heard_at": now},
    )
    if not is_new:
        raise DeviceRefusedError("foreign")
    audit.record("device.register", by=by, target=device)
    return device


def hear_device(*, device: Device, session_key: str, took_slice: bool = False) -> None:
    """Notes that the phone was heard from, in which session, and whether it took its list: no more than every few minutes."""
    now = timezone.now()
    is_fresh = device.session_key == session_key and now - device.heard_at < HEARD_EVERY
    if is_fresh and not (took_slice and (device.sliced_at is None or now - device.sliced_at >= HEARD_EVERY)):
        return
    heard = {"heard_at": now, "session_key": session_key} | ({"sliced_at": now} if took_slice else {})
    Device.objects.in_use().filter(pk=device.pk).update(**heard)


@transaction.atomic
def end_device(*, by: User, device: Device) -> bool:
    """The phone is lost: it is told to forget its list, and the session it was last heard in ends now. False if ended before.

    Its user's other sessions go on. What it had not sent stays in it: nobody but its user can read or send that.
    """
    current = Device.objects.select_for_update().get(pk=device.pk)
    if current.ended_at:
        return False
    current.ended_at, current.ended_by = timezone.now(), by
    current.save(update_fields=["ended_at", "ended_by"])
    if current.session_key:
        _end_session(current)
    audit.record("device.end", by=by, target=current, user=current.user_id)
    return True


def _end_session(device: Device) -> None:
    for session in UserSession.objects.filter(session_key=device.session_key, user=device.user_id):
        session.end()
    # A session that allauth has not seen yet ends all the same.
    SessionStore(session_key=device.session_key).delete()


@transaction.atomic
def prune_devices(*, by: User | None) -> int:
    """Forgets phones that were not heard from for a year and have nothing left to send; how many."""
    silent = Device.objects.filter(heard_at__lt=timezone.now() - KEPT_AFTER)
    gone, _of_each = silent.filter(Q(unsent=0) | Q(ended_at__isnull=False)).delete()
    if gone:
        audit.record("device.prune", by=by, devices=gone)
    return gone
