from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communes.models import Commune
from communes.scope import CommuneScopedQuerySet
from indicators.enums import ReportKind, ReportState, Step
from literacy_portal.kit.periods import today

OPEN_STATES = (ReportState.DRAFT, ReportState.RETURNED)
"""The commune has to act: what is written may be changed."""

FROZEN_STATES = (ReportState.SUBMITTED, ReportState.APPROVED, ReportState.LOCKED)
"""The figures are those of the last submission, and counted in the province's sheet."""


class ReportQuerySet(CommuneScopedQuerySet["Report"]):
    """Reports by scope, period and state."""

    def told(self) -> Self:
        """Those that a commune has submitted at least once: a draft is the commune's own."""
        return self.filter(submitted_at__isnull=False)

    def waiting(self) -> Self:
        """Those on which the commune has to act."""
        return self.filter(state__in=OPEN_STATES)


class Report(models.Model):
    """What a commune reports to its province on a period: figures, and difficulties and requests in words.

    `figures` are those of the last submission (`indicators.report.figures`), frozen with the versions of their definitions
    and the moment up to which news was counted. Every submission keeps its own in its `ReportStep`. `revision` grows with
    every change, so that nobody overwrites what they have not seen. A locked report never changes; the database holds it.
    """

    scope_path = "commune"

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="reports", verbose_name=_("commune"))
    kind = models.CharField(_("kind"), max_length=10, choices=ReportKind)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    title = models.CharField(_("campaign"), max_length=120, blank=True)
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ReportState, default=ReportState.DRAFT)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    submissions = models.PositiveIntegerField(_("times submitted"), default=0)
    submitted_at = models.DateTimeField(_("last submitted at"), null=True, blank=True)
    figures = models.JSONField(_("frozen figures"), null=True, blank=True)
    difficulties = models.TextField(_("difficulties"), max_length=4000, blank=True)
    requests = models.TextField(_("requests"), max_length=4000, blank=True)
    number = models.CharField(_("number"), max_length=40, blank=True)
    recipients = models.TextField(_("recipients"), max_length=1000, blank=True)
    signer_title = models.CharField(_("signed as"), max_length=120, blank=True)
    signer_name = models.CharField(_("signed by"), max_length=120, blank=True)
    reminded_at = models.DateTimeField(_("last reminded at"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-last", "kind", "commune"]
        permissions = [("approve_report", "Can approve the commune's report"), ("return_report", "Can return and lock reports")]
        indexes = [models.Index(fields=["kind", "first", "last", "commune"], name="report_by_period")]
        constraints = [
            models.UniqueConstraint(fields=["commune", "kind", "first", "last"], name="report_once_a_period"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="report_begins_before_it_ends"),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT) | Q(figures__isnull=False, submitted_at__isnull=False),
                name="report_beyond_a_draft_has_figures",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune_id} {self.kind} {self.first} – {self.last}"

    @property
    def may_be_written(self) -> bool:
        """Whether the commune may change it."""
        return self.state in OPEN_STATES

    @property
    def is_frozen(self) -> bool:
        """Whether its figures are those of the last submission, not those of now."""
        return self.state in FROZEN_STATES

    @property
    def is_over(self) -> bool:
        """Whether its last day has come: before, it cannot be submitted."""
        return self.last <= today()

    @property
    def is_late(self) -> bool:
        """Whether it should have been submitted and is not."""
        return self.may_be_written and self.due_at is not None and self.due_at < timezone.now()

    def url_parts(self) -> list[Any]:
        """Province, commune and number: the arguments of its addresses."""
        return [self.commune.province_id, self.commune_id, self.pk]

    def get_absolute_url(self) -> str:
        return reverse("indicators:report", args=self.url_parts())


class ReportStep(models.Model):
    """One step of a report: what was done, by whom and when; a submission keeps its figures. By nobody: by the clock.

    `mailed_at`: when a reminder went out by e-mail to those officers who have an address, or was found to have nobody.
    """

    scope_path = "report__commune"

    report = models.ForeignKey(Report, models.CASCADE, related_name="steps", verbose_name=_("report"))
    step = models.CharField(_("step"), max_length=10, choices=Step)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    remark = models.TextField(_("remark"), max_length=1000, blank=True)
    figures = models.JSONField(_("figures submitted"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)

    objects = CommuneScopedQuerySet["ReportStep"].as_manager()

    class Meta:
        verbose_name = _("step of a report")
        verbose_name_plural = _("steps of a report")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.step} {self.at:%Y-%m-%d}"
