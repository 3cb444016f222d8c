"""Writing the demonstration: everything or nothing, into an empty portal only."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, models, transaction

from accounts import audit
from accounts.models import AuditEvent, User
from communes.actions.places import load_facts
from communes.models import Commune, Household, PovertyStatus, Residence, Resident, Village
from communes.signals import roster_changed
from indicators.actions.copying import copy_rows, references_checked_together
from indicators.actions.proof import prove_tonight
from indicators.actions.recount import rebuild
from indicators.demo import PASSWORD, world
from indicators.demo.atlas import COMMUNES
from indicators.demo.campaigns import PROVINCE, SETTINGS, campaigns
from indicators.demo.crews import ACCOUNTS, officials
from indicators.models import (
    CourseTarget,
    Edition,
    Headcount,
    LateNews,
    Measurement,
    Recount,
    ReportSchedule,
    Stale,
    Target,
    VisitHour,
)
from literacy_portal.kit.periods import day_of
from sessions.enums import Family
from sessions.models import Attendance, FollowUp, Gathering, Outcome, Skill, Visit
from teams.enums import Role
from teams.models import Membership, Posting, Team

LOADED = "demo.load"
Tell = Callable[[str], None]
Counts = Counter[type[models.Model]]
Told = tuple[world.Settlement, list[models.Model]]
WRITTEN: list[type[models.Model]] = [
    Household, Resident, Residence, PovertyStatus, Visit, Visit.members.through, Visit.people.through, Outcome, FollowUp,
    Gathering, Gathering.members.through, Attendance, Attendance.topics.through,
]  # fmt: skip
"""What a village is made of."""


class NotEmpty(Exception):  # noqa: N818 -- an answer, not a fault
    """The portal holds villages that are not the demonstration's."""


def is_loaded() -> bool:
    """Whether this portal shows the demonstration."""
    return AuditEvent.objects.filter(verb=LOADED).exists()


@transaction.atomic
def wipe() -> None:
    """Empties the portal of all people, teams, users, visits and figures; places and catalogues stay. Development only."""
    figures = [Measurement, Headcount, VisitHour, Edition, LateNews, Recount, ReportSchedule, Stale]
    tables = [Village, Household, Resident, Team, Posting, Membership, User, AuditEvent, *figures]
    names = ", ".join(model._meta.db_table for model in tables)  # noqa: SLF001 -- Django's documented door
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {names} CASCADE")


@transaction.atomic
def load(*, now: datetime, only: Collection[str] = (), tell: Tell = lambda _line: None) -> Counts:
    """Writes the demonstration as of the moment `now` and marks its villages for counting. Raises NotEmpty.

    With `only`, these villages (codes) and no others: each is the same with or without its neighbours.

    The rows are those that the product's actions would have written; the audit trail has one line for all of them.
    """
    load_facts(by=None)
    if Village.objects.exists():
        raise NotEmpty
    communes = Commune.objects.in_bulk([plan.code for plan in COMMUNES])
    settlements = [one for one in world.settlements(now, communes) if not only or one.village.pk in only]
    officers = _write_cast(settlements, list(communes.values()), now)
    counts: Counts = Counter()
    with references_checked_together(WRITTEN):
        for settlement, rows in _told(settlements, officers, now):
            counts.update(copy_rows(rows))
            tell(f"{settlement.village.commune}: {settlement.village}")
    _write_campaigns(settlements, day_of(now))
    _mark(settlements, now)
    audit.record(LOADED, by=None, **_by_name(counts))
    return counts


def _by_name(counts: Counts) -> dict[str, Any]:
    return {model.__name__: written for model, written in counts.items()}


def count() -> tuple[int, int]:
    """Has the product count what was written, and count it again beside: villages counted, differences found."""
    return rebuild(), len(prove_tonight())


def _write_cast(settlements: list[world.Settlement], alive: list[Commune], now: datetime) -> dict[str, User]:
    """Villages, users, teams and postings; gives the officer of each commune."""
    Village.objects.bulk_create(settlement.village for settlement in settlements)
    copy_rows(condition for settlement in settlements for condition in settlement.conditions)
    postings = officials(alive, since=world.since(day_of(now)))
    crews = [settlement.crew for settlement in settlements]
    users = [posting.user for posting in postings] + [member for crew in crews for member in crew.members]
    _give_password([user for user in users if user.username in ACCOUNTS])
    User.objects.bulk_create(users)
    Team.objects.bulk_create(crew.team for crew in crews)
    through = Team.villages.through
    copy_rows(through(team_id=crew.team.pk, village_id=crew.village) for crew in crews)
    copy_rows([*(one for crew in crews for one in crew.memberships), *postings])
    return {
        posting.commune_id: posting.user for posting in postings if posting.commune_id and posting.role == Role.COMMUNE_OFFICER
    }


def _write_campaigns(settlements: list[world.Settlement], today: date) -> None:
    """What is aimed at, and what the communes are like for whom the aims differ."""
    by = Posting.objects.get(role=Role.PROVINCE_ADMIN).user
    communes = Commune.objects.filter(province=PROVINCE, code__in=[plan.code for plan in COMMUNES]).order_by("code")
    for code, setting in SETTINGS.items():
        communes.filter(code=code).update(setting=setting)
    alive = set(communes.values_list("code", flat=True))
    latest = {one.village.pk: one.conditions[-1] for one in settlements if one.village.commune_id in alive and one.conditions}
    dark = sorted(code for code, ground in latest.items() if ground.has_telecom is False or ground.has_power is False)
    for planned in campaigns(today, by, sorted(alive), dark):
        planned.campaign.save()
        Target.objects.bulk_create(planned.targets)
        CourseTarget.objects.bulk_create(planned.courses)


def _give_password(accounts: list[User]) -> None:
    """One hash for all: the password is published."""
    password = make_password(PASSWORD)
    for account in accounts:
        account.password = password


def _told(settlements: list[world.Settlement], officers: dict[str, User], now: datetime) -> Iterator[Told]:
    """Each village with its rows; the next is told by a second thread while the database takes the one before."""
    curriculum = _curriculum()

    def tell(settlement: world.Settlement) -> Told:
        homes = world.roster(settlement, now)
        officer = officers[settlement.village.commune_id]
        coaching = world.coaching_rows(settlement, homes, curriculum, officer, now)
        return settlement, [*world.roster_rows(homes), *coaching]

    with ThreadPoolExecutor(max_workers=1) as teller:
        coming = None
        for settlement in settlements:
            ready, coming = coming, teller.submit(tell, settlement)
            if ready:
                yield ready.result()
        if coming:
            yield coming.result()


def _curriculum() -> list[str]:
    """Skills to learn, easy ones first."""
    taught = Skill.objects.of_persons().exclude(family=Family.FACT)
    return list(taught.order_by("order").values_list("code", flat=True))


def _mark(settlements: list[world.Settlement], now: datetime) -> None:
    villages = [settlement.village.code for settlement in settlements]
    roster_changed.send(sender=load, villages=villages, since=world.since(day_of(now)))
