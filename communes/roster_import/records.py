"""What a file says, cleaned: households and the people in them. A value that is None or "" was not said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from uuid import UUID

from communes.enums import PovertyClass, Relation, ResidenceStatus
from communes.roster_import.findings import Finding

NO_FACTS: Mapping[str, int] = MappingProxyType({})


@dataclass(slots=True)
class PersonRow:
    """A row about a person. `row` is the row of the sheet, 1 at its top; `name_key` the search key of the name.

    `code` is the key of the person that a file of our own names.
    """

    sheet: str
    row: int
    full_name: str = ""
    name_key: str = ""
    relation: Relation | str = ""
    sex: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    ethnic_group: str = ""
    phone: str = ""
    other_phones: str = ""
    id_hash: str = ""
    id_last4: str = ""
    status: ResidenceStatus | str = ""
    code: UUID | None = None
    facts: Mapping[str, int] = field(default_factory=lambda: NO_FACTS)
    findings: list[Finding] = field(default_factory=list)

    @property
    def has_error(self) -> bool:
        """Whether something keeps the row out."""
        return bool(self.findings) and any(found.is_error for found in self.findings)


@dataclass(slots=True)
class HouseholdRows:
    """The rows of one household. `village` is a code, "" while nobody has said which."""

    sheet: str
    row: int
    number: str = ""
    village: str = ""
    village_label: str = ""
    address: str = ""
    livelihood: str = ""
    has_internet: bool | None = None
    declared_members: int | None = None
    poverty: PovertyClass | str = ""
    head_key: str = ""
    code: UUID | None = None
    people: list[PersonRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def head(self) -> PersonRow | None:
        """Who is marked as the head, else nobody."""
        return next((person for person in self.people if person.relation == Relation.HEAD), None)

    @property
    def sound_people(self) -> list[PersonRow]:
        """Those who come in."""
        return [person for person in self.people if not person.has_error]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is not about a person: a total, a signature, a line of column numbers."""

    sheet: str
    row: int
    text: str


@dataclass(slots=True)
class Roster:
    """All that was understood of a file. `heads_only`: it names heads and counts members, but does not list them."""

    households: list[HouseholdRows] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    heads_only: bool = False
