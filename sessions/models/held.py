from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models import Village
from communes.scope import ScopedQuerySet
from literacy_portal.kit.ids import new_id
from sessions.enums import HeldReason, Settled


class HeldQuerySet(ScopedQuerySet["Held"]):
    """What is held for review."""

    def waiting(self) -> Self:
        """Those about which nobody has decided."""
        return self.filter(settled_at__isnull=True)


class Held(models.Model):
    """A visit or gathering that the server could not place, or a second content under one id: kept as sent, never dropped.

    `village` is where a commune's officer finds it: the village that was named, or one of the sender's. `item` is what the
    phone sent (docs/sync.md). In no figure until somebody settles it.
    """

    scope_path = "village"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client_id = models.UUIDField(_("key made on the phone"), db_index=True)
    content_hash = models.CharField(max_length=64, editable=False)
    village = models.ForeignKey(Village, models.PROTECT, related_name="held", verbose_name=_("village"))
    household = models.UUIDField(_("household, as sent"), null=True, blank=True, db_index=True)
    reason = models.CharField(_("why"), max_length=20, choices=HeldReason)
    item: Any = models.JSONField(_("as it was sent"))
    schema = models.PositiveSmallIntegerField(_("version of the contract"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )
    settled = models.CharField(_("what became of it"), max_length=10, choices=Settled, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        verbose_name = _("held for review")
        verbose_name_plural = _("held for review")
        ordering = ["received_at", "pk"]
        indexes = [models.Index(fields=["village"], condition=Q(settled_at__isnull=True), name="held_waiting_by_village")]
        constraints = [models.UniqueConstraint(fields=["client_id", "content_hash"], name="held_once")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.reason}"
