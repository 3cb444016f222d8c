from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communes.models.places import COUNTRY, Province
from communes.scope import Scope
from literacy_portal.kit.ids import new_id


class BoundariesQuerySet(models.QuerySet["Boundaries"]):
    """Boundaries: narrowed to a scope, or widened to what contains it."""

    def within(self, scope: Scope) -> Self:
        """Those of provinces wholly inside the scope; those of the country only where everything is."""
        return self if scope.everything else self.filter(province__in=scope.provinces)

    def reachable(self, scope: Scope) -> Self:
        """Those on maps that are open to whoever reads figures in the scope."""
        if not scope:
            return self.none()
        reached = Province.objects.reachable(scope).values("pk")
        return self.filter(models.Q(province__isnull=True) | models.Q(province__in=reached))

    def of(self, place: str) -> Self:
        """Those of the places inside a province, by its code, or inside the country."""
        return self.filter(province=None if place == COUNTRY else place)


class Boundaries(models.Model):
    """Where the places inside a province lie, or the provinces, as one small map (`communes.boundaries`).

    Shown, one for each province and one for the country; or only looked at, by the one who sent it. Of the file nothing is kept
    but what is drawn, and where it is from.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    province = models.ForeignKey(
        Province,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("province"),
        help_text=_("Empty: the provinces of the country."),
    )
    is_shown = models.BooleanField(_("shown"), default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    uploaded_at = models.DateTimeField(_("at"), auto_now_add=True)
    file_name = models.CharField(_("file"), max_length=200)
    file_size = models.PositiveIntegerField(_("size, bytes"))
    file_sha256 = models.CharField(max_length=64, editable=False)
    source = models.CharField(_("where the boundaries are from"), max_length=200)
    licence = models.CharField(_("licence, or who allowed it"), max_length=200)
    as_of = models.DateField(_("how they were on the day"), null=True, blank=True)
    width = models.PositiveSmallIntegerField(editable=False)
    height = models.PositiveSmallIntegerField(editable=False)
    marks = models.JSONField(editable=False, help_text=_("Code of each place, and where letters have how much room."))
    paths = models.JSONField(editable=False, help_text=_("Code and path of each place, the largest first."))
    understood = models.JSONField(editable=False, help_text=_("What was made of the file."))

    objects = models.Manager.from_queryset(BoundariesQuerySet)()

    class Meta:
        verbose_name = _("boundaries")
        verbose_name_plural = _("boundaries")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["province"], condition=models.Q(is_shown=True), nulls_distinct=False, name="boundaries_shown_once"
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def place(self) -> str:
        """The code of what contains the places."""
        return self.province_id or COUNTRY

    def address(self, page: str) -> str:
        """The address of a page of these boundaries: `boundaries_draft`, `boundaries_drop`, `boundaries_map`."""
        level = "province" if self.province_id else "country"
        parts: list[Any] = [self.province_id] if self.province_id else []
        return reverse(f"communes:{level}_{page}", args=[*parts, self.pk])

    @property
    def drop_url(self) -> str:
        """Where they are forgotten."""
        return self.address("boundaries_drop")

    def get_absolute_url(self) -> str:
        return self.address("boundaries_draft")
