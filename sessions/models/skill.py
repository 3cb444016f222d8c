from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sessions.enums import Family, Ladder, Subject


class SkillQuerySet(models.QuerySet["Skill"]):
    """Skills, by use and by subject."""

    def active(self) -> Self:
        """Skills that can be recorded now."""
        return self.filter(is_active=True)

    def of_persons(self) -> Self:
        return self.filter(subject=Subject.PERSON)


class Skill(models.Model):
    """Something a person can do or has, or a household has. The code is what figures refer to: never reused."""

    code = models.SlugField(_("code"), primary_key=True, max_length=40)
    family = models.CharField(_("family"), max_length=10, choices=Family)
    subject = models.CharField(_("subject"), max_length=10, choices=Subject, default=Subject.PERSON)
    ladder = models.CharField(_("ladder"), max_length=12, choices=Ladder, default=Ladder.COMPETENCE)
    order = models.PositiveSmallIntegerField(_("order"), help_text=_("In the curriculum: easy things first."))
    name_vi = models.CharField(_("Vietnamese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    name_fr = models.CharField(_("French name"), max_length=80)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = SkillQuerySet.as_manager()

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.subject == Subject.HOUSEHOLD and self.ladder != Ladder.FACT:
            raise ValidationError({"ladder": _("What a household has is a yes or a no.")})

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        language = (get_language() or "vi")[:2]
        return getattr(self, f"name_{language}", self.name_vi) or self.name_vi

    @property
    def top(self) -> int:
        """The highest level of its ladder."""
        return Ladder(self.ladder).top
