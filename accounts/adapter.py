"""What django-allauth asks us: phones, closed sign-up, limits, mails."""

from smtplib import SMTPException
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from accounts import limits
from accounts.models import User
from accounts.phones import clean_phone, phone_in_one_form
from accounts.seal import seal, unseal

log = structlog.get_logger("accounts")

MISMATCH = _("This name and this password do not belong together. Check both, or ask for a new password.")


class PhoneField(forms.CharField):
    """A telephone number as people write it; its value has one form."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})

    def clean(self, value: Any) -> str:
        return clean_phone(super().clean(value) or "")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators; people sign in by user name, e-mail or phone."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "phone_password_mismatch": MISMATCH,
        "too_many_login_attempts": _(
            "Too many wrong passwords. Wait five minutes, use a device that you have used before, or ask for a new password."
        ),
        "sign_in_paused": _("Signing in is not possible just now. Please try again in a minute."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account comes with a role in a place."""
        return False

    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        return PhoneField(label=_("Phone"), **kwargs)

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        return (user.phone, True) if user.phone else None

    def get_user_by_phone(self, phone: str) -> User | None:
        number = phone_in_one_form(phone)
        return User.objects.filter(phone=number).first() if number else None

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Takes the attempt's place among the wrong passwords, or refuses to look at the password."""
        try:
            self._login_failed_rl_usage = limits.take_place(request, credentials)
        except RedisError as error:
            log.error("sign_in_paused", reason=type(error).__name__)  # noqa: TRY400 -- a traceback would hold what was typed
            raise self.validation_error("sign_in_paused") from error
        if self._login_failed_rl_usage is None:
            log.warning("sign_in_limited")
            raise self.validation_error("too_many_login_attempts")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends; a mail server that is down is the operator's to know, and must not tell a known address from an unknown."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            log.error("mail_not_sent", template=template_prefix, reason=type(error).__name__)  # noqa: TRY400 -- it would hold the address


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """An identity provider signs in those who have an account; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: secrets are sealed before they are stored, and apps show the user name, never a person's data."""

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)
