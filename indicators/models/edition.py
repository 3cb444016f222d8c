from django.db import models
from django.utils.translation import gettext_lazy as _

from literacy_portal.kit.ids import new_id


class Edition(models.Model):
    """The state of all figures of a place and of what lies in it: a new key with every batch that changed one of them.

    Only workers write it, in the batch's own transaction, so a page that shows one edition shows no half of a batch.
    A village without an edition was never counted.
    """

    place = models.CharField(_("place"), max_length=8, primary_key=True)
    version = models.UUIDField(_("version"), default=new_id)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.place} {self.version}"
