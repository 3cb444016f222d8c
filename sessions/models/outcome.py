from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models import Household, Resident
from communes.scope import Scope
from literacy_portal.kit.ids import new_id
from sessions.enums import Ladder, Mode, Source
from sessions.models.gathering import Gathering
from sessions.models.skill import Skill
from sessions.models.visit import Visit


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    """Outcomes, and which of them stand."""

    def within(self, scope: Scope) -> Self:
        """Outcomes of people and households in the scope."""
        if not scope:
            return self.none()
        if scope.everything:
            return self
        return self.filter(Q(resident__in=Resident.objects.within(scope)) | Q(household__in=Household.objects.within(scope)))

    def standing(self) -> Self:
        """Outcomes that no later one replaces and that say something (a withdrawal does not)."""
        return self.filter(replaced_by__isnull=True, level__isnull=False)

    def on(self, day: Any) -> Self:
        """Observed on or before the day."""
        return self.filter(observed_on__lte=day)


class Outcome(models.Model):
    """The level of a person, or of a household, on a skill, as someone saw it on a day.

    Never edited: a correction is a new outcome that says which it replaces, and both stay. An outcome
    without a level withdraws the one it replaces and says nothing itself (indicators.md, Terms).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.ForeignKey(
        Resident, models.PROTECT, null=True, blank=True, related_name="outcomes", verbose_name=_("resident")
    )
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="outcomes", verbose_name=_("household")
    )
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="outcomes", verbose_name=_("skill"))
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    observed_on = models.DateField(_("observed on"))
    mode = models.CharField(_("mode"), max_length=14, choices=Mode, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="outcomes", verbose_name=_("visit"))
    gathering = models.ForeignKey(
        Gathering, models.PROTECT, null=True, blank=True, related_name="outcomes", verbose_name=_("gathering")
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("corrects")
    )

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["-observed_on", "-received_at", "-id"]
        indexes = [
            models.Index(fields=["resident", "skill", "-observed_on"], name="outcome_by_resident"),
            models.Index(fields=["household", "skill", "-observed_on"], name="outcome_by_household"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(resident__isnull=False, household__isnull=True) | Q(resident__isnull=True, household__isnull=False),
                name="outcome_is_of_a_person_or_a_household",
            ),
            models.CheckConstraint(
                condition=Q(level__isnull=False) | Q(replaces__isnull=False), name="outcome_without_level_withdraws"
            ),
            models.CheckConstraint(
                condition=Q(source=Source.VISIT, visit__isnull=False, gathering__isnull=True)
                | Q(source=Source.GATHERING, visit__isnull=True, gathering__isnull=False)
                | Q(source=Source.ROSTER, visit__isnull=True, gathering__isnull=True),
                name="outcome_names_what_it_was_seen_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} {self.level} {self.observed_on}"

    @property
    def subject_id(self) -> UUID:
        """The key of the resident, or of the household when it is of no person."""
        subject = self.resident_id or self.household_id
        assert subject, "a constraint of the table"
        return subject

    @property
    def level_words(self) -> str:
        """The level in the words of its ladder; nothing for a withdrawal."""
        return "" if self.level is None else Ladder(self.skill.ladder).words(self.level)
