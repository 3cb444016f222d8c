from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models import Commune, Province
from communes.scope import Scope
from teams.enums import COMMUNE_ROLES, POSTED_ROLES, PROVINCE_ROLES, Role
from teams.models.teams import in_force


class PostingQuerySet(models.QuerySet["Posting"]):
    """Postings by day and scope."""

    def on(self, day: Any) -> Self:
        """Postings in force on the day."""
        return self.filter(in_force(day))

    def within(self, scope: Scope) -> Self:
        """Postings to a commune or province of the scope."""
        if not scope:
            return self.none()
        if scope.everything:
            return self
        return self.filter(scope.communes_condition("commune") | Q(province__in=scope.provinces))


class Posting(models.Model):
    """An official's role in a place, from a day (included) to a day (excluded)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="postings", verbose_name=_("official"))
    role = models.CharField(_("role"), max_length=20, choices=[(r.value, r.label) for r in POSTED_ROLES])
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="postings", verbose_name=_("province")
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="postings", verbose_name=_("commune")
    )
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("to"), null=True, blank=True, help_text=_("The first day without."))

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["role", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=COMMUNE_ROLES, commune__isnull=False, province__isnull=True)
                | Q(role__in=PROVINCE_ROLES, commune__isnull=True, province__isnull=False)
                | Q(role=Role.SYSTEM_ADMIN, commune__isnull=True, province__isnull=True),
                name="posting_has_the_place_of_its_role",
                violation_error_message=_(
                    "Name a commune for a commune's role, a province for a province's role, neither for the system."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} — {self.get_role_display()}"
