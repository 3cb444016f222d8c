from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models import Household
from communes.scope import Scope, ScopedQuerySet

CARD_LETTERS = 16
"""80 bits: nobody finds a card by trying, and a found one opens nothing to who may not see the household anyway."""


class CardQuerySet(ScopedQuerySet["Card"]):
    """Household cards, and which of them open a door."""

    def within(self, scope: Scope) -> Self:
        """Cards of the scope's households."""
        return self.filter(household__in=Household.objects.within(scope).values("pk"))

    def in_use(self) -> Self:
        """Those that nobody has ended."""
        return self.filter(ended_at__isnull=True)


class Card(models.Model):
    """The code on a household's QR card: random, so that it says nothing and cannot be made by anyone (decision 16).

    `household` is a key without a constraint: a card that was printed does not keep a household on the roster.
    """

    code = models.CharField(_("code"), max_length=CARD_LETTERS, primary_key=True, editable=False)
    household = models.UUIDField(_("household"), editable=False)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("household card")
        verbose_name_plural = _("household cards")
        ordering = ["-made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(ended_at__isnull=True), name="card_one_in_use_per_household"
            )
        ]

    def __str__(self) -> str:
        return self.code
