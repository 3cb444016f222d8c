from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.enums import PovertyClass, Relation, ResidenceEnd, ResidenceStatus, Sex
from communes.models.places import Village
from communes.scope import ScopedQuerySet
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import birthday
from literacy_portal.kit.vietnamese import clean, name_sort_key, search_key


class EthnicGroup(models.Model):
    """One of the 54 groups, by slug, because two official code lists disagree (domain.md §3.7)."""

    slug = models.SlugField(_("slug"), primary_key=True, max_length=20)
    name = models.CharField(_("name"), max_length=40)
    code_1979 = models.CharField(_("code of 1979"), max_length=2, blank=True, help_text=_("Decision 121-TCTK/PPCĐ."))
    code_census = models.CharField(_("census code"), max_length=2, blank=True)
    aliases = models.JSONField(_("other spellings"), default=list, blank=True)

    class Meta:
        verbose_name = _("ethnic group")
        verbose_name_plural = _("ethnic groups")
        ordering = ["code_1979", "slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_minority(self) -> bool:
        return self.slug != "kinh"


class Household(models.Model):
    """People who live together in a village, under one number of the village's own list."""

    scope_path = "village"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    village = models.ForeignKey(Village, models.PROTECT, related_name="households", verbose_name=_("village"))
    number = models.CharField(_("number"), max_length=20, blank=True, help_text=_("In the village's list."))
    number_key = models.CharField(max_length=40, editable=False, help_text=_("The number as lists are ordered by it."))
    address = models.CharField(_("address"), max_length=200, blank=True)
    livelihood = models.CharField(_("livelihood"), max_length=120, blank=True)
    has_internet = models.BooleanField(_("Internet at home"), null=True, blank=True)
    best_time = models.CharField(_("best time to visit"), max_length=120, blank=True)
    language = models.CharField(_("language at home"), max_length=8, blank=True, help_text=_("ISO 639, such as rad."))
    declared_members = models.PositiveSmallIntegerField(
        _("members, as declared"),
        null=True,
        blank=True,
        help_text=_("From a list that names the head only; in no figure."),
    )

    objects = ScopedQuerySet["Household"].as_manager()

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        ordering = ["village", "number_key", "pk"]
        indexes = [models.Index(fields=["village", "number_key"], name="household_by_number")]

    def __str__(self) -> str:
        return self.number or str(self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_keys()
        super().save(*args, **kwargs)

    def derive_keys(self) -> None:
        """Sets the stored key from the number; bulk writers call it, as `save` does."""
        self.number = clean(self.number)
        self.number_key = number_key(self.number)


def number_key(number: str) -> str:
    """A key under which "9" comes before "10", and "03" equals "3"."""
    digits = "".join(c for c in number if c.isdigit())
    return f"{int(digits or 0):010d} {search_key(number).lstrip('0')}"[:40]


class PovertyStatus(models.Model):
    """The poverty class of a household for a year, as the commune's yearly review decided (domain.md §3.8)."""

    scope_path = "household__village"

    household = models.ForeignKey(Household, models.CASCADE, related_name="poverty", verbose_name=_("household"))
    year = models.PositiveSmallIntegerField(_("year"))
    poverty_class = models.CharField(_("class"), max_length=10, choices=PovertyClass)
    decision = models.CharField(_("decision"), max_length=60, blank=True)

    objects = ScopedQuerySet["PovertyStatus"].as_manager()

    class Meta:
        verbose_name = _("poverty class")
        verbose_name_plural = _("poverty classes")
        ordering = ["household", "-year"]
        constraints = [models.UniqueConstraint(fields=["household", "year"], name="poverty_once_a_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.get_poverty_class_display()}"


class ResidentQuerySet(ScopedQuerySet["Resident"]):
    """People: in the scope of wherever they live or lived."""

    def within(self, scope: Any) -> Any:
        """People with a residence, now or once, in the scope (one row each)."""
        if not scope:
            return self.none()
        if scope.everything:
            return self
        lived = Residence.objects.filter(scope.condition("village"), resident=models.OuterRef("pk"))
        return self.filter(models.Exists(lived))


class Resident(models.Model):
    """A person of a roster. Of the personal number only a keyed hash and the last four digits are kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    full_name = models.CharField(_("full name"), max_length=120)
    sort_key = models.CharField(max_length=400, editable=False)
    search_key = models.CharField(max_length=120, editable=False)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("birth year"), null=True, blank=True)
    ethnic_group = models.ForeignKey(
        EthnicGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ethnic group")
    )
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    other_phones = models.CharField(_("other phones"), max_length=80, blank=True)
    id_last4 = models.CharField(_("last digits of the personal number"), max_length=4, blank=True)
    id_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)

    objects = ResidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("resident")
        verbose_name_plural = _("residents")
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["search_key"], name="resident_by_search_key")]
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True) | Q(birth_date__year=models.F("birth_year")),
                name="resident_birth_year_is_that_of_the_date",
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_keys()
        super().save(*args, **kwargs)

    def derive_keys(self) -> None:
        """Sets the stored keys from the name, the year from the date; bulk writers call it, as `save` does."""
        self.full_name = clean(self.full_name)
        self.sort_key = name_sort_key(self.full_name)
        self.search_key = search_key(self.full_name)
        if self.birth_date:
            self.birth_year = self.birth_date.year

    def age_on(self, day: Any) -> int | None:
        """Completed years on the day; a person of whom only the year is known is born on its 1 January."""
        if self.birth_year is None:
            return None
        from_date = self.birth_date or day.replace(year=self.birth_year, month=1, day=1)
        years: int = day.year - from_date.year
        return years if birthday(from_date, years) <= day else years - 1


class ResidenceQuerySet(ScopedQuerySet["Residence"]):
    """Stays: as of a day, and of those that count."""

    def on(self, day: Any) -> Any:
        """Rows in force on the day (`to` is the first day elsewhere)."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), started_on__lte=day)

    def counted(self) -> Any:
        """Rows of people who are in the population: living here or staying temporarily."""
        return self.filter(status__in=[ResidenceStatus.LIVING, ResidenceStatus.TEMPORARY])


class Residence(models.Model):
    """Where a person lived, from a day (included) to a day (excluded). Leaving or death closes a row."""

    scope_path = "village"

    resident = models.ForeignKey(Resident, models.CASCADE, related_name="residences", verbose_name=_("resident"))
    household = models.ForeignKey(Household, models.PROTECT, related_name="residences", verbose_name=_("household"))
    village = models.ForeignKey(Village, models.PROTECT, related_name="residences", verbose_name=_("village"))
    relation = models.CharField(_("relation to the head"), max_length=14, choices=Relation, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=ResidenceStatus, default=ResidenceStatus.LIVING)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("to"), null=True, blank=True, help_text=_("The first day elsewhere."))
    end_reason = models.CharField(_("reason of the end"), max_length=10, choices=ResidenceEnd, blank=True)

    objects = ResidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("residence")
        verbose_name_plural = _("residences")
        ordering = ["resident", "-started_on"]
        indexes = [models.Index(fields=["village", "started_on"], name="residence_by_village")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("started_on")),
                name="residence_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["resident"], condition=Q(ended_on__isnull=True), name="residence_one_open_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.village_id} {self.started_on}"
