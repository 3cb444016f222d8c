from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communes.models.imports import RosterImport
from communes.scope import CommuneScopedQuerySet


class RosterUndo(models.Model):
    """What it takes to take an import back, and what came of that. Written when the import is applied, if it wrote anything.

    `learned` are the keys of what listeners to `facts_learned` wrote, told back to them by `roster_undone`.
    """

    scope_path = "roster_import__commune"

    roster_import = models.OneToOneField(RosterImport, models.CASCADE, primary_key=True, related_name="undo")
    villages = models.JSONField(default=list)
    since = models.DateField(null=True)
    learned = ArrayField(models.UUIDField(), default=list)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    report = models.JSONField(default=dict)

    objects = CommuneScopedQuerySet["RosterUndo"].as_manager()

    class Meta:
        verbose_name = _("undo of a roster import")
        verbose_name_plural = _("undos of roster imports")

    def __str__(self) -> str:
        return str(self.roster_import_id)

    @property
    def until(self) -> datetime:
        """The moment up to which it may be asked for."""
        applied_at = self.roster_import.applied_at
        assert applied_at, "an undo belongs to an import that was applied"
        return applied_at + timedelta(days=settings.ROSTER_UNDO_DAYS)

    @property
    def is_open(self) -> bool:
        """Whether it may be asked for now."""
        return self.roster_import.state == RosterImport.State.APPLIED and timezone.now() < self.until


class RosterChange(models.Model):
    """One person or household as an import found it (`before`, null: it did not exist) and a fingerprint of how it left it.

    While the fingerprint still fits, nobody has touched the rows since and the undo may put `before` back; what it had to
    leave alone says why in `kept`.
    """

    class Kind(models.TextChoices):
        NEW_RESIDENT = "new_person", _("new person")
        NEW_HOUSEHOLD = "new_house", _("new household")
        RESIDENT = "person", _("details of a person")
        STAYS = "stays", _("where a person lives")
        HOUSEHOLD = "house", _("details of a household")
        POVERTY = "poverty", _("poverty class")

    scope_path = "roster_import__commune"

    # Many rows at once, by one statement, about an import that is locked: a check of each would double their price.
    roster_import = models.ForeignKey(RosterImport, models.CASCADE, related_name="changes", db_constraint=False)
    kind = models.CharField(max_length=10, choices=Kind)
    subject = models.UUIDField(help_text=_("The person or the household."))
    before = models.JSONField(null=True)
    after = models.BigIntegerField()
    kept = models.CharField(max_length=60, blank=True)

    objects = CommuneScopedQuerySet["RosterChange"].as_manager()

    class Meta:
        verbose_name = _("change by a roster import")
        verbose_name_plural = _("changes by roster imports")
        ordering = ["roster_import", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
