"""Puts a random world into the real database, past every action and signal: the rows and nothing else."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from accounts.models import User
from communes.enums import CommuneKind, ProvinceKind
from communes.models import Commune, EthnicGroup, Household, PovertyStatus, Province, Residence, Resident, Village
from sessions.enums import Source
from sessions.models import Outcome, Visit
from tests.oracle.tables import Call, Seen, Tables
from tests.oracle.worlds import FIRST_HOUSEHOLD, PLACES


def write_places() -> User:
    """The four villages with what contains them, two ethnic groups, and the user who records everything."""
    for place in PLACES:
        Province.objects.get_or_create(code=place.province, defaults={"name": place.province, "kind": ProvinceKind.PROVINCE})
        commune = {"name": place.commune, "kind": CommuneKind.COMMUNE, "province_id": place.province}
        Commune.objects.get_or_create(code=place.commune, defaults=commune)
        Village.objects.get_or_create(code=place.village, defaults={"name": place.village, "commune_id": place.commune})
    for slug in ("kinh", "ede"):
        EthnicGroup.objects.get_or_create(slug=slug, defaults={"name": slug})
    return User.objects.create(username="recorder", full_name="Người ghi sổ")


def write_world(tables: Tables, by: User) -> None:
    """Everything of the world but its places."""
    write_roster(tables)
    write_visits(tables.visits, by)
    write_outcomes(tables.outcomes, by)


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
    """Visits, each in its household's village."""
    village_of = dict(Household.objects.values_list("pk", "village_id"))
    Visit.objects.bulk_create(
        Visit(
            id=UUID(int=visit.id),
            household_id=UUID(int=visit.household),
            village_id=village_of[UUID(int=visit.household)],
            visited_on=visit.visited_on,
            result=visit.result,
            recorded_by=by,
            replaces_id=_uuid(visit.replaces),
        )
        for visit in visits
    )


def write_outcomes(outcomes: list[Seen], by: User) -> None:
    """Outcomes, received when the world says so."""
    with _receipt_as_given():
        Outcome.objects.bulk_create(
            Outcome(
                id=UUID(int=row.id),
                resident_id=UUID(int=row.subject) if row.subject < FIRST_HOUSEHOLD else None,
                household_id=UUID(int=row.subject) if row.subject >= FIRST_HOUSEHOLD else None,
                skill_id=row.skill,
                level=row.level,
                observed_on=row.observed_on,
                source=Source.ROSTER,
                recorded_by=by,
                received_at=row.received_at,
                replaces_id=_uuid(row.replaces),
            )
            for row in outcomes
        )


def _uuid(key: int | None) -> UUID | None:
    return None if key is None else UUID(int=key)


@contextmanager
def _receipt_as_given() -> Iterator[None]:
    """`auto_now_add` writes the clock over any given moment, also in bulk."""
    field: Any = Outcome._meta.get_field("received_at")
    field.auto_now_add = False
    try:
        yield
    finally:
        field.auto_now_add = True
