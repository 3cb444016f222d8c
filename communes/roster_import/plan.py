"""What an import would do: pure, from the rows of a file and the present state. It never deletes anyone."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from communes.enums import Relation, ResidenceStatus, Verdict
from communes.models.roster import number_key
from communes.roster_import.differences import Change, household_changes, person_changes, residence_changes
from communes.roster_import.doubles import PersonKey, settle
from communes.roster_import.findings import Finding, finding
from communes.roster_import.leaving import Answered, Leaving, leaving
from communes.roster_import.likeness import Doubt
from communes.roster_import.matching import Matching
from communes.roster_import.present import KnownHousehold, KnownPerson, Present
from communes.roster_import.records import HouseholdRows, PersonRow, Roster, Skipped
from literacy_portal.kit.ids import new_id


@dataclass(slots=True)
class PlannedHousehold:
    """A household of the file; `known` is None for a new one, whose id is made here."""

    rows: HouseholdRows
    id: UUID
    known: KnownHousehold | None
    changes: Sequence[Change] = ()

    @property
    def verdict(self) -> Verdict:
        """What becomes of it."""
        if self.known is None:
            return Verdict.NEW
        return Verdict.CHANGED if self.changes else Verdict.UNCHANGED


@dataclass(slots=True)
class PlannedPerson:
    """A person of the file and the household they go to; `known` is None for a new one, whose id is made here."""

    row: PersonRow
    household: PlannedHousehold
    id: UUID
    known: KnownPerson | None
    changes: Sequence[Change] = ()

    @property
    def has_moved(self) -> bool:
        """From another village, or back from having left."""
        return self.known is not None and (self.known.village != self.household.rows.village or not self.known.is_here)

    @property
    def verdict(self) -> Verdict:
        """What becomes of it."""
        if self.known is None:
            return Verdict.NEW
        if self.has_moved:
            return Verdict.MOVED
        return Verdict.CHANGED if self.changes else Verdict.UNCHANGED


@dataclass
class Plan:
    """`day` is the roster's day, `year` that of its poverty list."""

    day: date
    year: int
    households: list[PlannedHousehold] = field(default_factory=list)
    people: list[PlannedPerson] = field(default_factory=list)
    errors: list[tuple[HouseholdRows, PersonRow]] = field(default_factory=list)
    missing_households: list[KnownHousehold] = field(default_factory=list)
    missing_people: list[KnownPerson] = field(default_factory=list)
    leaving: list[Leaving] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    doubts: dict[PersonKey, Doubt] = field(default_factory=dict)

    @property
    def villages(self) -> list[str]:
        """The codes of the villages that the rows name, in order."""
        return sorted({planned.rows.village for planned in self.households})

    @property
    def writes(self) -> bool:
        """Whether applying would change the roster at all."""
        return bool(self.leaving) or any(entry.verdict != Verdict.UNCHANGED for entry in self._entries())

    def _entries(self) -> list[PlannedHousehold | PlannedPerson]:
        return [*self.households, *self.people]

    def fingerprint(self) -> str:
        """Equal for equal plans: what the user saw is what is applied, or the user looks again."""
        digest = hashlib.sha256(f"{self.day} {self.year}".encode())
        for line in self._lines():
            digest.update(json.dumps(line).encode())
        return digest.hexdigest()

    def _lines(self) -> Iterator[list[Any]]:
        """What a plan consists of, one by one: of 100,000 people it would be much to hold at once."""
        for household in self.households:
            yield _line(household, household.rows.sheet, household.rows.row)
        for person in self.people:
            yield _line(person, person.row.sheet, person.row.row)
        for _, refused in self.errors:
            yield ["left out", refused.sheet, refused.row]
        for gone in self.leaving:
            yield [gone.known.id.hex, gone.reason, str(gone.on)]


def _line(entry: PlannedHousehold | PlannedPerson, sheet: str, row: int) -> list[Any]:
    known = entry.known.id.hex if entry.known else ""
    return [sheet, row, known, entry.verdict, *(change.as_json() for change in entry.changes)]


def make_plan(roster: Roster, present: Present, answered: Answered, *, day: date, year: int) -> Plan:
    """Compares the file with the present state, as the user answered what was doubtful or missing."""
    doubts = settle(roster, answered.same)
    matching = Matching(roster, present, answered.same, doubts)
    matching.run()
    plan = Plan(day, year, skipped=roster.skipped, doubts=doubts)
    _hold_back_households(roster)
    for position, rows in enumerate(roster.households):
        plan.errors += [(rows, person) for person in rows.people if person.has_error]
        if rows.sound_people:
            _plan_household(plan, matching, rows, matching.household_of.get(position))
    _list_missing(plan, matching, roster)
    plan.leaving = leaving(plan.missing_people, answered.missing, day)
    return plan


