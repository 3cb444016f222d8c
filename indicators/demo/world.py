"""The whole demonstration, piece by piece, so that it is never wholly in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models

from accounts.models import User
from communes.enums import Relation
from communes.models import Commune, Village, VillageCondition
from indicators.demo.atlas import COMMUNES, CommunePlan, VillagePlan, villages
from indicators.demo.chance import Chance
from indicators.demo.crews import Crew, crew
from indicators.demo.crowds import Seen, VillageCrowds
from indicators.demo.evenings import VillageEvenings
from indicators.demo.learning import owns_phone
from indicators.demo.roster import Home, VillageRoster
from indicators.demo.rows import unsaved
from literacy_portal.kit.periods import VIETNAM, day_of
from sessions.enums import Source
from sessions.models import Outcome

SEED = "bình dân học vụ số"
FIRST_DAY = date(2025, 7, 1)
"""When the communes of today began; rosters were taken over then, but never later than ten months before the end."""


def since(today: date) -> date:
    """The day from which the rosters hold."""
    return min(FIRST_DAY, today - timedelta(days=300))


@dataclass
class Settlement:
    """A village of the demonstration with its ground and its team."""

    commune: CommunePlan
    plan: VillagePlan
    village: Village
    conditions: list[VillageCondition]
    crew: Crew


def settlements(now: datetime, communes: dict[str, Commune]) -> Iterator[Settlement]:
    """Every village of the demonstration, those of one commune after another."""
    today = day_of(now)
    for commune in COMMUNES:
        for plan in villages(SEED, commune):
            chance = Chance(f"{SEED}:crew:{plan.code}")
            village = Village(code=plan.code, name=plan.name, kind=plan.kind, commune=communes[plan.code[:5]])
            village.derive_keys()
            team = crew(chance, plan, village, today=today)
            village.head = team.members[0].full_name
            yield Settlement(commune, plan, village, list(_ground(chance, plan, village, today)), team)


def _ground(chance: Chance, plan: VillagePlan, village: Village, today: date) -> Iterator[VillageCondition]:
    """The village's conditions since the beginning, and the mast that went up lately in some."""
    condition = {"village": village, "has_telecom": plan.has_4g or chance.happens(0.7), "has_power": plan.has_power}
    mast = not plan.has_4g and chance.happens(0.4)
    yield VillageCondition(since=since(today), has_4g=plan.has_4g, **condition)
    if mast:
        yield VillageCondition(since=today - timedelta(days=chance.randint(8, 60)), has_4g=True, **condition)


def roster(settlement: Settlement, now: datetime) -> list[Home]:
    """The households of the village."""
    today = day_of(now)
    chance = Chance(f"{SEED}:roster:{settlement.plan.code}")
    return VillageRoster(chance, settlement.commune, settlement.plan, since=since(today), today=today).homes()


def roster_rows(homes: Sequence[Home]) -> Iterator[models.Model]:
    """Households and people before what refers to them."""
    for home in homes:
        yield home.row
        for person in home.people:
            yield person.resident
            yield person.stay
        yield from home.poverty


def coaching_rows(
    settlement: Settlement, homes: Sequence[Home], curriculum: Sequence[str], officer: User, now: datetime
) -> Iterator[models.Model]:
    """What the roster said of phones, every visit and what it taught, then classes and stalls. Team and users are saved."""
    chance = Chance(f"{SEED}:evenings:{settlement.plan.code}")
    if chance.happens(0.25):
        yield from _phones(chance, settlement.plan, homes, officer, now)
    evenings = VillageEvenings(chance, settlement.plan, homes=homes, crew=settlement.crew, curriculum=curriculum, now=now)
    seen: Seen = {}
    for story in evenings.stories():
        for row in story.rows(chance):
            if isinstance(row, Outcome) and row.resident_id and row.level is not None:
                seen.setdefault((row.resident_id, row.skill_id), []).append((row.observed_on, row.level))
            yield row
    # Chance of their own: the doors tell the same story with or without them.
    aside = Chance(f"{SEED}:crowds:{settlement.plan.code}")
    yield from VillageCrowds(aside, settlement.plan, homes, settlement.crew, curriculum, now, seen).rows()


def _phones(chance: Chance, plan: VillagePlan, homes: Sequence[Home], officer: User, now: datetime) -> Iterator[Outcome]:
    """Some rosters had a column "smartphone": a fact of the roster's day, two weeks before the first evening."""
    day = day_of(now) - timedelta(days=plan.course.began + 14)
    received = datetime.combine(day, time(9, 30), VIETNAM)
    for home in homes:
        for person in home.present:
            is_listed = person.stay.relation in (Relation.HEAD, Relation.SPOUSE) and person.stay.started_on <= day
            if is_listed and owns_phone(chance, home, person):
                yield unsaved(
                    Outcome,
                    id=chance.id_at(received),
                    resident_id=person.resident.id,
                    skill_id="own_smartphone",
                    level=1,
                    observed_on=day,
                    source=Source.ROSTER,
                    recorded_by_id=officer.pk,
                    received_at=received,
                )
