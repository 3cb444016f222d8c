from django.db import models
from django.utils.translation import gettext_lazy as _


class LateNews(models.Model):
    """That figures of days long over changed: a visit that arrived late, a correction, a roster that reaches back.

    Written by the batch that rewrote the past of a place; the first counting of a place is no news. One row for a place and
    the counting day on which the news came: figures from `first_day` on, to the eve of `day`, may be others since.
    """

    place = models.CharField(_("place"), max_length=8)
    first_day = models.DateField(_("first day that changed"))
    day = models.DateField(_("counting day"))
    arrived_at = models.DateTimeField(_("arrived at"))

    class Meta:
        verbose_name = _("late news")
        verbose_name_plural = _("late news")
        ordering = ["place", "-day"]
        constraints = [models.UniqueConstraint(fields=["place", "day"], name="late_news_once_per_place_and_day")]

    def __str__(self) -> str:
        return f"{self.place} {self.first_day}: {self.day}"
