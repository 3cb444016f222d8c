from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.models import Village
from communes.scope import ScopedQuerySet
from literacy_portal.kit.ids import new_id
from teams.models import Team

SHEET_LETTERS = 8
"""40 bits, short enough to type from paper; it is a number, not a secret."""


class SheetQuerySet(ScopedQuerySet["Sheet"]):
    """Printed sheets."""


class Sheet(models.Model):
    """One printed page of a round: which households stand on it, in which order, and their people by number.

    What was printed is what is typed: rows keep the order and numbers of the print, whatever happens to the roster since.
    `rows` is [[household, [person, …]], …] by key; `skills` are codes in the order of the columns.
    """

    scope_path = "village"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("number of the sheet"), max_length=SHEET_LETTERS, unique=True, editable=False)
    round = models.UUIDField(_("round"), editable=False, db_index=True, help_text=_("Sheets printed together."))
    page = models.PositiveSmallIntegerField(_("page"))
    pages = models.PositiveSmallIntegerField(_("pages"))
    village = models.ForeignKey(Village, models.PROTECT, related_name="sheets", verbose_name=_("village"))
    skills: Any = models.JSONField(_("skills"), default=list)
    rows: Any = models.JSONField(_("rows"), default=list)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by"))
    visited_on = models.DateField(_("day"), null=True, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team"))
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("members present"))

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("printed sheet")
        verbose_name_plural = _("printed sheets")
        ordering = ["-round", "page"]
        indexes = [models.Index(fields=["village", "-round", "page"], name="sheet_by_village")]

    def __str__(self) -> str:
        return f"{self.code} {self.page}/{self.pages}"
