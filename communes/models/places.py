from typing import Any, Self, TypeVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communes.enums import CommuneKind, CommuneSetting, ProvinceKind, VillageKind
from communes.scope import Scope, ScopedQuerySet
from literacy_portal.kit.vietnamese import clean, search_key, text_sort_key

COUNTRY = "vn"


P = TypeVar("P", bound="Place")


class PlaceQuerySet(models.QuerySet[P]):
    """Places as of a day. A closed place stays for its history."""

    def open_on(self, day: Any) -> Self:
        """Those that exist on the day."""
        return self.filter(Q(opened_on__isnull=True) | Q(opened_on__lte=day), Q(closed_on__isnull=True) | Q(closed_on__gt=day))


class Place(models.Model):
    """What province, commune and village share: an official code as text, a name, days of opening and closing."""

    name = models.CharField(_("name"), max_length=120)
    search_key = models.CharField(max_length=160, editable=False, db_index=True)
    sort_key = models.CharField(max_length=400, editable=False)
    opened_on = models.DateField(_("opened on"), null=True, blank=True, help_text=_("Empty: as far as we know."))
    closed_on = models.DateField(_("closed on"), null=True, blank=True, help_text=_("The first day without it."))

    class Meta:
        abstract = True
        ordering = ["sort_key", "pk"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_keys()
        super().save(*args, **kwargs)

    def derive_keys(self) -> None:
        """Sets the stored keys from the name; bulk writers call it, as `save` does."""
        self.name = clean(self.name)
        self.search_key = search_key(self.name)
        self.sort_key = text_sort_key(self.name)


class ProvinceQuerySet(PlaceQuerySet["Province"]):
    """Provinces: narrowed to a scope, or widened to what contains it."""

    def within(self, scope: Scope) -> Self:
        """Provinces wholly inside the scope."""
        return self if scope.everything else self.filter(code__in=scope.provinces)

    def reachable(self, scope: Scope) -> Self:
        """Provinces inside the scope, and those that contain a place of it (for figures, never for people)."""
        if scope.everything:
            return self
        return self.filter(
            Q(code__in=scope.provinces) | Q(code__in=Commune.objects.filter(code__in=_communes(scope)).values("province"))
        )


class Province(Place):
    """A province or a centrally run city."""

    code = models.CharField(_("code"), max_length=2, primary_key=True, validators=[RegexValidator(r"^\d{2}$")])
    kind = models.CharField(_("kind"), max_length=12, choices=ProvinceKind)

    objects = models.Manager.from_queryset(ProvinceQuerySet)()

    class Meta(Place.Meta):
        verbose_name = _("province")
        verbose_name_plural = _("provinces")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:province", args=[self.code])


class CommuneQuerySet(PlaceQuerySet["Commune"]):
    """Communes: narrowed to a scope, or widened to what contains it."""

    def within(self, scope: Scope) -> Self:
        """Communes wholly inside the scope."""
        if scope.everything:
            return self
        return self.filter(Q(code__in=scope.communes) | Q(province__in=scope.provinces))

    def reachable(self, scope: Scope) -> Self:
        """Communes inside the scope, and those that contain a village of it (for figures, never for people)."""
        if scope.everything:
            return self
        return self.filter(Q(code__in=_communes(scope)) | Q(province__in=scope.provinces))


def _communes(scope: Scope) -> set[str]:
    return {*scope.communes, *(code[:5] for code in scope.villages)}


class Commune(Place):
    """A commune, ward or special zone. Its code does not begin with its province's (codes predate the mergers)."""

    code = models.CharField(_("code"), max_length=5, primary_key=True, validators=[RegexValidator(r"^\d{5}$")])
    province = models.ForeignKey(Province, models.PROTECT, related_name="communes", verbose_name=_("province"))
    kind = models.CharField(_("kind"), max_length=12, choices=CommuneKind)
    setting = models.CharField(
        _("setting"), max_length=8, choices=CommuneSetting, blank=True, help_text=_("For targets by kind of place.")
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True, help_text=_("Centre, degrees north."))
    longitude = models.FloatField(_("longitude"), null=True, blank=True, help_text=_("Centre, degrees east."))
    area_km2 = models.FloatField(_("area, km²"), null=True, blank=True)

    objects = models.Manager.from_queryset(CommuneQuerySet)()

    class Meta(Place.Meta):
        verbose_name = _("commune")
        verbose_name_plural = _("communes")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:commune", args=[self.province_id, self.code])


class FormerCommune(models.Model):
    """A unit of before a merger, by which old rosters and people still call a place; split units have several rows."""

    code = models.CharField(_("former code"), max_length=5, blank=True)
    name = models.CharField(_("former name"), max_length=120, help_text=_("With its kind, as it was written."))
    district = models.CharField(_("former district"), max_length=120, blank=True)
    province_name = models.CharField(_("former province"), max_length=120, blank=True)
    search_key = models.CharField(max_length=160, db_index=True, editable=False)
    commune = models.ForeignKey(Commune, models.CASCADE, related_name="former", verbose_name=_("commune now"))

    class Meta:
        verbose_name = _("former commune")
        verbose_name_plural = _("former communes")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "name", "district", "province_name", "commune"], name="former_commune_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.district}, {self.province_name}"


