"""Every view says who may come in."""

from django.contrib.auth.models import Permission

from teams.roles import PERMISSIONS, WITH_STATED_REASON
from tests.house.addresses import addresses

PUBLIC = {
    "set_language", "set_theme", "healthz", "readyz", "favicon",
    "coaching:field", "coaching:shell", "coaching:offline", "coaching:manifest", "coaching:worker", "sync:me",
    "indicators:public",
}  # fmt: skip
"""All that the world may open without signing in; besides them only the doors of django-allauth below, and static files."""

IN_DEVELOPMENT = {"components"}

DOORS = {
    "account_login", "account_logout", "account_inactive", "account_signup", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_email_verification_sent", "account_confirm_email", "account_confirm_login_code",
    "account_reauthenticate", "mfa_authenticate", "mfa_login_webauthn", "openid_connect_login",
    "openid_connect_callback", "socialaccount_login_cancelled", "socialaccount_login_error", "socialaccount_signup",
    "admin:login",
}  # fmt: skip
"""django-allauth's pages for people who are not signed in yet; sign-up answers that it is closed."""


UNNAMED = {
    "social/login/cancelled/",
    "social/login/error/",
    "social/signup/",
    "social/connections/",
    "(?P<url>.*)$",
    "<path:object_id>/",
}
"""Old addresses that django-allauth redirects, and the admin's "no such page"."""


def is_open(view: object) -> bool:
    """Whether Django lets somebody in who has not signed in."""
    return not getattr(view, "login_required", True)


def test_the_public_views_are_these_and_no_others() -> None:
    public = {address.name for address in addresses() if address.is_ours and is_open(address.view)}

    assert public - IN_DEVELOPMENT == PUBLIC


def test_the_open_pages_of_libraries_are_these_and_no_others() -> None:
    opened = {address.name for address in addresses() if not address.is_ours and is_open(address.view)}

    assert opened - DOORS == set()


def test_every_address_of_ours_has_a_name() -> None:
    assert {address.name.removeprefix("admin:") for address in addresses() if not address.is_named} - UNNAMED == set()


def test_every_view_of_ours_is_scoped_public_or_personal() -> None:
    marks = ("permission", "is_public", "is_personal")
    undeclared = [
        address.name for address in addresses() if address.is_ours and not any(hasattr(address.view, mark) for mark in marks)
    ]

    assert undeclared == []


def test_every_permission_that_a_view_asks_for_is_held_by_some_role() -> None:
    held = WITH_STATED_REASON.union(*PERMISSIONS.values())
    asked = {address.view.permission for address in addresses() if hasattr(address.view, "permission")}

    assert asked - held == set()


def test_every_permission_in_the_table_exists(db: None) -> None:
    known = {f"{one.content_type.app_label}.{one.codename}" for one in Permission.objects.select_related("content_type")}
    named = frozenset[str]().union(*PERMISSIONS.values())

    assert named - known == set()
