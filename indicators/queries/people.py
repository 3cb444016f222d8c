"""Who is behind a figure of a village, and who is not yet: a list to work down. Only for those who may see people."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from communes.models import Household, Resident, Village
from communes.scope import Scope
from indicators.catalogue import Indicator
from indicators.enums import Unit
from indicators.statement.people import people
from sessions.models import Visit
from sessions.queries.doors import doors


@dataclass(frozen=True, slots=True)
class Subject:
    """One person or household that a figure is out of, by key, with the household to knock at."""

    subject: UUID
    household: UUID
    is_counted: bool


def subjects_of(village: Village, indicator: Indicator, group: str, day: date) -> list[Subject]:
    """Everyone that the figure is out of at the end of the day, house by house: as many as the figure says. One query.

    The village has been found within the scope of those who may see people.
    """
    found = people(village.pk, indicator, group, day)
    with connection.cursor() as cursor:
        cursor.execute(found.sql, found.values)
        return [Subject(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Line:
    """A subject as the list shows it: the household with its head and last visit; of a person also the person."""

    household: Any
    resident: Resident | None
    age: int | None
    last_visit: Visit | None


def lines_of(subjects: list[Subject], indicator: Indicator, scope: Scope, day: date) -> list[Line]:
    """What a page says of the subjects, in their order; one outside the scope is left out. At most three queries."""
    keys = {one.household for one in subjects}
    households: dict[UUID, Any] = {home.pk: home for home in doors(scope, day).filter(pk__in=keys)}
    absent = keys - households.keys()
    if absent:
        # Nobody lives there any more; on the day of the figure somebody did.
        households |= {one.pk: one for one in Household.objects.within(scope).filter(pk__in=absent).select_related("village")}
    residents = {}
    if indicator.unit is Unit.PERSONS:
        residents = Resident.objects.within(scope).in_bulk([one.subject for one in subjects])
    visits = _last_visits(keys, scope, day)
    return [
        _line(one, households[one.household], residents.get(one.subject), visits, day)
        for one in subjects
        if one.household in households and (indicator.unit is not Unit.PERSONS or one.subject in residents)
    ]


def _line(one: Subject, household: Any, resident: Resident | None, visits: dict[UUID, Visit], day: date) -> Line:
    return Line(household, resident, resident.age_on(day) if resident else None, visits.get(one.household))


def _last_visits(households: set[UUID], scope: Scope, day: date) -> dict[UUID, Visit]:
    visits = Visit.objects.within(scope).standing().filter(household__in=households, visited_on__lte=day)
    latest = visits.order_by("household_id", "-visited_on", "-received_at").distinct("household_id")
    return {visit.household_id: visit for visit in latest}
