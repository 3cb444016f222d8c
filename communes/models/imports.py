from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communes.enums import Verdict
from communes.models.places import Commune, Village
from communes.models.sealed import SealedField
from communes.scope import CommuneScopedQuerySet
from literacy_portal.kit.ids import new_id


class RosterImport(models.Model):
    """One roster workbook on its way in: read, shown, applied by the worker, answered. See `communes.roster_import`.

    What it holds of people is kept apart, in `RosterFile` and `PlannedRow`, and deleted when it is over.
    """

    class State(models.TextChoices):
        READING = "reading", _("being read")
        UNREADABLE = "unreadable", _("could not be read")
        PLANNED = "planned", _("waiting for your decision")
        QUEUED = "queued", _("waiting for its turn")
        APPLYING = "applying", _("being applied")
        APPLIED = "applied", _("applied")
        FAILED = "failed", _("failed, nothing was changed")
        CANCELLED = "cancelled", _("cancelled")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    scope_path = "commune"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", verbose_name=_("commune"))
    village = models.ForeignKey(
        Village,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("village"),
        help_text=_("Empty: as the rows or the title say."),
    )
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    uploaded_at = models.DateTimeField(_("at"), auto_now_add=True)
    touched_at = models.DateTimeField(_("last step at"), auto_now=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.READING)
    file_name = models.CharField(_("file"), max_length=200, default="")
    file_size = models.PositiveIntegerField(_("size, bytes"), default=0)
    file_sha256 = models.CharField(max_length=64, default="", editable=False)
    day = models.DateField(_("roster's day"), null=True, blank=True, help_text=_("The roster says how it was on this day."))
    year = models.PositiveSmallIntegerField(_("year of the poverty list"), null=True, blank=True)
    choices = models.JSONField(default=dict, editable=False, help_text=_("What the user decided: columns, villages, day."))
    understood = models.JSONField(default=list, editable=False, help_text=_("Sheets, titles, columns and villages found."))
    counts = models.JSONField(_("counts"), default=dict, editable=False)
    fingerprint = models.CharField(max_length=64, default="", editable=False, help_text=_("Of the plan that was shown."))
    refusal = models.JSONField(default=dict, editable=False, help_text=_("Why it could not be read: code and params."))
    leave_out_errors = models.BooleanField(_("the rows in error stay out"), default=False)
    changed_since = models.BooleanField(_("the roster changed after the plan was shown"), default=False)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)

    objects = CommuneScopedQuerySet["RosterImport"].as_manager()

    class Meta:
        verbose_name = _("roster import")
        verbose_name_plural = _("roster imports")
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["commune", "-uploaded_at"], name="import_by_commune")]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("communes:import", args=[*self.url_parts()])

    def url_parts(self) -> list[Any]:
        """Province, commune and id: the arguments of every URL of the import."""
        return [self.commune.province_id, self.commune_id, self.pk]

    @property
    def is_working(self) -> bool:
        """Whether the worker has it, or is about to."""
        return self.state in (self.State.READING, self.State.QUEUED, self.State.APPLYING, self.State.UNDOING)


class RosterFile(models.Model):
    """What was sent, sealed: the bytes as they came and the cells read from them, until the import is over."""

    scope_path = "roster_import__commune"

    roster_import = models.OneToOneField(RosterImport, models.CASCADE, primary_key=True, related_name="file")
    content = SealedField(null=True)
    cells = SealedField(null=True, help_text=_("The tables, as `packing.pack` packs them."))
    writes = SealedField(null=True, help_text=_("What the plan that is shown writes, as `packed_writes` packs it."))

    objects = CommuneScopedQuerySet["RosterFile"].as_manager()

    class Meta:
        verbose_name = _("roster file")
        verbose_name_plural = _("roster files")

    def __str__(self) -> str:
        return str(self.roster_import_id)


class ColumnMemory(models.Model):
    """What users of a commune decided about sheets with these column titles; it goes before what the portal would propose."""

    scope_path = "commune"

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="+", verbose_name=_("commune"))
    shape = models.CharField(max_length=64, editable=False, help_text=_("Hash of the titles."))
    columns = models.JSONField(default=dict, help_text=_("Index of a column -> its key, empty for one that is not read."))
    decoding = models.JSONField(default=dict, help_text=_("How old fonts are decoded."))
    villages = models.JSONField(default=dict, help_text=_("Label of a village in the file -> its code."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now=True)

    objects = CommuneScopedQuerySet["ColumnMemory"].as_manager()

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        constraints = [models.UniqueConstraint(fields=["commune", "shape"], name="one_memory_of_a_shape")]

    def __str__(self) -> str:
        return f"{self.commune_id} {self.shape[:8]}"


class PlannedRow(models.Model):
    """A line of the plan as it is shown; unchanged ones are only counted. Written anew by each planning, by COPY."""

    class Subject(models.TextChoices):
        HOUSEHOLD = "household", _("household")
        RESIDENT = "resident", _("resident")

    scope_path = "roster_import__commune"

    roster_import = models.ForeignKey(RosterImport, models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    subject = models.CharField(max_length=10, choices=Subject)
    village = models.CharField(max_length=8, blank=True, help_text=_("Code."))
    household = models.CharField(max_length=20, blank=True, help_text=_("Number."))
    name = models.CharField(max_length=120, blank=True)
    sheet = models.CharField(max_length=60, blank=True)
    row = models.PositiveIntegerField(null=True)
    text = models.CharField(max_length=200, blank=True)
    changes = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    cells = models.JSONField(default=list, help_text=_("The cells that the findings are about: column, its key, text, wrong."))
    warned = models.BooleanField(default=False, help_text=_("It comes in, but something about it is doubtful."))
    about = models.UUIDField(null=True, help_text=_("The person or household that the file does not name."))
    doubt = models.JSONField(null=True, help_text=_("The pair that may be one: key, kind, score, reasons, name, answer."))

    objects = CommuneScopedQuerySet["PlannedRow"].as_manager()

    class Meta:
        verbose_name = _("planned row")
        verbose_name_plural = _("planned rows")
        ordering = ["roster_import", "position"]
        indexes = [
            models.Index(fields=["roster_import", "verdict", "position"], name="planned_row_by_verdict"),
            models.Index(fields=["roster_import", "position"], name="planned_row_warned", condition=models.Q(warned=True)),
            models.Index(
                fields=["roster_import", "position"], name="planned_row_doubtful", condition=models.Q(doubt__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.sheet} {self.row}"
