from django.db import models
from django.utils.translation import gettext_lazy as _


class Measurement(models.Model):
    """Two counts for a place, an indicator, a group and a day: `counted` out of `out_of` (indicators.md, Rules).

    `place` is the code of a village (8 digits), commune (5), province (2) or the country ("vn"); every
    level above the village is the sum of the level below. A row stands for each day on which a count changed, so the
    value on a day D is that of the latest row with day ≤ D, and nothing before the first. What is so "as far as
    we know" (a village whose opening nobody noted) is so from the first day there is, `date.min`. Percentages are made
    when shown.
    """

    # No number of its own: its place in history names a row, and one index less is a fifth less to write.
    pk = models.CompositePrimaryKey("place", "indicator", "group", "day")
    place = models.CharField(_("place"), max_length=8)
    indicator = models.CharField(_("indicator"), max_length=60)
    group = models.CharField(_("group"), max_length=16)
    day = models.DateField(_("day"))
    counted = models.IntegerField(_("counted"))
    out_of = models.IntegerField(_("out of"))

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ["place", "indicator", "group", "-day"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(counted__gte=0) & models.Q(counted__lte=models.F("out_of")),
                name="measurement_counted_within_out_of",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.indicator} {self.group} {self.day}: {self.counted}/{self.out_of}"
