"""Who of the file is who of the roster. By number, by name with birth and sex, by household; never by name alone."""

from collections import Counter, defaultdict
from collections.abc import Callable
from uuid import UUID

from communes.enums import ResidenceEnd
from communes.models.roster import number_key
from communes.roster_import.findings import finding
from communes.roster_import.present import KnownPerson, Present
from communes.roster_import.records import HouseholdRows, PersonRow

PersonKey = tuple[str, int]
Attempt = Callable[[int, HouseholdRows, PersonRow], list[KnownPerson]]


class Matching:
    """Pairs the people and households of a file with known ones; each known one is taken once."""

    def __init__(self, households: list[HouseholdRows], present: Present) -> None:
        self.rows = households
        self.present = present
        self.known_of: dict[PersonKey, KnownPerson] = {}
        self.household_of: dict[int, UUID] = {}
        self.numbers_taken = {(known.village, known.number_key) for known in present.households.values()}
        self._taken: dict[UUID, PersonRow] = {}
        self._by_hash: dict[str, list[KnownPerson]] = defaultdict(list)
        self._by_name: dict[tuple[str, str], list[KnownPerson]] = defaultdict(list)
        self._by_household: dict[UUID, list[KnownPerson]] = defaultdict(list)
        self._index()

    def run(self) -> None:
        """Fills `known_of` (sheet and row -> person) and `household_of` (position -> household), and notes doubts."""
        refuse_doubles(self.rows)
        self._each(self._by_number)
        self._pair_households()
        self._each(self._in_same_household)
        self._each(self._in_same_village)
        self._each(self._elsewhere)

    def _index(self) -> None:
        for person in [*self.present.people, *self.present.elsewhere]:
            if person.id_hash:
                self._by_hash[person.id_hash].append(person)
            if person.is_here:
                self._by_name[person.village, person.search_key].append(person)
                self._by_household[person.household].append(person)

    def _each(self, attempt: Attempt) -> None:
        for position, household in enumerate(self.rows):
            for person in household.people:
                if not person.has_error and (person.sheet, person.row) not in self.known_of:
                    self._take(person, attempt(position, household, person))

    def _take(self, person: PersonRow, candidates: list[KnownPerson]) -> None:
        free = [known for known in candidates if known.id not in self._taken]
        if len(free) > 1:
            person.findings.append(finding("ambiguous"))
        elif free and free[0].end_reason == ResidenceEnd.DIED:
            person.findings.append(finding("recorded_dead"))
        elif free:
            self.known_of[person.sheet, person.row] = free[0]
            self._taken[free[0].id] = person

    def _by_number(self, position: int, household: HouseholdRows, person: PersonRow) -> list[KnownPerson]:
        return self._by_hash[person.id_hash] if person.id_hash else []

    def _pair_households(self) -> None:
        """The known household that shares most people; failing that, the one with this number and this head."""
        scores = [
            (score, -position, known)
            for position, household in enumerate(self.rows)
            for known, score in self._likeness(household).items()
        ]
        paired: set[UUID] = set()
        for _, position, known in sorted(scores, key=lambda entry: (entry[0], entry[1]), reverse=True):
            if -position not in self.household_of and known not in paired:
                self.household_of[-position] = known
                paired.add(known)

    def _likeness(self, household: HouseholdRows) -> Counter[UUID]:
        shared: Counter[UUID] = Counter()
        number = number_key(household.number)
        for person in household.sound_people:
            known = self.known_of.get((person.sheet, person.row))
            for match in [known] if known else self._named(household, person, strong=True):
                if match.is_here and match.village == household.village:
                    shared[match.household] += 2
        for known_household in self._same_number_and_head(household, number):
            shared[known_household] += 1
        for known_id in shared:
            shared[known_id] += bool(household.number) and self.present.households[known_id].number_key == number
        return shared

    def _same_number_and_head(self, household: HouseholdRows, number: str) -> list[UUID]:
        head = household.head
        if head is None or head.has_error or not household.number:
            return []
        return [
            known.household
            for known in self._named(household, head, strong=False)
            if self.present.households[known.household].number_key == number
        ]

    def _named(self, household: HouseholdRows, person: PersonRow, *, strong: bool) -> list[KnownPerson]:
        """People of the village with this name whom nothing tells apart; `strong`: the birth is known and equal."""
        candidates = self._by_name[household.village, person.name_key]
        return [known for known in candidates if fits(person, known) and (not strong or same_birth(person, known))]

    def _in_same_household(self, position: int, household: HouseholdRows, person: PersonRow) -> list[KnownPerson]:
        home = self.household_of.get(position)
        if home is None:
            return []
        name = person.name_key
        named = [known for known in self._by_household[home] if known.search_key == name and known.id not in self._taken]
        fitting = [known for known in named if fits(person, known)]
        exact = [known for known in fitting if same_birth(person, known)]
        return exact or fitting or [known for known in named if is_correction(person, known)]

    def _in_same_village(self, position: int, household: HouseholdRows, person: PersonRow) -> list[KnownPerson]:
        return self._named(household, person, strong=True)

    def _elsewhere(self, position: int, household: HouseholdRows, person: PersonRow) -> list[KnownPerson]:
        if not person.birth_date:
            return []
        name = person.name_key
        return [
            known
            for known in self.present.elsewhere
            if known.search_key == name
            and known.birth_date == person.birth_date
            and known.sex == person.sex
            and fits(person, known)
        ]


def fits(person: PersonRow, known: KnownPerson) -> bool:
    """Nothing tells them apart: sex, birth and number agree where both are known."""
    if person.id_hash and known.id_hash and person.id_hash != known.id_hash:
        return False
    if person.sex and known.sex and person.sex != known.sex:
        return False
    if person.birth_date and known.birth_date:
        return person.birth_date == known.birth_date
    return not (person.birth_year and known.birth_year) or person.birth_year == known.birth_year


def same_birth(person: PersonRow, known: KnownPerson) -> bool:
    """Both births are known and agree."""
    return bool(person.birth_year) and person.birth_year == known.birth_year


def is_correction(person: PersonRow, known: KnownPerson) -> bool:
    """In one household, one name in one relation: another birth year corrects the old one."""
    same_sex = not (person.sex and known.sex) or person.sex == known.sex
    same_number = not (person.id_hash and known.id_hash) or person.id_hash == known.id_hash
    return same_sex and same_number and bool(person.relation) and person.relation == known.relation


def refuse_doubles(households: list[HouseholdRows]) -> None:
    """Marks the second row of one person: the same number, or the same name, birth and sex in one household."""
    seen: dict[tuple[object, ...], int] = {}
    for position, household in enumerate(households):
        for person in household.people:
            keys: list[tuple[object, ...]] = [("number", person.id_hash)] if person.id_hash else []
            if person.full_name and person.birth_year:
                keys.append((position, person.name_key, person.birth_date or person.birth_year, person.sex))
            first = next((seen[key] for key in keys if key in seen), None)
            if first is not None and not person.has_error:
                person.findings.append(finding("same_person", row=first))
            for key in keys:
                seen.setdefault(key, person.row)
