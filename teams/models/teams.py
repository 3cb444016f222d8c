from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models import Commune, Village
from communes.scope import Scope, ScopedQuerySet
from teams.enums import Affiliation, MemberRole, TeamKind, TeamLevel


def in_force(day: Any) -> Q:
    """The filter on rows with `started_on` and `ended_on` (the first day without) that hold on the day."""
    return Q(started_on__lte=day) & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))


class TeamQuerySet(ScopedQuerySet["Team"]):
    """Teams by scope."""

    def within(self, scope: Scope) -> Self:
        """Teams of a commune in the scope, or covering a village of it (one row each)."""
        if not scope:
            return self.none()
        covered = Village.objects.within(scope).filter(teams=models.OuterRef("pk"))
        return self.filter(scope.communes_condition("commune") | Q(models.Exists(covered)))


class Team(models.Model):
    """Neighbours who go door to door in the villages they cover. Four to fifteen is usual: warn, never refuse (R76)."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="teams", verbose_name=_("commune"))
    name = models.CharField(_("name"), max_length=120)
    level = models.CharField(_("level"), max_length=8, choices=TeamLevel, default=TeamLevel.VILLAGE)
    kind = models.CharField(_("kind"), max_length=16, choices=TeamKind, default=TeamKind.COMMUNITY)
    villages = models.ManyToManyField(Village, related_name="teams", verbose_name=_("villages covered"))
    decision_number = models.CharField(_("founding decision"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    zalo_link = models.URLField(_("Zalo group"), blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["commune", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["commune", "name"], name="team_name_once_in_a_commune")]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by day and scope."""

    def on(self, day: Any) -> Self:
        """Memberships in force on the day, of teams that exist then."""
        return self.filter(in_force(day), Q(team__closed_on__isnull=True) | Q(team__closed_on__gt=day))

    def within(self, scope: Scope) -> Self:
        """Memberships of teams in the scope."""
        return self.filter(team__in=Team.objects.within(scope))


class Membership(models.Model):
    """A user in a team, from a day (included) to a day (excluded)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("member"))
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships", verbose_name=_("team"))
    role = models.CharField(_("role"), max_length=8, choices=MemberRole, default=MemberRole.MEMBER)
    affiliation = models.CharField(_("affiliation"), max_length=20, choices=Affiliation, blank=True)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("to"), null=True, blank=True, help_text=_("The first day without."))

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["team", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "team"], condition=Q(ended_on__isnull=True), name="membership_one_open_per_team"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} — {self.team}"
