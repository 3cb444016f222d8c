"""What teams do in a random world, through the product's own actions: visits, corrections, days that pass."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from accounts.models import User
from communes.models import Household
from sessions.actions.visits import AlreadyCorrectedError, NothingChangedError, correct_visit, record_visit
from sessions.drafts import Observation, VisitDraft
from sessions.models import Visit
from tests.oracle.diary import HOUSEHOLD_FACTS, SKILLS, top
from tests.oracle.tables import Tables

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
class Recount:
    """The worker empties the queue."""


@dataclass(frozen=True)
class NextDay:
    """Midnight passes."""


Step = Call | Recount | NextDay


def make_steps(chance: Random, tables: Tables) -> list[Step]:
    """Some evenings of work among the people of the tables."""
    steps: list[Step] = []
    # Few doors and few skills, so that news of one evening often contradicts news of another.
    every_home = sorted({stay.household for stay in tables.stays})
    homes = chance.sample(every_home, min(2, len(every_home)))
    skills = ["device_use", *chance.sample(SKILLS, 3)]
    for key in range(1, chance.randint(2, 14)):
        told = [step for step in steps if isinstance(step, Call)]
        earlier = chance.choice(told) if told and chance.random() < 0.4 else None
        home = earlier.household if earlier else chance.choice(homes)
        steps.append(make_call(chance, key, home, (tables, skills), earlier.key if earlier else None))
        if chance.random() < 0.3:
            steps.append(Recount() if chance.random() < 0.5 else NextDay())
    return steps


def make_call(chance: Random, key: int, home: int, around: tuple[Tables, list[str]], corrects: int | None) -> Call:
    """A visit to a household; a met one tells of some of its people, past ones too, and of the household."""
    tables, skills = around
    days_ago, result = chance.choice([0, 0, 1, 1, 2, 30, 400]), chance.choice(["met", "met", "refused", "nobody_home"])
    if result != "met":
        return Call(key, home, days_ago, result, corrects=corrects)
    known = sorted({stay.person for stay in tables.stays if stay.household == home})
    people = chance.sample(known, chance.randint(1, len(known)))
    chosen = [(person, skill) for person in people for skill in chance.sample(skills, chance.randint(0, len(skills)))]
    chosen += [(None, fact) for fact in chance.sample(HOUSEHOLD_FACTS, chance.randint(0, 2))]
    levels = tuple((about, skill, chance.choice([top(skill), chance.randint(0, top(skill))])) for about, skill in chosen)
    return Call(key, home, days_ago, result, frozenset(people), levels, corrects)


def take(call: Call, *, by: User, today: date) -> None:
    """Records or corrects the visit as the web form does. A correction of what does not stand any more is not made."""
    draft = VisitDraft(
        id=UUID(int=call.key),
        visited_on=today - timedelta(days=call.days_ago),
        result=call.result,
        people=frozenset(UUID(int=person) for person in call.people),
        observations=tuple(
            Observation(skill, level, resident=UUID(int=about) if about else None) for about, skill, level in call.levels
        ),
    )
    if call.corrects is None:
        record_visit(by=by, household=Household.objects.get(pk=UUID(int=call.household)), draft=draft)
        return
    wrong = Visit.objects.filter(pk=UUID(int=call.corrects)).first()
    if wrong is None:
        return
    try:
        correct_visit(by=by, visit=wrong, draft=draft)
    except (AlreadyCorrectedError, NothingChangedError):
        return
