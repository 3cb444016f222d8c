"""What people change about their own account."""

from collections.abc import Collection

from django.db import transaction

from accounts.audit import record
from accounts.models import User


@transaction.atomic
def change_phone(*, by: User, phone: str) -> None:
    """The number in its one form, or empty. IntegrityError when it is another's by now."""
    User.objects.filter(pk=by.pk).update(phone=phone)
    record("account.phone_change", by=by, target=by)


@transaction.atomic
def change_languages(*, by: User, codes: Collection[str]) -> None:
    """What one speaks, by ISO 639-3, in the order given."""
    User.objects.filter(pk=by.pk).update(speaks=list(codes))
    record("account.languages_change", by=by, target=by, languages=list(codes))
