from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.models import Village


class Stale(models.Model):
    """A mark that a village's figures no longer hold from a day on. Written in the transaction that changed it.

    Marks are only appended and deleted, never updated, so that no two writers wait for each other.
    """

    village = models.ForeignKey(Village, models.CASCADE, related_name="+", verbose_name=_("village"))
    since = models.DateField(_("since"), help_text=_("The earliest day touched."))
    marked_at = models.DateTimeField(_("marked at"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("stale mark")
        verbose_name_plural = _("stale marks")
        ordering = ["marked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.village_id} {self.since}"