def _hold_back_households(roster: Roster) -> None:
    """A head refused by the comparison holds back the household, like one refused by the reading."""
    for rows in roster.households:
        head = rows.head
        if head and head.has_error:
            for person in rows.people:
                if not person.has_error:
                    person.findings.append(finding("head_in_error", row=head.row))


def _plan_household(plan: Plan, matching: Matching, rows: HouseholdRows, home: UUID | None) -> None:
    known = matching.present.households[home] if home else None
    planned = PlannedHousehold(rows, known.id if known else new_id(), known)
    if known:
        planned.changes = household_changes(rows, known, plan.year)
    elif rows.number and (rows.village, number_key(rows.number)) in matching.numbers_taken:
        rows.findings.append(finding("number_taken", "household_number", value=rows.number))
    plan.households.append(planned)
    for person in rows.sound_people:
        plan.people.append(_plan_person(planned, person, matching))


def _plan_person(household: PlannedHousehold, row: PersonRow, matching: Matching) -> PlannedPerson:
    known = matching.known_of.get((row.sheet, row.row))
    planned = PlannedPerson(row, household, known.id if known else new_id(), known)
    if known:
        old_home = matching.present.households.get(known.household)
        planned.changes = [
            *person_changes(row, known),
            *residence_changes(row, known, household.id, household.rows, old_home.number if old_home else ""),
        ]
    return planned


def _list_missing(plan: Plan, matching: Matching, roster: Roster) -> None:
    """Known people whom the file does not name; a row in error may be about one of them, and says nothing."""
    in_doubt = {person.name_key for _, person in plan.errors}
    hashes_in_doubt = {person.id_hash for _, person in plan.errors if person.id_hash}
    named = {known.id for known in matching.known_of.values()}
    covered = set(plan.villages)
    found_households = set(matching.household_of.values())
    for known in matching.present.people:
        if known.village not in covered or known.id in named:
            continue
        if known.search_key in in_doubt or known.id_hash in hashes_in_doubt:
            continue
        if not roster.heads_only or (known.relation == Relation.HEAD and known.household not in found_households):
            plan.missing_people.append(known)
    peopled = {known.household for known in matching.present.people}
    missing = {known.household for known in plan.missing_people}
    plan.missing_households = [
        household
        for household in matching.present.households.values()
        if household.id in missing & peopled and household.id not in found_households
    ]


def facts_of(plan: Plan) -> list[tuple[UUID, str, int]]:
    """What columns said of people: resident, code of the skill, level."""
    return [(person.id, code, level) for person in plan.people for code, level in person.row.facts.items()]


def warnings_of(person: PlannedPerson) -> list[Finding]:
    """What is doubtful about a row that comes in, and about its household if it is the first one of it."""
    of_household = person.household.rows.findings if person.row is person.household.rows.sound_people[0] else []
    return [*of_household, *person.row.findings]


def counts_of(plan: Plan) -> dict[str, Any]:
    """The plan in figures, as the page, the command and the history tell them."""
    households, people = _tally(plan.households), _tally(plan.people)
    households[Verdict.MISSING] = len(plan.missing_households)
    people[Verdict.MISSING] = len(plan.missing_people)
    return {
        "households": {str(verdict): households.get(verdict, 0) for verdict in Verdict if verdict != Verdict.ERROR},
        "residents": {str(verdict): people.get(verdict, 0) for verdict in Verdict if verdict != Verdict.ERROR},
        "errors": len(plan.errors),
        "warnings": sum(bool(warnings_of(person)) for person in plan.people),
        "skipped": len(plan.skipped),
        "doubts": sum(not doubt.answer for doubt in plan.doubts.values()),
        "leaving": len(plan.leaving),
        "facts": len(facts_of(plan)),
        "villages": plan.villages,
        "away": sum(person.row.status == ResidenceStatus.AWAY for person in plan.people),
    }


def _tally(entries: list[Any]) -> dict[str, int]:
    tally: dict[str, int] = {}
    for entry in entries:
        tally[entry.verdict] = tally.get(entry.verdict, 0) + 1
    return tally
