"""How many wrong passwords are looked at. Rates and reasons: docs/security.md, settings `ACCOUNT_RATE_LIMITS`.

Counted in the cache that all processes share. An attempt takes its place before the password is checked and gives it back
when the password was right, so parallel attempts cannot slip through.
"""

from typing import Any

from allauth.core.internal.ratelimit import RateLimitUsage, clear, consume
from django.http import HttpRequest

from accounts import devices
from accounts.identify import account_of
from accounts.models import User

APP = "allauth.account"
UNKNOWN_DEVICE = "sign_in_failed"
KNOWN_DEVICE = "sign_in_failed_known_device"


def take_place(request: HttpRequest, credentials: dict[str, Any]) -> RateLimitUsage | None:
    """The place of this attempt, to be given back by `rollback()`; None when there is none left.

    From a device that the account knows only wrong passwords from such devices count, never those of strangers.
    """
    user = account_of(credentials)
    action = KNOWN_DEVICE if user and devices.knows(request, user) else UNKNOWN_DEVICE
    return consume(request, app=APP, action=action, key=_key(user, credentials))


def forgive(request: HttpRequest, user: User) -> None:
    """Forget the wrong passwords: the owner has just proved to be the owner through a reset link."""
    for action in (UNKNOWN_DEVICE, KNOWN_DEVICE):
        clear(request, app=APP, action=action, key=_key(user, {}))


def _key(user: User | None, credentials: dict[str, Any]) -> str:
    """One key per account under all its names; a name that is nobody's is counted alike, by the text."""
    if user:
        return f"account:{user.pk}"
    typed = credentials.get("email") or credentials.get("phone") or credentials.get("username") or ""
    return f"typed:{str(typed).strip().lower()}"
