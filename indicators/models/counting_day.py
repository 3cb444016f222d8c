from django.db import models
from django.utils.translation import gettext_lazy as _


class CountingDay(models.Model):
    """A day that has begun for the figures: since then every village was marked stale once for it (birthdays, moves)."""

    day = models.DateField(_("day"), primary_key=True)
    begun_at = models.DateTimeField(_("begun at"), auto_now_add=True)

    class Meta:
        verbose_name = _("counting day")
        verbose_name_plural = _("counting days")
        ordering = ["-day"]

    def __str__(self) -> str:
        return str(self.day)
