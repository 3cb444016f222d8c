from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.models import Province


class PublicPage(models.Model):
    """Whether a province shows its figures to everybody, without signing in. No row: it never did."""

    province = models.OneToOneField(
        Province, models.PROTECT, primary_key=True, related_name="public_page", verbose_name=_("province")
    )
    is_on = models.BooleanField(_("open to everybody"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("changed by"))
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("public page")
        verbose_name_plural = _("public pages")

    def __str__(self) -> str:
        return self.province_id
