from django.db import models
from django.utils.translation import gettext_lazy as _


class MovedBorder(models.Model):
    """A mark that communes came to a province or left it, so that its sums no longer hold on any day.

    Written by the database with the change itself (migration 0006), taken by the worker.
    """

    place = models.CharField(_("place"), max_length=8, help_text=_("Code of the province."))

    class Meta:
        verbose_name = _("moved border")
        verbose_name_plural = _("moved borders")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.place
