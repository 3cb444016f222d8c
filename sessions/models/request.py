from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from communes.models import Household
from communes.scope import ScopedQuerySet
from literacy_portal.kit.ids import new_id
from sessions.enums import Result, WorkList
from sessions.models.visit import Visit

MOST_REMARK = 200


class VisitRequestQuerySet(ScopedQuerySet["VisitRequest"]):
    """What teams were asked for, and what of it is still open."""

    def open(self, day: date) -> Self:
        """Neither taken back, nor past its last day, nor answered by a visit that met someone and was recorded afterwards.

        A visit of the evening before that came in late answers it, too; the correction of an old one does not.
        """
        met = Visit.objects.standing().filter(household=OuterRef("household"), result=Result.MET)
        afterwards = Q(replaces__isnull=True) | Q(visited_on__gte=OuterRef("asked_on"))
        answered = Exists(met.filter(afterwards, received_at__gt=OuterRef("asked_at")))
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), ~answered, withdrawn_at__isnull=True)


class VisitRequest(models.Model):
    """The commune asks the teams of a household's village to visit it. It ends by itself: see `open`."""

    scope_path = "household__village"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey(Household, models.CASCADE, related_name="requests", verbose_name=_("household"))
    reason = models.CharField(_("reason"), max_length=10, choices=WorkList)
    remark = models.CharField(_("remark"), max_length=MOST_REMARK, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    asked_on = models.DateField(_("asked on"))
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken back by")
    )

    objects = VisitRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a visit")
        verbose_name_plural = _("requests for visits")
        ordering = ["asked_at", "pk"]
        indexes = [
            models.Index(fields=["household"], condition=Q(withdrawn_at__isnull=True), name="request_by_household"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_on} {self.get_reason_display()}"
