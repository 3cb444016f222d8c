"""What happens in a random world while it is lived in: visits, rosters, upheavals, nights that pass, workers that die."""

from dataclasses import dataclass
from datetime import date
from random import Random

from tests.oracle.diary import HOUSEHOLD_FACTS, SKILLS, top
from tests.oracle.setting import PLACES
from tests.oracle.tables import Tables
from tests.oracle.upheavals import make_statement

Level = tuple[int | None, str, int]
"""Person (None: the household), skill, level."""


@dataclass(frozen=True)
class Call:
    """A visit told today; `corrects` is the key of the visit that it puts right."""

    key: int
    household: int
    days_ago: int
    result: str
    people: frozenset[int] = frozenset()
    levels: tuple[Level, ...] = ()
    corrects: int | None = None


@dataclass(frozen=True)
class Gather:
    """A class told today; `strangers` came who are on no roster."""

    key: int
    village: str
    days_ago: int
    people: frozenset[int] = frozenset()
    levels: tuple[tuple[int, str, int], ...] = ()
    strangers: int = 0
    corrects: int | None = None


@dataclass(frozen=True)
class Roster:
    """A roster of one village is sent and applied, and perhaps taken back. Rows: household, name, year of birth, note."""

    village: str
    rows: tuple[tuple[int, str, int, str], ...]
    is_undone: bool


@dataclass(frozen=True)
class Upheaval:
    """A statement that goes round every action."""

    sql: str


@dataclass(frozen=True)
class Recount:
    """A worker empties the queue; with `dies_after`, one is killed after so many statements first."""

    dies_after: int | None = None


@dataclass(frozen=True)
class Sleep:
    """So many midnights pass; nobody counts between them."""

    days: int


Step = Call | Gather | Roster | Upheaval | Recount | Sleep


def make_steps(chance: Random, tables: Tables, day: date) -> list[Step]:
    """Some evenings of work among the people of the tables."""
    steps: list[Step] = []
    # Few doors and few skills, so that news of one evening often contradicts news of another.
    every_home = sorted({stay.household for stay in tables.stays})
    homes = chance.sample(every_home, min(2, len(every_home)))
    skills = ["device_use", *chance.sample(SKILLS, 3)]
    for key in range(10_001, 10_001 + chance.randint(2, 14)):
        told = [step for step in steps if isinstance(step, Call)]
        earlier = chance.choice(told) if told and chance.random() < 0.4 else None
        home = earlier.household if earlier else chance.choice(homes)
        steps.append(make_call(chance, key, home, (tables, skills), earlier.key if earlier else None))
        if chance.random() < 0.25:
            steps.append(make_gather(chance, key + 10_000, steps, (tables, skills)))
        if chance.random() < 0.35:
            steps.append(Upheaval(make_statement(chance, day)))
        if chance.random() < 0.35:
            steps.append(make_pause(chance))
    if chance.random() < 0.1:
        steps.insert(chance.randrange(len(steps)), make_roster(chance, tables))
    return steps


def make_pause(chance: Random) -> Step:
    """The worker comes, or dies coming, or the night does."""
    return chance.choice([Recount(), Recount(chance.randint(1, 30)), Sleep(1), Sleep(chance.choice([1, 2, 29, 31]))])


def make_roster(chance: Random, tables: Tables) -> Roster:
    """A roster of people who live there, of some who lived elsewhere, and of newcomers."""
    known = [(f"Người {person.id}", person.birth_year) for person in tables.people if person.birth_year]
    listed = chance.sample(known, min(len(known), chance.randint(1, 5)))
    people = [*listed, ("Lê Thị Mới", 1980), ("Y Bhin Niê", 2012)]
    notes = ["", "", "", "Đi làm ăn xa", "Hộ nghèo"]
    rows = tuple((number // 2 + 1, name, year, chance.choice(notes)) for number, (name, year) in enumerate(people))
    return Roster(chance.choice(PLACES).village, rows, is_undone=chance.random() < 0.4)


def make_call(chance: Random, key: int, home: int, around: tuple[Tables, list[str]], corrects: int | None) -> Call:
    """A visit to a household; a met one tells of some of its people, past ones too, and of the household."""
    tables, skills = around
    days_ago, result = chance.choice([0, 0, 1, 1, 2, 29, 30, 400]), chance.choice(["met", "met", "refused", "nobody_home"])
    if result != "met":
        return Call(key, home, days_ago, result, corrects=corrects)
    known = sorted({stay.person for stay in tables.stays if stay.household == home})
    people = chance.sample(known, chance.randint(1, len(known)))
    chosen = [(person, skill) for person in people for skill in chance.sample(skills, chance.randint(0, len(skills)))]
    chosen += [(None, fact) for fact in chance.sample(HOUSEHOLD_FACTS, chance.randint(0, 2))]
    levels = tuple((about, skill, chance.choice([top(skill), chance.randint(0, top(skill))])) for about, skill in chosen)
    return Call(key, home, days_ago, result, frozenset(people), levels, corrects)


def make_gather(chance: Random, key: int, before: list[Step], around: tuple[Tables, list[str]]) -> Gather:
    """A class in some village, of people of the whole world; some correct one that was told before."""
    tables, skills = around
    told = [step for step in before if isinstance(step, Gather)]
    earlier = chance.choice(told) if told and chance.random() < 0.4 else None
    village = earlier.village if earlier else chance.choice(PLACES).village
    people = chance.sample([person.id for person in tables.people], min(len(tables.people), chance.randint(0, 4)))
    chosen = [(person, skill) for person in people for skill in chance.sample(sorted(set(skills)), chance.randint(0, 2))]
    levels = tuple((person, skill, chance.choice([top(skill), chance.randint(0, top(skill))])) for person, skill in chosen)
    days_ago, strangers = chance.choice([0, 0, 1, 29, 30, 400]), chance.randint(0, 2)
    return Gather(key, village, days_ago, frozenset(people), levels, strangers, earlier.key if earlier else None)
