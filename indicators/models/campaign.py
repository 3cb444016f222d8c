from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communes.models import Province
from communes.scope import Scope
from indicators.enums import CampaignKind


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns: those one answers for, and those one sees."""

    def within(self, scope: Scope) -> Self:
        """Campaigns of provinces that lie wholly in the scope; those of the whole country belong to `everything`."""
        if not scope:
            return self.none()
        return self if scope.everything else self.filter(province__in=scope.provinces)

    def reachable(self, scope: Scope) -> Self:
        """Campaigns of the country and of every province that the scope touches: targets are no secret, figures are."""
        if not scope:
            return self.none()
        return self.filter(Q(province__isnull=True) | Q(province__in=Province.objects.reachable(scope)))


class Campaign(models.Model):
    """From a first day to a last, both included, some indicators are to be moved in some places (R2, R26, R27, R63).

    `province` answers for it; None: the country. `places` are codes of what takes part: of a province's campaign communes
    and villages of that province, of the country's provinces; none is everywhere. `indicators` are codes in the order of the
    page. The goals of a year are a campaign from 1 January to 31 December.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=CampaignKind, default=CampaignKind.PEAK)
    name = models.CharField(_("name"), max_length=120)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name=_("province")
    )
    places = ArrayField(models.CharField(max_length=8), default=list, blank=True, verbose_name=_("places"))
    indicators = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name=_("figures"))
    note = models.TextField(_("note"), max_length=1000, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    closed_on = models.DateField(_("called off on"), null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-last_day", "-first_day", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="campaign_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name
