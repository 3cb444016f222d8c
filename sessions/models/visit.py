from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.models import Household, Resident, Village
from communes.scope import ScopedQuerySet
from sessions.enums import Channel, Language, Result, Setting
from teams.models import Team


class VisitQuerySet(ScopedQuerySet["Visit"]):
    """Visits, and which of them stand."""

    def standing(self) -> Self:
        """Visits that no later one corrects."""
        return self.filter(replaced_by__isnull=True)


class Visit(models.Model):
    """One call at one household, on one evening. Never edited: a correction is a new visit that replaces it.

    The key is made on the phone or PC when the form opens, so that sending twice records once. The visit
    keeps its own village: where it took place stays true when the household moves or the village is merged.
    """

    scope_path = "village"

    id = models.UUIDField(primary_key=True, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="visits", verbose_name=_("household"))
    village = models.ForeignKey(Village, models.PROTECT, related_name="visits", verbose_name=_("village"))
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("team"), db_index=False
    )
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("members present"))
    people = models.ManyToManyField(Resident, blank=True, related_name="visits", verbose_name=_("people met"))
    visited_on = models.DateField(_("day"))
    result = models.CharField(_("result"), max_length=12, choices=Result)
    setting = models.CharField(_("setting"), max_length=16, choices=Setting, default=Setting.HOME)
    language = models.CharField(_("language"), max_length=3, choices=Language, default=Language.VIETNAMESE)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    channel = models.CharField(_("told by"), max_length=8, choices=Channel, default=Channel.PAGE, db_default=Channel.PAGE)
    written_at = models.DateTimeField(
        _("written down at the door"),
        null=True,
        blank=True,
        help_text=_("By the portal’s clock, on the day of the visit; empty when it was told later, on paper, or nobody knows."),
    )
    clock_skew = models.IntegerField(_("clock of the phone, seconds ahead"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    content_hash = models.CharField(max_length=64, editable=False, help_text=_("Tells a repeat from another content."))
    sent_hash = models.CharField(max_length=64, editable=False, default="", db_default="")
    """Of the item as it was sent: a repeat is known by it before it is read. Empty for what was not sent, or was not sent so."""
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("corrects")
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-visited_on", "-received_at"]
        indexes = [
            models.Index(fields=["household", "-visited_on"], name="visit_by_household"),
            models.Index(fields=["village", "-visited_on"], name="visit_by_village"),
            models.Index(fields=["team", "-visited_on"], name="visit_by_team"),
        ]

    def __str__(self) -> str:
        return f"{self.visited_on} {self.get_result_display()}"
