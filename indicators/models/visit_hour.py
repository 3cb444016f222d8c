from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitHour(models.Model):
    """How many visits were paid in a place at an hour of the day, and how many of them met someone, up to a day.

    A row stands for each day with such visits (see `Measurement`), so what a day or a weekday added is the difference of two
    rows. `hour` is that in which they began, "00" to "23" in Vietnam, or empty where nobody knows (docs/indicators.md).
    """

    pk = models.CompositePrimaryKey("place", "hour", "day")
    place = models.CharField(_("place"), max_length=8)
    hour = models.CharField(_("hour"), max_length=2, blank=True)
    day = models.DateField(_("day"))
    visits = models.IntegerField(_("visits"))
    met = models.IntegerField(_("visits that met someone"))

    class Meta:
        verbose_name = _("visits by hour")
        verbose_name_plural = _("visits by hour")
        ordering = ["place", "hour", "-day"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(met__gte=0) & models.Q(met__lte=models.F("visits")), name="visit_hour_met_within_visits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.hour} {self.day}: {self.met}/{self.visits}"
