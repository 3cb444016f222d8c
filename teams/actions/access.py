"""Opening the personal data of a commune to an administrator, with a reason, for a working day."""

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from communes.models import Commune
from teams.models import PersonalAccess
from teams.models.access import ACCESS_LASTS


@transaction.atomic
def open_personal_access(*, by: User, commune: Commune, reason: str) -> PersonalAccess:
    """Opens the commune for 8 hours from now. What is open already stays, with its own reason."""
    now = timezone.now()
    access = PersonalAccess.objects.create(user=by, commune=commune, reason=reason, opened_at=now, closes_at=now + ACCESS_LASTS)
    # The reason is the administrator's own text and stands in the access; the trail keeps where to find it.
    audit.record("personal_access.open", by=by, target=access, place=commune.code)
    return access


@transaction.atomic
def close_personal_access(*, by: User, access: PersonalAccess) -> None:
    """Closes it now, before its time. One that is over stays as it is."""
    closed = PersonalAccess.objects.at(timezone.now()).filter(pk=access.pk).update(closes_at=timezone.now())
    if closed:
        audit.record("personal_access.close", by=by, target=access, place=access.commune_id)
