from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models import Village
from communes.scope import ScopedQuerySet
from sessions.enums import ProposalKind, Settled


class ProposalQuerySet(ScopedQuerySet["Proposal"]):
    """What teams propose to change on the roster."""

    def waiting(self) -> Self:
        """Those about which nobody has decided."""
        return self.filter(settled_at__isnull=True)


class Proposal(models.Model):
    """What a team saw at a door that the roster does not know: someone new, a birth, a move, a death.

    The roster is the commune's: an officer accepts with one touch, or declines. `household` and `resident` are keys made on the
    phone where they are new; `said` and `observations` are as sent (docs/sync.md).
    """

    scope_path = "village"

    id = models.UUIDField(primary_key=True, editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    kind = models.CharField(_("what"), max_length=14, choices=ProposalKind)
    village = models.ForeignKey(Village, models.PROTECT, related_name="proposals", verbose_name=_("village"))
    household = models.UUIDField(_("household, as sent"), null=True, blank=True, db_index=True)
    resident = models.UUIDField(_("person, as sent"), null=True, blank=True)
    visit = models.UUIDField(_("visit, as sent"), null=True, blank=True, db_index=True)
    observed_on = models.DateField(_("day"))
    said: Any = models.JSONField(_("what was said"), default=dict, blank=True)
    observations: Any = models.JSONField(_("what was seen"), default=list, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )
    settled = models.CharField(_("what became of it"), max_length=10, choices=Settled, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["received_at", "pk"]
        indexes = [models.Index(fields=["village"], condition=Q(settled_at__isnull=True), name="proposal_waiting_by_village")]

    def __str__(self) -> str:
        return f"{self.kind} {self.observed_on}"
