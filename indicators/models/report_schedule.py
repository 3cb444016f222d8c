from datetime import time
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communes.models import Province
from communes.scope import Scope
from indicators.enums import ReportKind


class ReportScheduleQuerySet(models.QuerySet["ReportSchedule"]):
    """What provinces ask for."""

    def within(self, scope: Scope) -> Self:
        """Of provinces wholly inside the scope."""
        if not scope:
            return self.none()
        return self if scope.everything else self.filter(province__in=scope.provinces)


class ReportSchedule(models.Model):
    """What a province asks of its communes: a kind of report, from a day on, and when each is due.

    A daily one is due on its day at `due_at`; the others `due_days` days after the last day of their period, at that time.
    A campaign is one period, from `starts_on` to `ends_on`. Without `ends_on` the others go on.
    """

    province = models.ForeignKey(Province, models.PROTECT, related_name="report_schedules", verbose_name=_("province"))
    kind = models.CharField(_("kind"), max_length=10, choices=ReportKind)
    title = models.CharField(_("campaign"), max_length=120, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    due_days = models.PositiveSmallIntegerField(_("days after the period"), default=5)
    due_at = models.TimeField(_("at"), default=time(17))

    objects = ReportScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("schedule of reports")
        verbose_name_plural = _("schedules of reports")
        ordering = ["kind", "starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["province", "kind", "starts_on"], name="report_schedule_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="report_schedule_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(kind=ReportKind.CAMPAIGN) | Q(ends_on__isnull=False), name="report_schedule_campaign_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province_id} {self.kind} {self.starts_on}"
