"""What holds in a world at the end of one day, by the terms of the page of definitions.

Each rule stands under the sentence of `docs/indicators.md` that it follows.
"""

from collections import defaultdict
from datetime import date, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from tests.oracle.tables import Call, Gathering, Ground, Id, Person, Place, Seen, Tables

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def age_on(person: Person, day: date) -> int | None:
    """Age on D: completed years. None when the year is unknown."""
    # The page: "Only the year known: born on 1 January of it. Unknown year: in no age-limited population."
    if person.birth_date:
        born = person.birth_date
    elif person.birth_year:
        born = date(person.birth_year, 1, 1)
    else:
        return None
    turns_older = (born.month, born.day)
    # The page: "Born on 29 February: the birthday is 1 March in common years."
    if turns_older == (2, 29) and not _is_leap(day.year):
        turns_older = (3, 1)
    years = day.year - born.year
    return years if (day.month, day.day) >= turns_older else years - 1


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def lives(status: str, started_on: date, ended_on: date | None, day: date) -> bool:
    """Whether a residence row means that the person lives there on the day."""
    # The page: "A residence row for V with from ≤ D and (to empty or D < to), status living or temporary.
    # Working away is not in any population."
    in_force = started_on <= day and (ended_on is None or day < ended_on)
    return in_force and status in ("living", "temporary")


def standing_visits(tables: Tables) -> list[Call]:
    """The visits that stand, whatever the day."""
    # The page: "Standing visit: a visit that no later visit replaces."
    replaced = {visit.replaces for visit in tables.visits if visit.replaces is not None}
    return [visit for visit in tables.visits if visit.id not in replaced]


def standing_gatherings(tables: Tables) -> list[Gathering]:
    """The gatherings that stand, whatever the day."""
    # The page: "Standing gathering: a gathering that no later gathering replaces."
    replaced = {gathering.replaces for gathering in tables.gatherings if gathering.replaces is not None}
    return [gathering for gathering in tables.gatherings if gathering.id not in replaced]


def hour_of(visit: Call) -> str:
    """The hour at which the visit began; empty when nobody knows."""
    # The page: "The hour of a visit is that in which it began, in Asia/Ho_Chi_Minh: when it was written down at the door, less
    # its minutes (unknown: 0). If that is not on the visit's own day, or nobody knows when it was written down, the visit has
    # no hour."
    if visit.written_at is None:
        return ""
    began = (visit.written_at - timedelta(minutes=visit.minutes or 0)).astimezone(VIETNAM)
    return f"{began.hour:02}" if began.date() == visit.visited_on else ""


