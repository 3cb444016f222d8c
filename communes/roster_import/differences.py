"""What a row says otherwise than the roster. An empty cell says nothing: it never erases."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from communes.models.roster import number_key
from communes.roster_import.present import KnownHousehold, KnownPerson
from communes.roster_import.records import HouseholdRows, PersonRow
from literacy_portal.kit.vietnamese import text_sort_key


@dataclass(frozen=True, slots=True)
class Change:
    """A field with its old and its new value, in the form in which they are stored."""

    field: str
    old: Any
    new: Any

    def as_json(self) -> list[Any]:
        """As an import stores it: field, old, new."""
        return [self.field, _plain(self.old), _plain(self.new)]


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)


_PERSON_FIELDS = ("sex", "birth_date", "birth_year", "ethnic_group", "phone", "other_phones", "id_last4")
_HOUSEHOLD_FIELDS = ("address", "livelihood", "has_internet", "declared_members")


def person_changes(row: PersonRow, known: KnownPerson) -> list[Change]:
    """Fields of the person that the row says otherwise."""
    changes = []
    if not same_name(row.full_name, known.full_name):
        changes.append(Change("full_name", known.full_name, row.full_name))
    changes += [_change(name, row, known) for name in _PERSON_FIELDS if _says_otherwise(name, row, known)]
    if known.birth_date and not row.birth_date and row.birth_year not in (None, known.birth_year):
        changes.append(Change("birth_date", known.birth_date, None))
    if row.id_hash and row.id_hash != known.id_hash and row.id_last4 == known.id_last4:
        changes.append(Change("id_last4", known.id_last4, row.id_last4))
    return changes


def residence_changes(row: PersonRow, known: KnownPerson, home: UUID, rows: HouseholdRows, old_number: str) -> list[Change]:
    """Where and how the person lives, as far as the row says otherwise."""
    changes = []
    if rows.village != known.village:
        changes.append(Change("village", known.village, rows.village))
    elif home != known.household:
        changes.append(Change("household", old_number, rows.number))
    if not known.is_here:
        changes.append(Change("ended_on", known.ended_on, None))
    return [*changes, *(_change(name, row, known) for name in ("relation", "status") if _says_otherwise(name, row, known))]


def household_changes(rows: HouseholdRows, known: KnownHousehold, year: int) -> list[Change]:
    """Fields of the household, and its poverty class of the year, that the rows say otherwise."""
    changes = []
    if rows.number and number_key(rows.number) != known.number_key:
        changes.append(Change("number", known.number, rows.number))
    changes += [_change(name, rows, known) for name in _HOUSEHOLD_FIELDS if _says_otherwise(name, rows, known)]
    if rows.poverty and rows.poverty != known.poverty:
        changes.append(Change("poverty_class", known.poverty, rows.poverty))
    return changes


def same_name(one: str, other: str) -> bool:
    """Equal but for case and the place of a tone mark: "HOÀ" and "Hòa" are one, "Hoa" is another."""
    return text_sort_key(one) == text_sort_key(other)


def _says_otherwise(name: str, said: Any, known: Any) -> bool:
    new, old = getattr(said, name), getattr(known, name)
    if new is None or new == "":
        return False
    return bool(new != old)


def _change(name: str, said: Any, known: Any) -> Change:
    return Change(name, getattr(known, name), getattr(said, name))