class VillageQuerySet(PlaceQuerySet["Village"], ScopedQuerySet["Village"]):  # type: ignore[override]  # two bases, one manager
    """Villages: `within(scope)` as every model below the village has it."""


class Village(Place):
    """A thôn, buôn, bản, tổ dân phố…: where a roster lives and a team works. There is no national code for it.

    Ours is the commune's code and a serial of three digits; it is never used again after a closing.
    """

    scope_path = ""

    code = models.CharField(_("code"), max_length=8, primary_key=True, validators=[RegexValidator(r"^\d{8}$")])
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="villages", verbose_name=_("commune"))
    kind = models.CharField(_("kind"), max_length=12, choices=VillageKind, default=VillageKind.THON)
    head = models.CharField(_("village head"), max_length=120, blank=True)
    zalo_link = models.URLField(_("Zalo group"), blank=True)

    objects = models.Manager.from_queryset(VillageQuerySet)()

    class Meta(Place.Meta):
        verbose_name = _("village")
        verbose_name_plural = _("villages")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__startswith=models.F("commune")),
                name="village_code_begins_with_its_communes",
                violation_error_message=_("A village's code is its commune's code and three digits."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name with its kind, once: "thôn Xuân Lạng 2", but "Buôn Ea Bông" stays as it is."""
        kind = self.get_kind_display()
        named = search_key(self.name).startswith(search_key(kind))
        return self.name if named else f"{kind} {self.name}"

    @property
    def serial(self) -> str:
        """The last three digits of the code, by which URLs name the village inside its commune."""
        return self.code[5:]

    def url_parts(self) -> list[str]:
        """Province, commune and serial: the arguments of every URL under the village."""
        return [self.commune.province_id, self.commune_id, self.serial]

    def get_absolute_url(self) -> str:
        return reverse("indicators:village", args=self.url_parts())


class VillageCondition(models.Model):
    """The ground under a village, from a day on: 4G, telecom, grid power (R51–R53). Empty means unknown."""

    scope_path = "village"

    village = models.ForeignKey(Village, models.CASCADE, related_name="conditions", verbose_name=_("village"))
    since = models.DateField(_("since"))
    has_4g = models.BooleanField(_("4G coverage"), null=True, blank=True)
    has_telecom = models.BooleanField(_("any telecom service"), null=True, blank=True)
    has_power = models.BooleanField(_("grid power"), null=True, blank=True)

    objects = ScopedQuerySet["VillageCondition"].as_manager()

    class Meta:
        verbose_name = _("village condition")
        verbose_name_plural = _("village conditions")
        ordering = ["village", "-since"]
        constraints = [models.UniqueConstraint(fields=["village", "since"], name="village_condition_once_a_day")]

    def __str__(self) -> str:
        return f"{self.village_id} {self.since}"
