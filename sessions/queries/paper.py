"""What a printed sheet says: its households and people as they stand now, in the order and numbers of the print."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from math import ceil
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from communes.enums import Relation
from communes.models import Household, PovertyStatus, Residence, Village
from communes.scope import Scope
from sessions.models import Card, Sheet, Visit
from sessions.queries.doors import DUE, doors, is_poor
from sessions.queries.people import member_in, order_of_need
from teams.models import Membership, Team

Rows = Sequence[tuple[UUID, Sequence[UUID]]]
"""Households with their people, by key, as they stand on paper."""

Door = tuple[Household, list[Residence]]
"""A household to print, with those who live in it."""

LINES_ON_PAGE = 20
"""Lines of 7 mm that fit under the head of an A4 page across."""

LEAST_LINES = 3
"""What the boxes of one household need beside its people."""

LONG_NAME = 34
"""Letters of a name that fit on one line."""

HOME_LETTERS = 20
"""Letters of the head's name that fit on one line beside the QR code; of what stands small below it, half as many again."""

MOST_ADDRESS, MOST_TIME = 60, 40
MM_OF_ROW, MM_OF_LINE = 4.0, 7.0
ELDERLY_FROM = 60


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


def to_print(scope: Scope, village: Village, *, tonight: bool, day: date) -> list[Door]:
    """Households of the village where someone lives, in the order of its list. Two queries.

    `tonight`: only those due, or never met.
    """
    found = doors(scope, day).filter(village=village).order_by("number_key", "pk")
    if tonight:
        found = found.filter(Q(urgency=DUE) | Q(met_on__isnull=True))
    homes: list[Household] = list(found)
    lived_in = Residence.objects.within(scope).on(day).filter(household__in=homes)
    stays = lived_in.select_related("resident").order_by("household_id")
    by_home = {home: list(rows) for home, rows in groupby(stays, key=lambda stay: stay.household_id)}
    return [(home, sorted(by_home.get(home.pk, []), key=lambda stay: order_of_need(member_in(stay, day)))) for home in homes]


def paged(homes: Iterable[Door]) -> list[list[tuple[UUID, list[UUID]]]]:
    """Households dealt to pages, none over two; one with more people than a page has lines stands alone."""
    pages: list[list[tuple[UUID, list[UUID]]]] = []
    free = 0
    for home, stays in homes:
        height = max(
            LEAST_LINES, _lines_beside(home, stays), sum(1 + len(stay.resident.full_name) // (2 * LONG_NAME) for stay in stays)
        )
        if height > free:
            pages.append([])
            free = LINES_ON_PAGE
        pages[-1].append((home.pk, [stay.resident_id for stay in stays]))
        free -= height
    return pages


def _lines_beside(home: Household, stays: Sequence[Residence]) -> int:
    """How many lines of people stand beside the household's own words: its number, head, address and best time."""
    head = next((stay for stay in stays if stay.relation == Relation.HEAD), stays[0] if stays else None)
    said = (
        min(len(home.address), MOST_ADDRESS),
        min(len(home.best_time) + HOME_LETTERS // 2, MOST_TIME) if home.best_time else 0,
    )
    rows = (
        1 + ceil(len(head.resident.full_name if head else "") / HOME_LETTERS) + sum(ceil(n / (1.5 * HOME_LETTERS)) for n in said)
    )
    return ceil(rows * MM_OF_ROW / MM_OF_LINE)


def rows_of(sheets: Collection[Sheet], scope: Scope, day: date) -> list[list[Row]]:
    """The rows of each sheet, as far as the scope reaches. Four queries whatever their number."""
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
    )


def _printed(number: int, person: UUID, stay: Residence | None, day: date) -> Printed:
    if stay is None:
        return Printed(number, person)
    member = member_in(stay, day)
    return Printed(number, person, member.resident.full_name, member.resident.birth_year, member.is_away)


def visits_that_day(homes: Collection[UUID], day: date) -> dict[UUID, Visit]:
    """Standing visits of the day, by household, the first recorded of each. One query."""
    found = Visit.objects.standing().filter(household__in=homes, visited_on=day).select_related("recorded_by")
    return {visit.household_id: visit for visit in found.order_by("-received_at")}


@dataclass(frozen=True, slots=True)
class Lived:
    """Who lived in a household on a day, and in which village it stood then."""

    village: str
    people: frozenset[UUID]


def lived_on(homes: Collection[UUID], scope: Scope, day: date) -> dict[UUID, Lived]:
    """Of the households those where somebody lived on the day in a village of the scope. One query."""
    stays = Residence.objects.within(scope).on(day).filter(household__in=homes).order_by("household_id", "-started_on")
    found = groupby(stays.values_list("household_id", "resident_id", "village_id"), key=lambda stay: stay[0])
    return {home: _lived(list(rows)) for home, rows in found}


def _lived(rows: list[Any]) -> Lived:
    return Lived(rows[0][2], frozenset(person for _home, person, _village in rows))


def teams_covering(village: Village, scope: Scope) -> list[Team]:
    """Teams of the scope that cover the village, its own before the commune's."""
    return list(Team.objects.within(scope).filter(villages=village, closed_on__isnull=True).order_by("-level", "name", "pk"))


def crew_of(teams: Collection[Team]) -> list[Membership]:
    """Everyone who is or was in one of the teams, in the order of name lists."""
    crew = Membership.objects.filter(team__in=teams).select_related("user")
    return list(crew.order_by("user__sort_key", "user", "-started_on"))
