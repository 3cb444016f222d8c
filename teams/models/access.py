from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communes.models import Commune
from communes.scope import CommuneScopedQuerySet

ACCESS_LASTS = timedelta(hours=8)


class PersonalAccessQuerySet(CommuneScopedQuerySet["PersonalAccess"]):
    """Accesses by moment and commune."""

    def at(self, moment: Any) -> Self:
        """Accesses open at the moment."""
        return self.filter(opened_at__lte=moment, closes_at__gt=moment)


class PersonalAccess(models.Model):
    """An administrator's stated reason to see the people of a commune, for one working day, kept for ever.

    Administrators of province and system have no personal data in reach without it (design.md §5).
    """

    scope_path = "commune"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who"))
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", verbose_name=_("commune"))
    reason = models.CharField(_("reason"), max_length=300)
    opened_at = models.DateTimeField(_("from"), default=timezone.now)
    closes_at = models.DateTimeField(_("to"))

    objects = PersonalAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("access to personal data")
        verbose_name_plural = _("accesses to personal data")
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return f"{self.user} — {self.commune}"
