from django.db import models
from django.utils.translation import gettext_lazy as _


class Recount(models.Model):
    """One recount of everything beside what is stored: what it covered and how much it found different.

    Every figure as of `day`, of all `villages`; and of `histories` of them, every day there ever was.
    """

    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    day = models.DateField(_("day"))
    villages = models.PositiveIntegerField(_("villages"), default=0)
    histories = models.PositiveIntegerField(_("villages recounted for all days"), default=0)
    differences = models.PositiveIntegerField(_("differences"), default=0)

    class Meta:
        verbose_name = _("recount")
        verbose_name_plural = _("recounts")
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.day}: {self.differences}"
