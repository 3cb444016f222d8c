"""What people were seen doing in a random world: first looks, later looks, corrections, withdrawals."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from random import Random

from tests.oracle.definitions import CORE
from tests.oracle.tables import Seen

PERSON_FACTS = (
    "own_smartphone",
    "payment_account",
    "province_app",
    "digital_signature",
    "vneid_confirmed",
    "mooc_completed",
)
HOUSEHOLD_FACTS = ("trades", "business_qr", "online_sale")
SKILLS = (*CORE, "device_use", "vneid", *PERSON_FACTS)
RECEIPTS = [datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in (3, 4, 5)]


def top(skill: str) -> int:
    """The highest level of a skill or fact."""
    if skill == "vneid":
        return 2
    return 1 if skill in PERSON_FACTS + HOUSEHOLD_FACTS else 3


@dataclass
class Diary:
    """Outcomes one after another. Their keys are unique and in no particular order."""

    chance: Random
    some_day: Callable[[], date]
    keys: list[int]
    outcomes: list[Seen] = field(default_factory=list)
    replaced: set[int | None] = field(default_factory=set)

    def look(self) -> tuple[date, datetime]:
        """When someone looks, and when the server hears of it."""
        return self.some_day(), self.chance.choice(RECEIPTS)

    def level(self, skill: str) -> int:
        """The highest most often: it is what figures ask for."""
        return top(skill) if self.chance.random() < 0.5 else self.chance.randint(0, top(skill))

    def see(self, subject: int, skill: str, level: int | None, when: tuple[date, datetime], replaces: int | None = None) -> None:
        self.outcomes.append(Seen(self.keys.pop(), subject, skill, level, *when, replaces))
        self.replaced.add(replaces)

    def see_person(self, person: int) -> None:
        """A person never seen, or able in everything, in the device and some core skills, or in anything."""
        habit = self.chance.choice(["never", "everything", "core", "core", "anything"])
        when = self.look()
        if habit == "everything":
            for skill in SKILLS:
                self.see(person, skill, top(skill), when)
        elif habit == "core":
            for skill in ("device_use", *self.chance.sample(CORE, self.chance.randint(1, 3))):
                self.see(person, skill, self.level(skill), when)
        elif habit == "anything":
            for skill in self.chance.sample(SKILLS, self.chance.randint(1, 6)):
                self.see(person, skill, self.level(skill), when)

    def see_household(self, household: int) -> None:
        when = self.look()
        for fact in self.chance.sample(HOUSEHOLD_FACTS, self.chance.randint(0, 3)):
            self.see(household, fact, self.level(fact), when)

    def see_again(self) -> None:
        """News about something already seen: another look (perhaps of the same day), a correction, a withdrawal."""
        earlier = self.chance.choice(self.outcomes)
        kind = self.chance.choice(["again", "same day", "correct", "withdraw"])
        when = self.look()
        if kind == "again":
            self.see(earlier.subject, earlier.skill, self.level(earlier.skill), when)
        elif kind == "same day":
            self.see(earlier.subject, earlier.skill, self.level(earlier.skill), (earlier.observed_on, when[1]))
        elif earlier.id not in self.replaced:
            level = None if kind == "withdraw" else self.level(earlier.skill)
            self.see(earlier.subject, earlier.skill, level, when, replaces=earlier.id)


def diary_of(chance: Random, some_day: Callable[[], date]) -> Diary:
    """An empty diary whose days are drawn by `some_day`."""
    return Diary(chance, some_day, keys=chance.sample(range(1000, 10_000), 2000))