class State:
    """A world at the end of one day."""

    def __init__(self, tables: Tables, day: date) -> None:
        self.tables = tables
        self.day = day
        self.people = {person.id: person for person in tables.people}
        self.age = {person.id: age_on(person, day) for person in tables.people}
        self.known = self._known_outcomes()
        self.standing = standing_visits(tables)
        self.met = self._met_households()
        self.active = self._villages_with_active_team()
        self.poverty_class = self._poverty_classes()
        self.ground = self._ground()
        self.homes = self._homes()
        self.members = self._members()
        self.heads = self._heads()

    def _known_outcomes(self) -> dict[tuple[Id, str], list[Seen]]:
        """By subject and skill, what is known on the day, the latest last."""
        # The page: "An outcome that a later one replaces does not stand, whatever D is." "An outcome without a level
        # withdraws the one it replaces and says nothing itself."
        replaced = {outcome.replaces for outcome in self.tables.outcomes if outcome.replaces is not None}
        known = defaultdict(list)
        for outcome in self.tables.outcomes:
            stands = outcome.id not in replaced and outcome.level is not None
            if stands and outcome.observed_on <= self.day:
                known[outcome.subject, outcome.skill].append(outcome)
        # The page: "Latest by observed_on, then by the server's receipt, then by id."
        for outcomes in known.values():
            outcomes.sort(key=lambda outcome: (outcome.observed_on, outcome.received_at, outcome.id))
        return known

    def _met_households(self) -> set[Id]:
        # The page: "A standing visit with result met on or before D."
        return {visit.household for visit in self.standing if visit.result == "met" and visit.visited_on <= self.day}

    def _villages_with_active_team(self) -> set[str]:
        # The page: "A standing visit or gathering there by a team covering it, dated D−29 … D." Covering: "the village is
        # on the team's list of today; the list has no dates, so it holds for all days."
        covered = {(row.team, row.village) for row in self.tables.covered}
        came = [(visit.team, visit.village, visit.visited_on) for visit in self.standing]
        came += [(held.team, held.village, held.held_on) for held in standing_gatherings(self.tables)]
        return {village for team, village, day in came if (team, village) in covered and 0 <= (self.day - day).days <= 29}

    def _poverty_classes(self) -> dict[Id, str]:
        # The page: "The latest yearly class with year ≤ D's year."
        in_force = [row for row in self.tables.poverty if row.year <= self.day.year]
        return {row.household: row.poverty_class for row in sorted(in_force, key=lambda row: row.year)}

    def _ground(self) -> dict[str, Ground]:
        # The page: "The village's condition in force on D."
        in_force = [row for row in self.tables.ground if row.since <= self.day]
        return {row.village: row for row in sorted(in_force, key=lambda row: row.since)}

    def _homes(self) -> dict[str, dict[Id, set[Id]]]:
        """By village, who lives there on the day, and in which household (or households)."""
        homes: dict[str, dict[Id, set[Id]]] = defaultdict(lambda: defaultdict(set))
        for stay in self.tables.stays:
            if lives(stay.status, stay.started_on, stay.ended_on, self.day):
                homes[stay.village][stay.person].add(stay.household)
        return homes

    def _members(self) -> dict[str, dict[Id, set[Id]]]:
        """By village, its open households and who lives in each."""
        # The page: "Open household in V on D: a household with at least one person who lives in it in V on D."
        members: dict[str, dict[Id, set[Id]]] = defaultdict(lambda: defaultdict(set))
        for village, people in self.homes.items():
            for person, households in people.items():
                for household in households:
                    members[village][household].add(person)
        return members

    def _heads(self) -> dict[tuple[str, Id], set[Id]]:
        """By village and household, the people who live there on the day as its head."""
        heads = defaultdict(set)
        for stay in self.tables.stays:
            if stay.relation == "head" and lives(stay.status, stay.started_on, stay.ended_on, self.day):
                heads[stay.village, stay.household].add(stay.person)
        return heads

    def level(self, subject: Id, skill: str) -> int:
        """The level of a person, or a household, in a skill on the day."""
        # The page: "The level of that person's latest standing outcome in the skill with observed_on ≤ D. None: 0."
        known = self.known.get((subject, skill))
        return (known[-1].level or 0) if known else 0

    def alone(self, person: Id, skill: str) -> bool:
        # The page: "Alone: level ≥ 3 on a competence ladder."
        return self.level(person, skill) >= 3

    def kept(self, person: Id, skill: str) -> bool:
        # The page: "The unbroken run of standing outcomes with level ≥ 3 that is still unbroken on D spans at least
        # 30 days from its first observed_on to its last."
        known = self.known.get((person, skill), [])
        run = list(takewhile(lambda outcome: (outcome.level or 0) >= 3, reversed(known)))
        return bool(run) and run[0].observed_on - run[-1].observed_on >= timedelta(days=30)

    def aged(self, person: Id, years: int) -> bool:
        age = self.age[person]
        return age is not None and age >= years

    def is_minority(self, person: Id) -> bool:
        # The page: "Ethnic group known and not Kinh."
        return self.people[person].ethnic_group not in (None, "kinh")

    def is_poor(self, household: Id) -> bool:
        # The page: "Household's class in force on D is poor or near-poor."
        return self.poverty_class.get(household) in ("poor", "near_poor")

    def is_open(self, place: Place) -> bool:
        # The page: "Villages open on D."
        has_opened = place.opened_on is None or place.opened_on <= self.day
        return has_opened and (place.closed_on is None or self.day < place.closed_on)

    def groups_of_person(self, village: str, person: Id) -> set[str]:
        # The page: "for populations of persons: all, female, male, age_60_plus, minority, poor".
        belongs = {
            "all": True,
            "female": self.people[person].sex == "female",
            "male": self.people[person].sex == "male",
            "age_60_plus": self.aged(person, 60),
            "minority": self.is_minority(person),
            "poor": any(self.is_poor(household) for household in self.homes[village][person]),
        }
        return {group for group, inside in belongs.items() if inside}

    def groups_of_household(self, village: str, household: Id) -> set[str]:
        # The page: "For populations of households: all, poor, minority (the head's; no head or several living there
        # on D: not in the group)."
        heads = self.heads[village, household]
        belongs = {
            "all": True,
            "poor": self.is_poor(household),
            "minority": len(heads) == 1 and all(self.is_minority(head) for head in heads),
        }
        return {group for group, inside in belongs.items() if inside}
