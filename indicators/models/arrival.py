from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.models import Village


class Arrival(models.Model):
    """Somebody came to a village: news about them that was being written meanwhile could not know, so it is marked once more.

    It is when every transaction that was open as the arrival was first seen has ended (docs/decisions/0010-marks-by-trigger.md).
    """

    village = models.ForeignKey(Village, models.CASCADE, related_name="+", verbose_name=_("village"))
    since = models.DateField(_("since"))
    writers = models.JSONField(_("transactions"), null=True, help_text=_("Those open since it was first seen."))

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.village_id} {self.since}"
