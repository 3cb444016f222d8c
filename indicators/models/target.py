from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communes.scope import Scope
from indicators.enums import Measure, PlaceKind
from indicators.models.campaign import Campaign
from sessions.models import Skill

M = TypeVar("M", bound=models.Model)


class OfCampaignQuerySet(models.QuerySet[M]):
    """What belongs to a campaign."""

    def within(self, scope: Scope) -> Self:
        """Those of campaigns that one answers for."""
        return self.filter(campaign__in=Campaign.objects.within(scope))


class Target(models.Model):
    """What a place, or every commune of a kind, is to reach in one indicator by the last day of a campaign.

    A percentage holds for whatever lies inside and has no nearer target; a number for the place itself. `place` is a code as
    in `Measurement`; of a village the reason is written, because its target differs from its commune's.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="targets", verbose_name=_("campaign"))
    indicator = models.CharField(_("figure"), max_length=60)
    place = models.CharField(_("place"), max_length=8, blank=True)
    kind = models.CharField(_("kind of place"), max_length=8, choices=PlaceKind, blank=True)
    measure = models.CharField(_("told in"), max_length=8, choices=Measure, default=Measure.PERCENT)
    minimum = models.DecimalField(_("minimum"), max_digits=9, decimal_places=1)
    stretch = models.DecimalField(_("stretch"), max_digits=9, decimal_places=1, null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set at"), auto_now=True)

    objects = OfCampaignQuerySet["Target"].as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["campaign", "indicator", "kind", "place"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "indicator", "place", "kind"], name="target_once_a_place"),
            models.CheckConstraint(condition=~Q(place="") ^ ~Q(kind=""), name="target_of_a_place_or_a_kind"),
            models.CheckConstraint(
                condition=Q(minimum__gte=0) & (Q(measure=Measure.COUNT) | Q(minimum__lte=100)), name="target_minimum_is_possible"
            ),
            models.CheckConstraint(
                condition=Q(stretch__isnull=True)
                | (Q(stretch__gte=F("minimum")) & (Q(measure=Measure.COUNT) | Q(stretch__lte=100))),
                name="target_stretch_is_beyond_the_minimum",
            ),
            models.CheckConstraint(
                condition=~Q(place__regex=r"^[0-9]{8}$") | ~Q(reason=""), name="target_of_a_village_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.place or self.kind}: {self.minimum}"


class CourseTarget(models.Model):
    """Two numbers: so many classes and workshops, and so many places taken in them, in the time of a campaign (R64).

    Counted from gatherings; with a `topic`, from those where somebody practised it.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="course_targets", verbose_name=_("campaign"))
    place = models.CharField(_("place"), max_length=8)
    topic = models.ForeignKey(Skill, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("topic"))
    courses = models.PositiveIntegerField(_("courses"))
    people = models.PositiveIntegerField(_("participants"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set at"), auto_now=True)

    objects = OfCampaignQuerySet["CourseTarget"].as_manager()

    class Meta:
        verbose_name = _("course target")
        verbose_name_plural = _("course targets")
        ordering = ["campaign", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "place", "topic"], nulls_distinct=False, name="course_target_once_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.courses}, {self.people}"
