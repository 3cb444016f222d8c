"""Who is meant by what was typed into "user name, e-mail or phone", and is the password theirs."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.userkit import filter_users_by_email
from django.http import HttpRequest

from accounts.models import User
from accounts.phones import phone_in_one_form


def account_of(credentials: dict[str, Any]) -> User | None:
    """The one account that these credentials name, whether or not it may sign in."""
    for find, key in ((_by_phone, "phone"), (_by_email, "email"), (_by_username, "username")):
        text = str(credentials.get(key) or "")
        user = find(text) if text else None
        if user:
            return user
    return None


def _by_phone(text: str) -> User | None:
    phone = phone_in_one_form(text)
    return User.objects.filter(phone=phone).first() if phone else None


def _by_email(text: str) -> User | None:
    users: list[User] = filter_users_by_email(text, prefer_verified=True, for_login=True)
    return users[0] if len(users) == 1 else None


def _by_username(text: str) -> User | None:
    return User.objects.filter(username=text.lower()).first()


class SignInBackend(AuthenticationBackend):
    """Checks exactly one password hash, whatever was typed, so that time tells nobody which accounts exist.

    It grants no permission: those come from roles alone.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        user: User | None = self._check_password(account_of(credentials), str(credentials.get("password") or ""))
        return user

    def get_user(self, user_id: Any) -> User | None:
        """The user of a session, as long as the account may sign in."""
        user = User.objects.by_key(user_id)
        return user if user and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False
