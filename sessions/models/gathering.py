from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.enums import Sex
from communes.models import Resident, Village
from communes.scope import ScopedQuerySet
from literacy_portal.kit.ids import new_id
from sessions.enums import AgeGroup, Channel, GatheringKind, Language, Setting
from sessions.models.skill import Skill
from teams.models import Team


class GatheringQuerySet(ScopedQuerySet["Gathering"]):
    """Gatherings, and which of them stand."""

    def standing(self) -> Self:
        """Gatherings that no later one corrects."""
        return self.filter(replaced_by__isnull=True)


class Gathering(models.Model):
    """A class, a workshop, a stall at the market, a desk of walk-ins: people coached elsewhere than at home (R32, R42, R104).

    Keyed by whoever tells it, like a visit, and never edited: a correction is a new one that replaces it.
    """

    scope_path = "village"

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=GatheringKind)
    village = models.ForeignKey(Village, models.PROTECT, related_name="gatherings", verbose_name=_("village"))
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="gatherings", verbose_name=_("team"))
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("members present"))
    held_on = models.DateField(_("day"))
    title = models.CharField(_("title"), max_length=120, blank=True)
    setting = models.CharField(_("setting"), max_length=16, choices=Setting, default=Setting.CULTURAL_HOUSE)
    language = models.CharField(_("language"), max_length=3, choices=Language, default=Language.VIETNAMESE)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    channel = models.CharField(_("told by"), max_length=8, choices=Channel, default=Channel.PAGE)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    content_hash = models.CharField(max_length=64, editable=False, help_text=_("Tells a repeat from another content."))
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("corrects")
    )

    objects = GatheringQuerySet.as_manager()

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
        ordering = ["-held_on", "-received_at"]
        indexes = [models.Index(fields=["village", "-held_on"], name="gathering_by_village")]

    def __str__(self) -> str:
        return f"{self.held_on} {self.get_kind_display()}"


class Attendance(models.Model):
    """One person at a gathering: of the roster, or somebody of whom only sex, age group and ethnicity are noted (R44)."""

    scope_path = "gathering__village"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="attendances", verbose_name=_("gathering"))
    resident = models.ForeignKey(
        Resident, models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name=_("resident")
    )
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    age_group = models.CharField(_("age"), max_length=10, choices=AgeGroup, blank=True)
    is_minority = models.BooleanField(_("of an ethnic minority"), null=True, blank=True)
    topics = models.ManyToManyField(Skill, blank=True, related_name="+", verbose_name=_("practised"))

    objects = ScopedQuerySet["Attendance"].as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["gathering", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "resident"], condition=Q(resident__isnull=False), name="attendance_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(resident__isnull=True) | Q(sex="", age_group="", is_minority__isnull=True),
                name="attendance_of_a_resident_is_told_by_the_roster",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gathering_id} {self.resident_id or ''}".strip()
