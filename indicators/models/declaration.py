from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communes.models import Commune, Province
from communes.scope import Scope


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    """Declarations, by place, and which of them stand."""

    def within(self, scope: Scope) -> Self:
        """Declarations of communes and provinces that lie wholly in the scope."""
        if not scope:
            return self.none()
        if scope.everything:
            return self
        return self.filter(scope.communes_condition("commune") | Q(province__in=scope.provinces))

    def standing(self) -> Self:
        """Those that no later one replaces and that say something (a withdrawal does not)."""
        return self.filter(replaced_by__isnull=True, counted__isnull=False)


class Declaration(models.Model):
    """What a commune or a province declares of one figure for a day, with its evidence (indicators.md, Declared figures).

    Never edited: a correction is a new declaration that says which it replaces. One without counts withdraws the one it
    replaces and says nothing itself.
    """

    indicator = models.CharField(_("figure"), max_length=60)
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="declarations", verbose_name=_("commune")
    )
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="declarations", verbose_name=_("province")
    )
    day = models.DateField(_("day"))
    counted = models.PositiveIntegerField(_("counted"), null=True, blank=True)
    out_of = models.PositiveIntegerField(_("out of"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=500)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("declared by"))
    declared_at = models.DateTimeField(_("declared at"), auto_now_add=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("corrects")
    )

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        ordering = ["-day", "-declared_at", "-pk"]
        permissions = [("add_province_declaration", "Can declare for a province")]
        indexes = [
            models.Index(fields=["commune", "indicator", "-day"], name="declaration_by_commune"),
            models.Index(fields=["province", "indicator", "-day"], name="declaration_by_province"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(commune__isnull=False, province__isnull=True) | Q(commune__isnull=True, province__isnull=False),
                name="declaration_is_of_a_commune_or_a_province",
            ),
            models.CheckConstraint(
                condition=Q(counted__isnull=False, out_of__isnull=False, counted__lte=F("out_of"))
                | Q(counted__isnull=True, out_of__isnull=True),
                name="declaration_counted_within_out_of",
            ),
            models.CheckConstraint(
                condition=Q(counted__isnull=False) | Q(replaces__isnull=False), name="declaration_without_counts_withdraws"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.place} {self.day}"

    @property
    def place(self) -> str:
        """The code of the commune or province that declares."""
        return self.commune_id or self.province_id or ""
