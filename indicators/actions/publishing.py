"""A province switches its public page on, and off."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from communes.models import Province
from indicators.models import PublicPage


@transaction.atomic
def publish(*, by: User, province: Province, is_on: bool) -> bool:
    """Makes it so; False if it was so already, and then nothing is noted."""
    # One after another for a province: what is pressed twice is done once.
    Province.objects.select_for_update(of=("self",), no_key=True).get(pk=province.pk)
    page = PublicPage.objects.filter(province=province).first()
    if (page is not None and page.is_on) == is_on:
        return False
    page = page or PublicPage(province=province)
    page.is_on, page.changed_by = is_on, by
    page.save()
    audit.record("public_page.on" if is_on else "public_page.off", by=by, target=page, place=province.pk)
    return True
