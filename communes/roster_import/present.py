"""The roster as it stands, as far as a plan needs it: a few queries, whatever its size."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, TextField, Value

from communes.models import Household, PovertyStatus, Residence
from communes.models.roster import number_key
from communes.scope import Scope


@dataclass(slots=True)
class KnownPerson:
    """A resident with their latest residence in the commune; `is_here` while that one is open."""

    id: UUID
    full_name: str
    search_key: str
    sex: str
    birth_date: date | None
    birth_year: int | None
    ethnic_group: str | None
    phone: str
    other_phones: str
    id_hash: str
    id_last4: str
    residence: UUID | int
    household: UUID
    village: str
    relation: str
    status: str
    started_on: date
    ended_on: date | None
    end_reason: str

    @property
    def is_here(self) -> bool:
        """Whether the residence is open."""
        return self.ended_on is None


@dataclass(slots=True)
class KnownHousehold:
    """A household; `poverty` is its class in the year of the list, "" for none."""

    id: UUID
    village: str
    number: str
    address: str
    livelihood: str
    has_internet: bool | None
    declared_members: int | None
    poverty: str = ""

    @property
    def number_key(self) -> str:
        """The number as lists are ordered and compared by it."""
        return number_key(self.number)


@dataclass
class Present:
    """Households and people of the villages a file covers, and those elsewhere in the commune it may mean."""

    households: dict[UUID, KnownHousehold] = field(default_factory=dict)
    people: list[KnownPerson] = field(default_factory=list)
    elsewhere: list[KnownPerson] = field(default_factory=list)

    def elsewhere_named(self, search_key: str) -> list[KnownPerson]:
        """Those elsewhere with this search key."""
        return self._elsewhere_by_name.get(search_key, [])

    @cached_property
    def _elsewhere_by_name(self) -> dict[str, list[KnownPerson]]:
        named: dict[str, list[KnownPerson]] = {}
        for person in self.elsewhere:
            named.setdefault(person.search_key, []).append(person)
        return named


_PERSON = (
    "resident_id", "resident__full_name", "resident__search_key", "resident__sex", "resident__birth_date",
    "resident__birth_year", "resident__ethnic_group_id", "resident__phone", "resident__other_phones",
    "resident__id_hash", "resident__id_last4", "pk", "household_id", "village_id", "relation", "status",
    "started_on", "ended_on", "end_reason",
)  # fmt: skip
_HOUSEHOLD = ("id", "village_id", "number", "address", "livelihood", "has_internet", "declared_members")


def load(
    commune: str,
    villages: Collection[str],
    *,
    year: int,
    id_hashes: Collection[str],
    name_keys: Collection[str],
    codes: Collection[UUID] = (),
) -> Present:
    """The present state of the villages, and the people elsewhere in the commune with these numbers, names or keys.

    Nothing outside the commune is looked at: a file never tells who lives in another one.
    """
    scope = Scope(communes=frozenset({commune}))
    residences = Residence.objects.within(scope)
    here = residences.filter(village__in=villages, ended_on__isnull=True)
    # Of the name only where the full date is known, as a name and a year are shared by strangers.
    meant = (
        Q(_one_of("resident__id_hash", id_hashes))
        | Q(_one_of("resident__search_key", name_keys), resident__birth_date__isnull=False)
        | Q(resident__in=codes)
    )
    present = Present(people=[KnownPerson(*row) for row in here.values_list(*_PERSON)])
    # Of a commune of which nobody is known yet, nobody has to be looked up.
    if (id_hashes or name_keys or codes) and (present.people or residences.exists()):
        others = residences.filter(meant).exclude(Exists(here.filter(resident=OuterRef("resident"))))
        latest = others.order_by("resident_id", "-started_on", "-pk").distinct("resident_id")
        present.elsewhere = [KnownPerson(*row) for row in latest.values_list(*_PERSON)]
    _load_households(present, scope, villages, year)
    return present


def _one_of(field: str, values: Collection[str]) -> Func:
    """Whether a text is one of many: as one array, where a list of 100,000 parameters takes longer to send than to look up."""
    texts = Value(list(values), output_field=ArrayField(TextField()))
    return Func(F(field), texts, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())


def _load_households(present: Present, scope: Scope, villages: Collection[str], year: int) -> None:
    rows = Household.objects.within(scope).filter(village__in=villages).values_list(*_HOUSEHOLD)
    present.households = {row[0]: KnownHousehold(*row) for row in rows}
    poverty = PovertyStatus.objects.within(scope).filter(household__village__in=villages, year=year)
    for household, poverty_class in poverty.values_list("household_id", "poverty_class"):
        present.households[household].poverty = poverty_class
