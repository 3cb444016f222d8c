from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.enums import Head


class Headcount(models.Model):
    """A plain number of a place on a day (see `Measurement`): people, households, people of an ethnic group."""

    pk = models.CompositePrimaryKey("place", "kind", "detail", "day")
    place = models.CharField(_("place"), max_length=8)
    kind = models.CharField(_("what"), max_length=16, choices=Head)
    detail = models.CharField(_("of which"), max_length=20, blank=True, help_text=_("The slug of an ethnic group."))
    day = models.DateField(_("day"))
    number = models.IntegerField(_("number"))

    class Meta:
        verbose_name = _("headcount")
        verbose_name_plural = _("headcounts")
        ordering = ["place", "kind", "detail", "-day"]
        constraints = [models.CheckConstraint(condition=models.Q(number__gte=0), name="headcount_not_negative")]

    def __str__(self) -> str:
        return f"{self.place} {self.kind} {self.detail} {self.day}: {self.number}"
