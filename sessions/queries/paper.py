"""What a printed sheet says: its households and people as they stand now, in the order and numbers of the print."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from communes.enums import Relation
from communes.models import Household, PovertyStatus, Residence
from communes.scope import Scope
from sessions.models import Card, Sheet, VisitRequest
from sessions.queries.doors import ELDERLY_FROM, is_poor
from sessions.queries.people import member_in

Rows = Sequence[tuple[UUID, Sequence[UUID]]]
"""Households with their people, by key, as they stand on paper."""

LEAST_LINES = 3
"""What the boxes of one household need beside its people."""

LONG_NAME = 34
"""Letters of a name that fit on one line."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A person on a sheet, by the number printed before the name. `name` is empty for who is out of reach now."""

    number: int
    key: UUID
    name: str = ""
    birth_year: int | None = None
    is_away: bool = False

    @property
    def is_long(self) -> bool:
        """Whether the name needs two lines."""
        return len(self.name) > LONG_NAME


@dataclass(frozen=True, slots=True)
class Row:
    """A household on a sheet; `household` is None when it is out of reach now."""

    position: int
    key: UUID
    people: list[Printed]
    household: Household | None = None
    head_name: str = ""
    is_poor: bool = False
    is_elderly: bool = False
    card: str = ""
    is_asked: bool = False

    @property
    def lines(self) -> list[Printed | None]:
        """Its people, and empty lines up to what its boxes need: room to write down who is new."""
        return [*self.people, *[None] * (LEAST_LINES - len(self.people))]

    @property
    def title(self) -> str:
        """How the row is called: the household's number and head."""
        number = self.household.number if self.household else ""
        return " · ".join(part for part in (number, self.head_name) if part)


@dataclass(slots=True)
class _Known:
    homes: dict[UUID, Household] = field(default_factory=dict)
    stays: dict[tuple[UUID, UUID], Residence] = field(default_factory=dict)
    poor: set[UUID] = field(default_factory=set)
    cards: dict[UUID, str] = field(default_factory=dict)
    asked: set[UUID] = field(default_factory=set)


def rows_of(sheets: Collection[Sheet], scope: Scope, day: date) -> list[list[Row]]:
    """The rows of each sheet, as far as the scope reaches. Five queries whatever their number."""
    told = [[(UUID(home), [UUID(one) for one in people]) for home, people in sheet.rows] for sheet in sheets]
    known = _known([home for rows in told for home, _people in rows], scope, day)
    return [[_row(at, home, people, known, day) for at, (home, people) in enumerate(rows, start=1)] for rows in told]


def _known(homes: Collection[UUID], scope: Scope, day: date) -> _Known:
    # Where somebody of the scope lives or lived: a household that moved out of the village was met in it all the same.
    reached = Residence.objects.within(scope).filter(household__in=homes)
    stays = reached.select_related("resident").order_by("household_id", "resident_id", "started_on")
    found = Household.objects.filter(Exists(reached.filter(household=OuterRef("pk"))), pk__in=homes)
    classes = PovertyStatus.objects.filter(household__in=found, year__lte=day.year).order_by("household_id", "-year")
    cards = Card.objects.in_use().filter(household__in=found.values("pk"))
    return _Known(
        {home.pk: home for home in found},
        {(stay.household_id, stay.resident_id): stay for stay in stays},
        {status.household_id for status in classes.distinct("household_id") if is_poor(status.poverty_class)},
        dict(cards.values_list("household", "code")),
        set(VisitRequest.objects.within(scope).open(day).filter(household__in=found).values_list("household", flat=True)),
    )


def _row(position: int, home: UUID, people: list[UUID], known: _Known, day: date) -> Row:
    stays = [known.stays.get((home, person)) for person in people]
    printed = [_printed(number, person, stay, day) for number, (person, stay) in enumerate(zip(people, stays, strict=True), 1)]
    head = next((stay.resident.full_name for stay in stays if stay and stay.relation == Relation.HEAD), "")
    ages = [stay.resident.age_on(day) or 0 for stay in stays if stay]
    return Row(
        position=position,
        key=home,
        people=printed,
        household=known.homes.get(home),
        head_name=head or next((one.name for one in printed), ""),
        is_poor=home in known.poor,
        is_elderly=max(ages, default=0) >= ELDERLY_FROM,
        card=known.cards.get(home, ""),
        is_asked=home in known.asked,
    )


def _printed(number: int, person: UUID, stay: Residence | None, day: date) -> Printed:
    if stay is None:
        return Printed(number, person)
    member = member_in(stay, day)
    return Printed(number, person, member.resident.full_name, member.resident.birth_year, member.is_away)
