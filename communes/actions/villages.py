"""Villages: opened, renamed, described, closed. A code is never used again."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from communes.models import Commune, Residence, Village, VillageCondition
from communes.signals import roster_changed

MOST_VILLAGES = 999
CHANGEABLE = frozenset({"name", "kind", "head", "zalo_link"})


class VillageRefused(Exception):  # noqa: N818 -- an answer, not a fault
    """What was asked cannot be done; `message` says why, for the user."""

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


@transaction.atomic
def open_village(*, by: User | None, commune: Commune, name: str, kind: str, opened_on: date | None = None) -> Village:
    """A new village under the next serial of its commune. Raises VillageRefused when the 999 serials are used up."""
    # Two officers at once: the second waits here and takes the next serial.
    Commune.objects.select_for_update(no_key=True).get(pk=commune.pk)
    last = Village.objects.filter(commune=commune).order_by("-code").values_list("code", flat=True).first()
    serial = int(last[5:]) + 1 if last else 1
    if serial > MOST_VILLAGES:
        raise VillageRefused(_("This commune has used all of its 999 village codes."))
    village = Village.objects.create(code=f"{commune.pk}{serial:03d}", commune=commune, name=name, kind=kind, opened_on=opened_on)
    audit.record("village.open", by=by, target=village, place=village.pk)
    return village


@transaction.atomic
def change_village(*, by: User | None, village: Village, **changes: str) -> Village:
    """Sets name, kind, head or Zalo link. Raises TypeError for anything else."""
    if unknown := set(changes) - CHANGEABLE:
        raise TypeError(f"not changeable: {sorted(unknown)}")
    for name, value in changes.items():
        setattr(village, name, value)
    village.save()
    audit.record("village.change", by=by, target=village, place=village.pk, fields=sorted(changes))
    return village


@transaction.atomic
def close_village(*, by: User | None, village: Village, day: date) -> Village:
    """Closes a village from the day on. Raises VillageRefused while people have an open residence there."""
    village = Village.objects.select_for_update(no_key=True).get(pk=village.pk)
    if Residence.objects.filter(village=village, ended_on__isnull=True).exists():
        raise VillageRefused(_("People still live in this village. Move them to another village first."))
    village.closed_on = day
    village.save(update_fields=["closed_on"])
    roster_changed.send(sender=Village, villages=[village.pk], since=day)
    audit.record("village.close", by=by, target=village, place=village.pk, day=day.isoformat())
    return village


@transaction.atomic
def set_condition(*, by: User | None, village: Village, since: date, **ground: bool | None) -> VillageCondition:
    """What holds in the village from the day on: `has_4g`, `has_telecom`, `has_power`; None is unknown."""
    condition, _is_new = VillageCondition.objects.update_or_create(village=village, since=since, defaults=ground)
    roster_changed.send(sender=VillageCondition, villages=[village.pk], since=since)
    audit.record("village.condition", by=by, target=village, place=village.pk, since=since.isoformat())
    return condition
