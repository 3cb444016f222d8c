from django.db import models
from django.utils.translation import gettext_lazy as _


class Bulletin(models.Model):
    """That something changed which pages of places tell beside their figures: who was heard from, names, teams, campaigns.

    Written by the database with the change itself (migration 0011): a random number for each commune concerned, or for all of
    them where there is none. Pages ask for the sum, so the worker may add rows up; nobody waits for anybody.
    """

    commune = models.CharField(_("commune"), max_length=5, blank=True, db_index=True)
    word = models.BigIntegerField(_("word"))

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.commune} {self.word}"
