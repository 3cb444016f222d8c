from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One thing that someone did: a write, or a read or export of personal data. Never changed, never linked.

    The target is kept as label and id in text, without a foreign key, so that nothing is ever undeletable
    for having a history. `facts` holds counts, codes and ids, never a resident's data.
    """

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    verb = models.CharField(_("what"), max_length=60)
    target_type = models.CharField(_("kind of target"), max_length=60, blank=True)
    target_id = models.CharField(_("target"), max_length=60, blank=True)
    place = models.CharField(_("place"), max_length=8, blank=True, db_index=True, help_text=_("Code of the place."))
    facts = models.JSONField(_("facts"), default=dict, blank=True)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_by_target")]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_type} {self.target_id}".strip()
