from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models import Household
from communes.scope import ScopedQuerySet
from sessions.enums import FollowUpReason
from sessions.models.visit import Visit


class FollowUpQuerySet(ScopedQuerySet["FollowUp"]):
    """Promises, and which of them are open."""

    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def due(self, day: Any) -> Self:
        """Open, and due on the day or overdue."""
        return self.open().filter(due_on__lte=day)


class FollowUp(models.Model):
    """A promise to come again to a household, until a later visit keeps it (R16, R80, R112)."""

    scope_path = "household__village"

    household = models.ForeignKey(Household, models.CASCADE, related_name="follow_ups", verbose_name=_("household"))
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="follow_ups", verbose_name=_("promised at"))
    reason = models.CharField(_("reason"), max_length=12, choices=FollowUpReason, default=FollowUpReason.CONTINUE)
    due_on = models.DateField(_("due"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    closed_by_visit = models.ForeignKey(
        Visit, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("kept by")
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_by_visit__isnull=True) | Q(closed_on__isnull=False), name="follow_up_kept_is_closed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.due_on} {self.get_reason_display()}"
