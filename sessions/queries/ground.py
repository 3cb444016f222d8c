"""What the roster says of the households and people that a delivery names, read for all of it at once."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from communes.enums import Relation
from communes.models import Household, Residence, Village


@dataclass(frozen=True, slots=True)
class Stay:
    """A person's residence in a household. `ended_on` is the first day elsewhere."""

    household: UUID
    resident: UUID
    village: str
    started_on: date
    ended_on: date | None
    is_head: bool

    def holds(self, day: date) -> bool:
        """Whether the person lived there on the day."""
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)


@dataclass
class Ground:
    """Households by key with their present village, the stays in them, and where else people lived."""

    homes: dict[UUID, str] = field(default_factory=dict)
    stays: dict[UUID, list[Stay]] = field(default_factory=lambda: defaultdict(list))
    elsewhere: dict[UUID, set[str]] = field(default_factory=lambda: defaultdict(set))
    provinces: dict[str, str] = field(default_factory=dict)

    def village_on(self, household: UUID, day: date) -> str | None:
        """Where the household lived on the day: where its head did, else its first member; None when nobody lived in it."""
        living = [stay for stay in self.stays[household] if stay.holds(day)]
        return next((stay.village for stay in sorted(living, key=lambda stay: not stay.is_head)), None)

    def villages_of(self, household: UUID) -> Iterator[str]:
        """Every village in which the household is or was."""
        yield self.homes[household]
        yield from {stay.village for stay in self.stays[household]}

    def lived_in(self, household: UUID) -> set[UUID]:
        """Everyone who ever lived in the household."""
        return {stay.resident for stay in self.stays[household]}


def ground_under(named: dict[UUID, set[UUID]], villages: Collection[str]) -> Ground:
    """The ground under households and the people named with each. Three queries, a fourth for people from elsewhere.

    Locks the households, in the order of their keys, until the transaction ends.
    """
    ground = Ground()
    _read_homes(ground, named)
    _read_stays(ground, set(ground.homes))
    strangers = {who for home, people in named.items() for who in people - ground.lived_in(home)}
    read_elsewhere(ground, strangers)
    unplaced = {*villages, *ground.homes.values()} - set(ground.provinces)
    if unplaced:
        found = Village.objects.filter(code__in=unplaced).values_list("code", "commune__province")
        ground.provinces |= dict(found)
    return ground


def homes_only(households: Collection[UUID]) -> Ground:
    """Where households are now, without a lock and without their people. One query."""
    ground = Ground()
    rows = Household.objects.filter(pk__in=households).order_by()
    for home, village, province in rows.values_list("pk", "village_id", "village__commune__province_id"):
        ground.homes[home], ground.provinces[village] = village, province
    return ground


def _read_homes(ground: Ground, households: Collection[UUID]) -> None:
    locked = Household.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=households).order_by("pk")
    ground.homes |= dict(locked.values_list("pk", "village_id"))


_COLUMNS = ("household_id", "resident_id", "village_id", "started_on", "ended_on", "relation", "village__commune__province_id")


def _read_stays(ground: Ground, households: Collection[UUID]) -> None:
    rows = Residence.objects.filter(household__in=households).order_by("pk").values_list(*_COLUMNS)
    for home, who, village, started_on, ended_on, relation, province in rows:
        ground.stays[home].append(Stay(home, who, village, started_on, ended_on, relation == Relation.HEAD))
        ground.provinces[village] = province


def read_elsewhere(ground: Ground, people: Collection[UUID]) -> None:
    """Adds the villages in which the people live or lived. One query, none for nobody."""
    if not people:
        return
    rows = Residence.objects.filter(resident__in=people).order_by("pk")
    for who, village, province in rows.values_list("resident_id", "village_id", "village__commune__province_id"):
        ground.elsewhere[who].add(village)
        ground.provinces[village] = province
