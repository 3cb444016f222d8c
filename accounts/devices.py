"""Devices from which somebody has signed in before: their own bucket of wrong passwords, so that nobody locks a colleague out.

After a successful sign-in the browser keeps a signed, HttpOnly cookie that names the accounts it was for, each bound to its
password of that day: a new password makes every other device unknown again. The cookie opens nothing; it only says which
limit applies (OWASP's "device cookies").
"""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from accounts.models import User

SALT = "accounts.devices"
KEEPS = timedelta(days=180)
ACCOUNTS_PER_DEVICE = 8
"""A village's shared phone; the longest unused account makes room."""


def cookie_name() -> str:
    """With the prefix that binds it to this host where there is HTTPS."""
    return f"{settings.COOKIE_PREFIX}device"


def knows(request: HttpRequest, user: User) -> bool:
    """Whether this user has signed in from this device since the last change of password."""
    if request.user.is_authenticated and request.user.pk == user.pk:
        return True
    stamp = _accounts(request).get(str(user.pk), "")
    return constant_time_compare(stamp, _stamp(user))


def remember(request: HttpRequest, user: User) -> None:
    """Let the answer to this request make the device one of the user's."""
    request.device_of = user  # type: ignore[attr-defined]


class DeviceMiddleware:
    """Writes the cookie after a request that signed somebody in or changed a password."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the cookie where it is due."""
        response = self.get_response(request)
        user = getattr(request, "device_of", None)
        if user is not None:
            _write(response, _accounts(request), user)
        return response


def _write(response: HttpResponse, accounts: dict[str, str], user: User) -> None:
    accounts.pop(str(user.pk), None)
    newest = [(str(user.pk), _stamp(user)), *accounts.items()][:ACCOUNTS_PER_DEVICE]
    response.set_cookie(
        cookie_name(),
        signing.dumps(dict(newest), salt=SALT),
        max_age=KEEPS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _accounts(request: HttpRequest) -> dict[str, str]:
    try:
        accounts: dict[str, str] = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=KEEPS)
    except signing.BadSignature:
        return {}
    return accounts


def _stamp(user: User) -> str:
    """Changes with the password, tells nothing of it."""
    return user.get_session_auth_hash()[:20]
