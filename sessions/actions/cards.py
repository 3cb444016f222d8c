"""Household cards: giving them out, and making a new one for a lost one."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from communes.models import Household, Village
from literacy_portal.kit.codes import new_code
from sessions.models import Card
from sessions.models.card import CARD_LETTERS


@transaction.atomic
def issue_cards(*, by: User, village: Village, households: Collection[UUID]) -> None:
    """Gives each household that has no card one. The caller has found the households in the scope of `by`."""
    having = set(Card.objects.in_use().filter(household__in=households).values_list("household", flat=True))
    missing = [Card(code=new_code(CARD_LETTERS), household=home, made_by=by) for home in households if home not in having]
    # Whoever prints at the same moment may have been first; then that card stands.
    Card.objects.bulk_create(missing, ignore_conflicts=True)
    if missing:
        audit.record("cards.issue", by=by, target=village, place=village.pk, cards=len(missing))


@transaction.atomic
def renew_card(*, by: User, household: Household) -> Card:
    """Ends the household's card, if it has one, and makes another: the old one opens nothing from now on."""
    Household.objects.select_for_update(of=("self",), no_key=True).get(pk=household.pk)
    ended = Card.objects.in_use().filter(household=household.pk).update(ended_at=timezone.now(), ended_by=by)
    card = Card.objects.create(code=new_code(CARD_LETTERS), household=household.pk, made_by=by)
    audit.record("card.renew" if ended else "card.issue", by=by, target=household, place=household.village_id)
    return card
