"""Giving the first administrator of a new portal an account; all others are made in the administration."""

from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from teams.enums import Role
from teams.models import Posting


@transaction.atomic
def appoint_system_administrator(*, by: User | None, username: str, full_name: str, email: str, day: date) -> User:
    """An account, found by its user name or made without a password, and its posting from the day on."""
    user = User.objects.filter(username=username.lower()).first() or User.objects.create_user(username, full_name, email=email)
    if not Posting.objects.on(day).filter(user=user, role=Role.SYSTEM_ADMIN).exists():
        posting = Posting.objects.create(user=user, role=Role.SYSTEM_ADMIN, started_on=day)
        audit.record("posting.add", by=by, target=posting, through="command")
    return user
