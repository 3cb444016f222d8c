from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from communes.models import Province
from indicators.enums import Family


class DefinitionQuerySet(models.QuerySet["Definition"]):
    """Versions of definitions."""

    def newest(self) -> Self:
        """Of each code the version that says how it stands now."""
        last = Definition.objects.filter(code=OuterRef("code")).order_by("-version").values("pk")[:1]
        return self.filter(pk=Subquery(last))

    def in_force(self) -> Self:
        """The latest versions, without those that retire their indicator."""
        return self.newest().filter(is_retired=False)


class Definition(models.Model):
    """One version of an indicator that an administrator added as data. Never edited: a change is a new version.

    `population` and `condition` are those of `indicators.catalogue.codec`; `names` and `rule` are texts by language.
    `asked_at` is when the villages, `villages` in number, were marked for counting by this version; `cleared_at` when the
    figures of one that is retired were gone.
    """

    code = models.SlugField(_("code"), max_length=60)
    version = models.PositiveIntegerField(_("version"))
    is_retired = models.BooleanField(_("retired"), default=False)
    family = models.CharField(_("family"), max_length=10, choices=Family)
    names = models.JSONField(_("names"))
    rule = models.JSONField(_("rule in words"))
    population = models.JSONField(_("population"))
    condition = models.JSONField(_("condition"))
    source = models.CharField(_("source"), max_length=300)
    valid_from = models.DateField(_("valid from"))
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered for by")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by"))
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    asked_at = models.DateTimeField(_("counting asked for at"), null=True, blank=True, editable=False)
    villages = models.PositiveIntegerField(_("villages to count"), default=0, editable=False)
    cleared_at = models.DateTimeField(_("figures taken away at"), null=True, blank=True, editable=False)

    objects = DefinitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator definition")
        verbose_name_plural = _("indicator definitions")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="definition_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="definition_versions_begin_with_one"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"
