"""What is seen at a door and an officer accepts: a household, a person, one who left. Whole lists come in by `roster_apply`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from communes.actions.roster_apply import wait_for_turn
from communes.enums import Relation, ResidenceEnd
from communes.models import Household, Residence, Resident, Village
from communes.signals import roster_changed
from literacy_portal.kit.periods import today


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to put on the roster, under the key that a phone made."""

    id: UUID
    full_name: str
    sex: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    relation: str = ""


class NewsRefused(Exception):  # noqa: N818 -- an answer, not a fault
    """The roster cannot be changed so; `message` says why, for the user."""

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


@transaction.atomic
def add_household(
    *, by: User, key: UUID, village: Village, people: Sequence[Newcomer], since: date, number: str, address: str, language: str
) -> Household:
    """A household with its people, living there from the day on. Raises NewsRefused."""
    wait_for_turn(village.commune_id)
    _check_day(since)
    if village.closed_on and village.closed_on <= since:
        raise NewsRefused(_("The village was closed by then."))
    if not people:
        raise NewsRefused(_("Nobody is said to live there."))
    if Household.objects.filter(pk=key).exists():
        raise NewsRefused(_("This household is on the roster already."))
    home = Household.objects.create(pk=key, village=village, number=number, address=address, language=language)
    for person in people:
        _move_in(home, person, since)
    audit.record("household.add", by=by, target=home, place=village.pk, people=len(people), since=since.isoformat())
    roster_changed.send(sender=Household, villages=[village.pk], since=since)
    return home


@transaction.atomic
def add_person(*, by: User, home: Household, person: Newcomer, since: date) -> Resident:
    """Somebody who lives in the household from the day on. Raises NewsRefused."""
    wait_for_turn(home.village.commune_id)
    _check_day(since)
    resident = _move_in(home, person, since)
    audit.record("resident.add", by=by, target=resident, place=home.village_id, since=since.isoformat())
    roster_changed.send(sender=Residence, villages=[home.village_id], since=since)
    return resident


@transaction.atomic
def end_residence(*, by: User, residence: Residence, reason: ResidenceEnd, on: date) -> None:
    """Somebody left or died: the stay ends on the day, the first one elsewhere. Raises NewsRefused."""
    wait_for_turn(residence.village.commune_id)
    _check_day(on)
    current = Residence.objects.select_for_update().filter(pk=residence.pk, ended_on__isnull=True).first()
    if current is None:
        raise NewsRefused(_("The roster says already that this person is gone."))
    if on < current.started_on:
        raise NewsRefused(_("On that day the person did not live there yet."))
    current.ended_on, current.end_reason = on, reason
    current.save(update_fields=["ended_on", "end_reason"])
    facts = {"reason": str(reason), "on": on.isoformat()}
    audit.record("residence.end", by=by, target=current, place=current.village_id, **facts)
    roster_changed.send(sender=Residence, villages=[current.village_id], since=on)


def _move_in(home: Household, person: Newcomer, since: date) -> Resident:
    if Resident.objects.filter(pk=person.id).exists():
        raise NewsRefused(_("This person is on the roster already."))
    if not person.full_name.strip():
        raise NewsRefused(_("A person without a name cannot be put on the roster."))
    if person.relation == Relation.HEAD and _has_head(home, since):
        raise NewsRefused(_("This household has a head already."))
    resident = Resident.objects.create(
        pk=person.id, full_name=person.full_name, sex=person.sex, birth_date=person.birth_date, birth_year=person.birth_year
    )
    Residence.objects.create(
        resident=resident, household=home, village_id=home.village_id, relation=person.relation, started_on=since
    )
    return resident


def _has_head(home: Household, day: date) -> bool:
    return Residence.objects.filter(household=home, relation=Relation.HEAD, ended_on__isnull=True, started_on__lte=day).exists()


def _check_day(day: date) -> None:
    if day > today():
        raise NewsRefused(_("This day lies in the future."))
