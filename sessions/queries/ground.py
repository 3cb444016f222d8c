"""What the roster says of the households and people that a delivery names, read for all of it at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from communes.enums import Relation
from communes.models import Residence
from literacy_portal.kit.statements import Asked, Rows, Statement, ask
from sessions.queries.arrived import Stored


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


_HOMES = Statement(
    """
    SELECT h.id, h.village_id, c.province_id
    FROM communes_household h JOIN communes_village v ON v.code = h.village_id JOIN communes_commune c ON c.code = v.commune_id
    WHERE h.id = ANY($1) ORDER BY h.id FOR NO KEY UPDATE OF h
    """,
    "coaching_homes",
    "uuid[]",
)
_STAYS = Statement(
    """
    SELECT r.household_id, r.resident_id, r.village_id, r.started_on, r.ended_on, r.relation, c.province_id
    FROM communes_residence r JOIN communes_village v ON v.code = r.village_id JOIN communes_commune c ON c.code = v.commune_id
    WHERE r.household_id = ANY($1) ORDER BY r.id
    """,
    "coaching_stays",
    "uuid[]",
)
_PLACES = Statement(
    """
    SELECT v.code, c.province_id FROM communes_village v JOIN communes_commune c ON c.code = v.commune_id WHERE v.code = ANY($1)
    """,
    "coaching_places",
    "text[]",
)


def asked_under(households: Iterable[UUID], villages: Iterable[str]) -> tuple[Asked, ...]:
    """Asks for the ground under households, and for the villages that were named.

    Locks the households, in the order of their keys, until the transaction ends. Their people are read once they are locked:
    whoever moved them at this moment has done so.
    """
    keys = list(households)
    return _HOMES(keys), _STAYS(keys), _PLACES(list(villages))


def ground_of(named: dict[UUID, set[UUID]], homes: Rows, stays: Rows, places: Rows) -> Ground:
    """The ground that the answers tell. One query more where somebody from elsewhere is named with a household."""
    ground = Ground(provinces=dict(places))
    for home, village, province in homes:
        ground.homes[home], ground.provinces[village] = village, province
    for home, who, village, started_on, ended_on, relation, province in stays:
        ground.stays[home].append(Stay(home, who, village, started_on, ended_on, relation == Relation.HEAD))
        ground.provinces[village] = province
    read_elsewhere(ground, {who for home, people in named.items() for who in people - ground.lived_in(home)})
    return ground


def ground_under(named: dict[UUID, set[UUID]], villages: Collection[str]) -> Ground:
    """The ground under households and the people named with each; see `asked_under`."""
    return ground_of(named, *ask(*asked_under(named, villages)))


def standing_on(visits: Iterable[Stored]) -> Ground:
    """Where the households of recorded visits are now, without their people. No query."""
    ground = Ground()
    for visit in visits:
        if visit.household and visit.home:
            village, province = visit.home
            ground.homes[visit.household], ground.provinces[village] = village, province
    return ground


def read_elsewhere(ground: Ground, people: Collection[UUID]) -> None:
    """Adds the villages in which the people live or lived. One query, none for nobody."""
    if not people:
        return
    rows = Residence.objects.filter(resident__in=people).order_by("pk")
    for who, village, province in rows.values_list("resident_id", "village_id", "village__commune__province_id"):
        ground.elsewhere[who].add(village)
        ground.provinces[village] = province
