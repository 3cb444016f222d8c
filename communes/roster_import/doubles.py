"""One person, or one household, in two places of a file. Certain: an error in the second row. Likely: a question to the user."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from communes.enums import Relation
from communes.models.roster import number_key
from communes.roster_import.findings import finding
from communes.roster_import.likeness import LIKELY, Doubt, Likeness, are_spelled_alike, likeness
from communes.roster_import.records import HouseholdRows, PersonRow, Roster, Skipped

PersonKey = tuple[str, int]
Answers = Mapping[str, str]
SAME, DIFFERENT = "same", "different"
_DIGITS = 12
_SAME_HEAD, _SAME_MEMBER, _NO_HEAD = 90, 85, 70


def settle(roster: Roster, answers: Answers) -> dict[PersonKey, Doubt]:
    """Joins and drops what the user said is one, refuses what must be one, and returns the doubts that remain, by row."""
    doubts = _join_households(roster, answers)
    _Repeats(roster, answers, doubts).settle()
    return doubts


def digest(person: PersonRow) -> str:
    """What names a row in answers: by its content, so that it still holds when rows above it are added or deleted."""
    return _digest(person.sheet, person.name_key, str(person.birth_date or person.birth_year), person.sex)


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:_DIGITS]


class _Repeats:
    """The second row of a person."""

    def __init__(self, roster: Roster, answers: Answers, doubts: dict[PersonKey, Doubt]) -> None:
        self.roster = roster
        self.answers = answers
        self.doubts = doubts
        self.dropped: set[PersonKey] = set()

    def settle(self) -> None:
        """Looks at equal numbers, at equal names in one household, and at equal names and dates anywhere in the file."""
        self._equal_numbers()
        for household in self.roster.households:
            if len({person.name_key for person in household.people}) < len(household.people):
                self._equal_names(household.people)
        self._equal_names_and_dates()
        self._drop()

    def _equal_numbers(self) -> None:
        seen: dict[object, PersonRow] = {}
        for person in _people(self.roster):
            for key in (person.id_hash, person.code):
                if key and (first := seen.setdefault(key, person)) is not person:
                    self._repeats(first, person, Likeness(100, ()), is_certain=True)

    def _equal_names(self, people: list[PersonRow]) -> None:
        for first, second in combinations([person for person in people if person.name_key], 2):
            if first.name_key == second.name_key and are_spelled_alike(first.full_name, second.full_name):
                found = likeness(first, first.name_key, second, second.name_key, one_house=True)
                if found and first.birth_year and second.birth_year:
                    self._repeats(first, second, found, is_certain=_one_birth(first, second) and first.sex == second.sex)

    def _equal_names_and_dates(self) -> None:
        """In two households; a name and a year alone are shared by too many."""
        seen: dict[tuple[str, object], PersonRow] = {}
        for person in _people(self.roster):
            if person.birth_date is None or not person.name_key:
                continue
            first = seen.setdefault((person.name_key, person.birth_date), person)
            if first is not person and are_spelled_alike(first.full_name, person.full_name):
                found = likeness(first, first.name_key, person, person.name_key, one_house=False)
                if found and found.score >= LIKELY:
                    self._repeats(first, person, found, is_certain=False)

    def _repeats(self, first: PersonRow, second: PersonRow, found: Likeness, *, is_certain: bool) -> None:
        where = second.sheet, second.row
        if second.has_error or first.has_error or where in self.dropped or where in self.doubts or _are_two(first, second):
            return
        key = f"{digest(first)}={digest(second)}"
        answer = self.answers.get(key, "")
        one_number = (bool(first.id_hash) and first.id_hash == second.id_hash) or (bool(first.code) and first.code == second.code)
        if answer == SAME:
            self.dropped.add(where)
        elif one_number or (is_certain and answer != DIFFERENT):
            second.findings.append(finding("same_person", row=first.row))
        elif not answer:
            second.findings.append(finding("likely_same_row", row=first.row))
        if answer != SAME:
            birth = str(first.birth_date or first.birth_year or "")
            self.doubts[where] = Doubt(
                key, "row", found.score, found.reasons, first.full_name, birth, first.sheet, first.row, None, answer
            )

    def _drop(self) -> None:
        if not self.dropped:
            return
        for household in self.roster.households:
            kept = [person for person in household.people if (person.sheet, person.row) not in self.dropped]
            self.roster.skipped += [Skipped(p.sheet, p.row, p.full_name) for p in household.people if p not in kept]
            household.people = kept
        self.roster.households = [household for household in self.roster.households if household.people]


def _join_households(roster: Roster, answers: Answers) -> dict[PersonKey, Doubt]:
    """Two stretches of rows under one number of one village, with the same head, a person in common or no head of their own."""
    doubts: dict[PersonKey, Doubt] = {}
    by_number: dict[tuple[str, str], list[HouseholdRows]] = defaultdict(list)
    for household in roster.households:
        if household.number and household.village:
            by_number[household.village, household.number].append(household)
    joined: set[int] = set()
    for stretches in by_number.values():
        first = stretches[0]
        for second in stretches[1:]:
            found = _one_household(first, second)
            if found is None:
                continue
            key = f"{_household_digest(first)}={_household_digest(second)}"
            answer = answers.get(key, "")
            if answer == SAME:
                first.people += second.people
                joined.add(id(second))
            else:
                head, row = first.head or first.people[0], second.people[0]
                doubt = Doubt(
                    key, "household", found.score, found.reasons, head.full_name, "", first.sheet, first.row, None, answer
                )
                doubts[row.sheet, row.row] = doubt
                if not answer:
                    asked = finding("likely_same_household", "household_number", row=first.row, value=first.number)
                    row.findings.append(asked)
    if joined:
        roster.households = [household for household in roster.households if id(household) not in joined]
    return doubts


def _one_household(first: HouseholdRows, second: HouseholdRows) -> Likeness | None:
    if _are_two(first, second):
        return None
    heads = [household.head for household in (first, second)]
    if heads[0] and heads[1] and heads[0].name_key == heads[1].name_key and _one_birth(heads[0], heads[1]):
        return Likeness(_SAME_HEAD, ("number", "head"))
    named = {(person.name_key, person.birth_year) for person in first.people if person.birth_year}
    if any((person.name_key, person.birth_year) in named for person in second.people):
        return Likeness(_SAME_MEMBER, ("number", "name_equal"))
    return None if heads[1] else Likeness(_NO_HEAD, ("number",))


def _household_digest(household: HouseholdRows) -> str:
    head = next((p.name_key for p in household.people if p.relation == Relation.HEAD), "")
    first = household.people[0].name_key if household.people else ""
    return _digest("household", household.village, number_key(household.number), head, first)


def _are_two(one: PersonRow | HouseholdRows, other: PersonRow | HouseholdRows) -> bool:
    """Whether a file of our own names them as two."""
    return bool(one.code and other.code) and one.code != other.code


def _one_birth(one: PersonRow, other: PersonRow) -> bool:
    if one.birth_date and other.birth_date:
        return one.birth_date == other.birth_date
    return one.birth_year == other.birth_year


def _people(roster: Roster) -> Iterable[PersonRow]:
    return (person for household in roster.households for person in household.people)
