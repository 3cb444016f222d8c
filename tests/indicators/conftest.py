"""What the tests of figures share: the world, and one figure as two counts."""

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from unittest.mock import patch

import pytest

from communes.enums import Relation
from communes.models import Household, Resident
from indicators.actions import recount
from indicators.models import Headcount, Measurement
from sessions.models import Skill
from tests.factories import HouseholdFactory, OutcomeFactory, ResidenceFactory, ResidentFactory, VillageFactory
from tests.world import world

__all__ = ["counted_on", "day_is", "figure", "head", "history", "home", "learn", "live", "world"]


def figure(place: str, indicator: str, group: str = "all", day: date = date.max) -> tuple[int, int]:
    """What is stored as of the day: counted, out of; nothing stored is nothing to count over."""
    rows = Measurement.objects.filter(place=place, indicator=indicator, group=group, day__lte=day)
    counts: tuple[int, int] | None = rows.order_by("-day").values_list("counted", "out_of").first()
    return counts or (0, 0)


def history(place: str, indicator: str, group: str = "all") -> list[tuple[date, int, int]]:
    """All rows of a figure, the first day first."""
    rows = Measurement.objects.filter(place=place, indicator=indicator, group=group)
    return list(rows.order_by("day").values_list("day", "counted", "out_of"))


def head(place: str, kind: str, detail: str = "", day: date = date.max) -> int:
    """A plain number as of the day; nothing stored is none."""
    rows = Headcount.objects.filter(place=place, kind=kind, detail=detail, day__lte=day)
    number: int | None = rows.order_by("-day").values_list("number", flat=True).first()
    return number or 0


@pytest.fixture
def home() -> Household:
    return HouseholdFactory(village=VillageFactory(serial="001"))


def live(home: Household, *, relation: Relation = Relation.OTHER, status: str = "living", **person: object) -> Resident:
    resident: Resident = ResidentFactory(**person)
    ResidenceFactory(resident=resident, household=home, relation=relation, status=status)
    return resident


def learn(resident: Resident, skill: str, level: int | None, day: date = date(2026, 10, 1), **more: object) -> object:
    return OutcomeFactory(resident=resident, skill=Skill.objects.get(code=skill), level=level, observed_on=day, **more)


def counted_on(day: date) -> None:
    with day_is(day):
        recount.rebuild()


def day_is(day: date) -> AbstractContextManager[object]:
    """Inside, it is noon of the day in Vietnam."""
    return patch("django.utils.timezone.now", return_value=_noon(day))


def _noon(day: date) -> object:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
