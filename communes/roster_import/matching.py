"""Who of the file is who of the roster. By number, by name with birth and sex, by household; never by name alone."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from uuid import UUID

from communes.enums import ResidenceEnd
from communes.models.roster import number_key
from communes.roster_import.doubles import DIFFERENT, SAME, Answers, PersonKey, digest
from communes.roster_import.findings import finding
from communes.roster_import.likeness import LIKELY, Doubt, Likeness, are_spelled_alike, likeness
from communes.roster_import.present import KnownPerson, Present
from communes.roster_import.records import HouseholdRows, PersonRow, Roster

Attempt = Callable[[int, HouseholdRows, PersonRow], list[KnownPerson]]


class Matching:
    """Pairs the people and households of a file with known ones; each known one is taken once.

    What the user answered about a pair goes before every rule. `doubts` are the pairs to ask about, by row.
    """

    def __init__(self, roster: Roster, present: Present, answers: Answers, doubts: dict[PersonKey, Doubt]) -> None:
        self.rows = roster.households
        self.present = present
        self.answers = answers
        self.doubts = doubts
        self.known_of: dict[PersonKey, KnownPerson] = {}
        self.household_of: dict[int, UUID] = {}
        self.numbers_taken = {(known.village, known.number_key) for known in present.households.values()}
        self._taken: set[UUID] = set()
        self._meant: dict[str, set[str]] = defaultdict(set)
        for pair, answer in answers.items():
            if answer == SAME:
                row, _, known = pair.partition("=")
                self._meant[row].add(known)
        self._by_hash: dict[str, list[KnownPerson]] = defaultdict(list)
        self._by_name: dict[tuple[str, str], list[KnownPerson]] = defaultdict(list)
        self._by_household: dict[UUID, list[KnownPerson]] = defaultdict(list)
        self._coded: dict[UUID | None, KnownPerson] = {}
        self._index()

    def run(self) -> None:
        """Fills `known_of` (sheet and row -> person) and `household_of` (position -> household), and notes doubts."""
        if not self.present.people and not self.present.elsewhere:
            return
        self._each(self._as_answered)
        self._each(self._by_code)
        self._each(self._by_number)
        self._pair_households()
        self._each(self._in_same_household)
        self._each(self._in_same_village)
        self._each(self._elsewhere)
        self._ask()

    def _index(self) -> None:
        for person in [*self.present.people, *self.present.elsewhere]:
            self._coded[person.id] = person
            if person.id_hash:
                self._by_hash[person.id_hash].append(person)
            if person.is_here:
                self._by_name[person.village, person.search_key].append(person)
                self._by_household[person.household].append(person)

    def _open(self) -> Iterator[tuple[int, HouseholdRows, PersonRow]]:
        """The sound rows that are nobody yet."""
        for position, household in enumerate(self.rows):
            for person in household.people:
                if (person.sheet, person.row) not in self.known_of and not person.has_error:
                    yield position, household, person

    def _each(self, attempt: Attempt) -> None:
        for position, household, person in self._open():
            if candidates := attempt(position, household, person):
                self._take(person, candidates)

    def _take(self, person: PersonRow, candidates: list[KnownPerson]) -> None:
        free = [known for known in candidates if known.id not in self._taken and self._answer(person, known) != DIFFERENT]
        if len(free) > 1:
            free = [known for known in free if are_spelled_alike(person.full_name, known.full_name)] or free
        if len(free) > 1:
            person.findings.append(finding("ambiguous"))
            self._doubt(person, free[0], likeness(person, person.name_key, free[0], free[0].search_key, one_house=False))
        elif free and free[0].end_reason == ResidenceEnd.DIED:
            person.findings.append(finding("recorded_dead"))
        elif free:
            self.known_of[person.sheet, person.row] = free[0]
            self._taken.add(free[0].id)

    def _answer(self, person: PersonRow, known: KnownPerson) -> str:
        return self.answers.get(f"{digest(person)}={known.id}", "") if self.answers else ""

    def _as_answered(self, position: int, household: HouseholdRows, person: PersonRow) -> list[KnownPerson]:
        meant = self._meant.get(digest(person), ()) if self._meant else ()
        return [known for known in self.present.people if str(known.id) in meant] if meant else []

    def _by_code(self, position: int, household: HouseholdRows, person: PersonRow) -> list[KnownPerson]:
        return [self._coded[person.code]] if person.code in self._coded else []

    def _by_number(self, position: int, household: HouseholdRows, person: PersonRow) -> list[KnownPerson]:
        return self._by_hash.get(person.id_hash, []) if person.id_hash else []

    def _pair_households(self) -> None:
        """The one that the file names by its key; else that which shares most people, or has this number and this head."""
        scores = [
            (score, -position, known)
            for position, household in enumerate(self.rows)
            for known, score in self._likeness(household).items()
        ]
        paired = self._pair_coded()
        for _, position, known in sorted(scores, key=lambda entry: (entry[0], entry[1]), reverse=True):
            if -position not in self.household_of and known not in paired:
                self.household_of[-position] = known
                paired.add(known)

    def _pair_coded(self) -> set[UUID]:
        for position, household in enumerate(self.rows):
            known = self.present.households.get(household.code) if household.code else None
            if known and known.village == household.village:
                self.household_of[position] = known.id
        return {*self.household_of.values()}

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
        candidates = self._by_name.get((household.village, person.name_key), [])
        return [known for known in candidates if fits(person, known) and (not strong or same_birth(person, known))]

    def _in_same_household(self, position: int, household: HouseholdRows, person: PersonRow) -> list[KnownPerson]:
        home = self.household_of.get(position)
        if home is None:
            return []
        name = person.name_key
        named = [known for known in self._by_household[home] if known.search_key == name and known.id not in self._taken]
        if len(named) > 1 or _shares_name(household, person):
            # Hoa and Hòa are two sisters where both are written with their accents.
            named = [known for known in named if are_spelled_alike(person.full_name, known.full_name)]
        fitting = [known for known in named if fits(person, known)]
        exact = [known for known in fitting if same_birth(person, known)]
        return exact or fitting or [known for known in named if is_correction(person, known)]

    def _in_same_village(self, position: int, household: HouseholdRows, person: PersonRow) -> list[KnownPerson]:
        named = self._named(household, person, strong=True)
        return [known for known in named if are_spelled_alike(person.full_name, known.full_name)]

    def _elsewhere(self, position: int, household: HouseholdRows, person: PersonRow) -> list[KnownPerson]:
        if not person.birth_date:
            return []
        name = person.name_key
        return [
            known
            for known in self.present.elsewhere_named(name)
            if known.birth_date == person.birth_date and known.sex == person.sex and fits(person, known)
        ]

    def _ask(self) -> None:
        """Notes, for each row that is nobody yet, the person of the village whom nobody claims and whom it resembles most."""
        unclaimed: dict[tuple[str, int], list[KnownPerson]] = defaultdict(list)
        for known in self.present.people:
            if known.id not in self._taken and known.birth_year:
                unclaimed[known.village, known.birth_year].append(known)
        for position, household, person in self._open():
            home = self.household_of.get(position)
            housemates = [known for known in self._by_household.get(home, []) if known.id not in self._taken] if home else []
            nearby = [
                known for year in _years_about(person) for known in unclaimed.get((household.village, year), ())
            ]  # fmt: skip
            best = self._most_alike(person, {known.id: known for known in [*housemates, *nearby]}.values(), home)
            if best and (person.sheet, person.row) not in self.doubts:
                person.findings.append(finding("likely_same_known", value=best[0].full_name))
                self._doubt(person, *best)

    def _most_alike(self, person: PersonRow, candidates: object, home: UUID | None) -> tuple[KnownPerson, Likeness] | None:
        best: tuple[KnownPerson, Likeness] | None = None
        for known in candidates:  # type: ignore[attr-defined]
            if self._answer(person, known) == DIFFERENT:
                continue
            found = likeness(person, person.name_key, known, known.search_key, one_house=known.household == home)
            if found and found.score >= LIKELY and (best is None or found.score > best[1].score):
                best = known, found
        return best

    def _doubt(self, person: PersonRow, known: KnownPerson, found: Likeness | None) -> None:
        score, reasons = (found.score, found.reasons) if found else (LIKELY, ("name_equal",))
        key, birth = f"{digest(person)}={known.id}", str(known.birth_date or known.birth_year or "")
        self.doubts[person.sheet, person.row] = Doubt(
            key, "person", score, reasons, known.full_name, birth, known=known.id, answer=self._answer(person, known)
        )


def _years_about(person: PersonRow) -> tuple[int, ...]:
    return (person.birth_year, person.birth_year - 1, person.birth_year + 1) if person.birth_year else ()


def _shares_name(household: HouseholdRows, person: PersonRow) -> bool:
    return sum(other.name_key == person.name_key for other in household.people) > 1


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
