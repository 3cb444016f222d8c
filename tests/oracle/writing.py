"""Puts a random world into the real database, past every action and signal: the rows and nothing else."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db.models import Model

from accounts.models import User
from communes.enums import CommuneKind, ProvinceKind
from communes.models import (
    Commune,
    EthnicGroup,
    Household,
    PovertyStatus,
    Province,
    Residence,
    Resident,
    Village,
    VillageCondition,
)
from indicators.models import Declaration
from sessions.enums import Source
from sessions.models import Attendance, Gathering, Outcome, Visit
from teams.models import Team
from tests.oracle.setting import FIRST_HOUSEHOLD, MEMBERS, PLACES, TEAMS
from tests.oracle.tables import Call, Seen, Tables


def write_places() -> User:
    """The four villages with what contains them, two ethnic groups, two teams of three, and the user who records everything."""
    for place in PLACES:
        Province.objects.get_or_create(code=place.province, defaults={"name": place.province, "kind": ProvinceKind.PROVINCE})
        commune = {"name": place.commune, "kind": CommuneKind.COMMUNE, "province_id": place.province}
        Commune.objects.get_or_create(code=place.commune, defaults=commune)
        Village.objects.get_or_create(code=place.village, defaults={"name": place.village, "commune_id": place.commune})
    for slug in ("kinh", "ede"):
        EthnicGroup.objects.get_or_create(slug=slug, defaults={"name": slug})
    for key in TEAMS:
        Team.objects.get_or_create(pk=key, defaults={"name": f"Tổ {key}", "commune_id": PLACES[0].commune})
    for key in MEMBERS:
        User.objects.get_or_create(pk=key, defaults={"username": f"member{key}", "full_name": f"Tổ viên {key}"})
    return User.objects.create(username="recorder", full_name="Người ghi sổ")


def write_world(tables: Tables, by: User) -> None:
    """Everything of the world; its places stand, and learn from when to when they are open."""
    write_villages(tables)
    write_roster(tables)
    write_visits(tables.visits, by)
    write_gatherings(tables, by)
    write_outcomes(tables.outcomes, by)


def write_villages(tables: Tables) -> None:
    """When villages opened and closed, the ground under them, who covers them."""
    for place in tables.places:
        Village.objects.filter(code=place.village).update(opened_on=place.opened_on, closed_on=place.closed_on)
    VillageCondition.objects.bulk_create(
        VillageCondition(
            village_id=row.village, since=row.since, has_4g=row.has_4g, has_telecom=row.has_telecom, has_power=row.has_power
        )
        for row in tables.ground
    )
    covers = Team.villages.through
    covers.objects.bulk_create(covers(team_id=row.team, village_id=row.village) for row in tables.covered)


def write_roster(tables: Tables) -> None:
    """Households, people, where they live, and poverty classes."""
    Household.objects.bulk_create(_households(tables))
    people = [
        Resident(
            id=UUID(int=person.id),
            full_name=f"Người {person.id}",
            sex=person.sex,
            birth_date=person.birth_date,
            birth_year=person.birth_year,
            ethnic_group_id=person.ethnic_group,
        )
        for person in tables.people
    ]
    Resident.objects.bulk_create(people)
    Residence.objects.bulk_create(
        Residence(
            resident_id=UUID(int=stay.person),
            household_id=UUID(int=stay.household),
            village_id=stay.village,
            started_on=stay.started_on,
            ended_on=stay.ended_on,
            status=stay.status,
            relation=stay.relation,
        )
        for stay in tables.stays
    )
    PovertyStatus.objects.bulk_create(
        PovertyStatus(household_id=UUID(int=row.household), year=row.year, poverty_class=row.poverty_class)
        for row in tables.poverty
    )


def _households(tables: Tables) -> Iterable[Household]:
    """Every household that a row names, in the village of its last stay."""
    village_of = {row.household: PLACES[0].village for row in tables.poverty}
    village_of |= {visit.household: PLACES[0].village for visit in tables.visits}
    village_of |= {row.subject: PLACES[0].village for row in tables.outcomes if row.subject >= FIRST_HOUSEHOLD}
    village_of |= {stay.household: stay.village for stay in tables.stays}
    return [Household(id=UUID(int=key), village_id=village) for key, village in sorted(village_of.items())]


def write_visits(visits: list[Call], by: User) -> None:
    """Visits, with who came."""
    Visit.objects.bulk_create(
        Visit(
            id=UUID(int=visit.id),
            household_id=UUID(int=visit.household),
            village_id=visit.village,
            team_id=visit.team,
            visited_on=visit.visited_on,
            result=visit.result,
            minutes=visit.minutes,
            written_at=visit.written_at,
            recorded_by=by,
            replaces_id=_uuid(visit.replaces),
        )
        for visit in visits
    )
    came = Visit.members.through
    came.objects.bulk_create(came(visit_id=UUID(int=visit.id), user_id=key) for visit in visits for key in sorted(visit.members))


def write_gatherings(tables: Tables, by: User) -> None:
    """Gatherings, with who coached and who came."""
    Gathering.objects.bulk_create(
        Gathering(
            id=UUID(int=held.id),
            kind=held.kind,
            village_id=held.village,
            team_id=held.team,
            held_on=held.held_on,
            minutes=held.minutes,
            recorded_by=by,
            replaces_id=_uuid(held.replaces),
        )
        for held in tables.gatherings
    )
    coached = Gathering.members.through
    coached.objects.bulk_create(
        coached(gathering_id=UUID(int=held.id), user_id=key) for held in tables.gatherings for key in sorted(held.members)
    )
    Attendance.objects.bulk_create(
        Attendance(
            gathering_id=UUID(int=row.gathering),
            resident_id=_uuid(row.person),
            sex=row.sex,
            age_group=row.age_group,
            is_minority=row.is_minority,
        )
        for row in tables.attendances
    )


def write_outcomes(outcomes: list[Seen], by: User) -> None:
    """Outcomes, received when the world says so."""
    with _receipt_as_given(Outcome, "received_at"):
        Outcome.objects.bulk_create(
            Outcome(
                id=UUID(int=row.id),
                resident_id=UUID(int=row.subject) if row.subject < FIRST_HOUSEHOLD else None,
                household_id=UUID(int=row.subject) if row.subject >= FIRST_HOUSEHOLD else None,
                skill_id=row.skill,
                level=row.level,
                observed_on=row.observed_on,
                source=Source.VISIT if row.visit else Source.GATHERING if row.gathering else Source.ROSTER,
                visit_id=_uuid(row.visit),
                gathering_id=_uuid(row.gathering),
                recorded_by=by,
                received_at=row.received_at,
                replaces_id=_uuid(row.replaces),
            )
            for row in outcomes
        )


def _uuid(key: int | None) -> UUID | None:
    return None if key is None else UUID(int=key)


def write_declared(tables: Tables, by: User) -> None:
    """Declarations, received when the world says so."""
    provinces = {place.province for place in tables.places}
    with _receipt_as_given(Declaration, "declared_at"):
        Declaration.objects.bulk_create(
            Declaration(
                pk=row.id,
                indicator=row.indicator,
                province_id=row.place if row.place in provinces else None,
                commune_id=None if row.place in provinces else row.place,
                day=row.day,
                counted=row.counted,
                out_of=row.out_of,
                declared_by=by,
                declared_at=row.declared_at,
                replaces_id=row.replaces,
            )
            for row in tables.declared
        )


@contextmanager
def _receipt_as_given(model: type[Model], name: str) -> Iterator[None]:
    """`auto_now_add` writes the clock over any given moment, also in bulk."""
    field: Any = model._meta.get_field(name)
    field.auto_now_add = False
    try:
        yield
    finally:
        field.auto_now_add = True
