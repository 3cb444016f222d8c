from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DeviceQuerySet(models.QuerySet["Device"]):
    """Phones, and which of them are in use."""

    def in_use(self) -> Self:
        """Those that nobody has ended."""
        return self.filter(ended_at__isnull=True)


class Device(models.Model):
    """A browser in which a user logs visits without a network: one row for each user on it, with a key made there.

    `unsent` is what it last told of its own outbox; `public_key` (base64 SPKI, ECDSA P-256) verifies what others carry for it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="devices", verbose_name=_("user"))
    label = models.CharField(_("phone"), max_length=80, blank=True)
    public_key = models.CharField(max_length=300, blank=True, editable=False)
    session_key = models.CharField(max_length=40, blank=True, editable=False, help_text=_("The session it was last heard in."))
    first_heard_at = models.DateTimeField(_("first heard from"), auto_now_add=True)
    heard_at = models.DateTimeField(_("last heard from"))
    sliced_at = models.DateTimeField(_("took its list"), null=True, blank=True)
    unsent = models.PositiveIntegerField(_("visits not sent, as it last told"), default=0)
    oldest_unsent_at = models.DateTimeField(_("oldest of them"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("phone")
        verbose_name_plural = _("phones")
        ordering = ["-heard_at", "pk"]

    def __str__(self) -> str:
        return self.label or str(self.pk)
