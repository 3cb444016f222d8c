"""Every sign-in, sign-out, failed sign-in and change of a secret: one audit row where an account is known, one log line always.

Neither holds what was typed: only ids.
"""

from typing import Any

import structlog
from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.usersessions.models import UserSession
from django.contrib.auth import signals as auth
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import devices, limits
from accounts.audit import record
from accounts.identify import account_of
from accounts.models import User

log = structlog.get_logger("accounts")


@receiver(auth.user_logged_in)
def note_sign_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Signed in, by whatever means; the device is known from now on."""
    _note("account.sign_in", user)
    devices.remember(request, user)


@receiver(auth.user_logged_out)
def note_sign_out(user: User | None, **kwargs: Any) -> None:
    """Signed out."""
    if user:
        _note("account.sign_out", user)


@receiver(auth.user_login_failed)
def note_failure(credentials: dict[str, Any], **kwargs: Any) -> None:
    """A wrong password; for a name that is nobody's only a log line, or strangers could fill the table."""
    user = account_of(credentials)
    log.warning("sign_in_failed", user=user.pk if user else None)
    if user:
        record("account.sign_in_failed", by=None, target=user)


@receiver([account.password_changed, account.password_set])
def note_new_password(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """The password changed: every other device has to sign in anew, this one stays known."""
    _note("account.password_change", user)
    devices.remember(request, user)


@receiver(account.password_reset)
def note_reset(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """The owner came in by the mailed or handed-over link: earlier wrong passwords no longer stand in the way."""
    _note("account.password_reset", user)
    limits.forgive(request, user)
    UserSession.objects.filter(user=user).delete()
    devices.remember(request, user)


@receiver([mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset])
def note_second_factor(user: User, authenticator: Any, signal: Any, **kwargs: Any) -> None:
    """A second factor was added, removed or made anew."""
    verbs = {mfa.authenticator_added: "add", mfa.authenticator_removed: "remove", mfa.authenticator_reset: "reset"}
    _note(f"account.second_factor_{verbs[signal]}", user, kind=str(authenticator.type))


@receiver(mfa.authentication_failed)
def note_second_factor_failure(user: User, **kwargs: Any) -> None:
    """The password was right, the code was not."""
    log.warning("second_factor_failed", user=user.pk)
    record("account.second_factor_failed", by=None, target=user)


def _note(verb: str, user: User, **facts: str) -> None:
    log.info(verb, user=user.pk)
    record(verb, by=user, target=user, **facts)
