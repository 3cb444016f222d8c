"""Today's figures of a whole province, counted from the base tables (performance.md A)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from bench import country
from bench.duck import Duck, latest_birth
from bench.row import Row, seconds
from bench.servers import fresh_database
from communes.models import Residence, Village
from indicators.catalogue import BUILTIN, Indicator
from indicators.catalogue.conditions import Aged, Level
from indicators.enums import Group, Unit
from indicators.queries.planning import planned_for_counting
from indicators.statement.recount import recount
from sessions.models import Outcome

SAMPLE_VILLAGES = 2
"""The loop is so slow that a few villages must do; their time is multiplied."""


WORKERS = 2
"""As many as the portal runs (docker/entrypoint) and as DuckDB has threads; each takes its share of the villages."""


def measure(persons: int) -> Iterator[Row]:
    """One country, counted by each way in turn, with nothing stored."""
    with fresh_database("figures"):
        yield from _measure(persons)


def _measure(persons: int) -> Iterator[Row]:
    made = country.make(persons)
    duck = Duck(BUILTIN, made.day)
    villages = list(Village.objects.order_by("code").values_list("code", flat=True))
    agree(duck, villages, made.day)
    times = 3 if persons <= country.SMALL else 1
    with ThreadPoolExecutor(WORKERS) as pool:
        shares = [villages[number::WORKERS] for number in range(WORKERS)]
        ours = seconds(lambda: list(pool.map(partial(counted, day=made.day), shares)), times=times)
    theirs = seconds(duck.count, times=times)
    name, note = "Recount of a province, today", f"{WORKERS} workers"
    yield Row(name, "DuckDB on Parquet, the same counts, two threads", ours, theirs, 1.0, note=note)
    simple = [one for one in BUILTIN if _is_simple(one)]
    share = len(BUILTIN) / len(simple)
    note = f"{len(simple)} of {len(BUILTIN)} indicators run, times {share:.2g}"
    orm = seconds(lambda: [list(by_village(one, made.day)) for one in simple]) * share
    yield Row(name, "an ORM aggregate query per indicator", ours, orm, 20, at_most=False, times_faster=True, note=note)
    sample = villages[:SAMPLE_VILLAGES]
    loop = (
        seconds(lambda: [_loop(one, code, made.day) for code in sample for one in simple]) * share * len(villages) / len(sample)
    )
    note = f"{len(sample)} of {len(villages)} villages and {note}"
    yield Row(name, "a .count() per village, indicator and group", ours, loop, 500, at_most=False, times_faster=True, note=note)


def agree(duck: Duck, villages: list[str], day: date) -> None:
    """A baseline that counts something else is none."""
    theirs = {tuple(row[:3]): row[3:] for row in duck.count() if len(row[0]) == 8 and row[4]}  # noqa: PLR2004 -- a village's code
    known = {one.code for one in duck.catalogue}
    ours = {tuple(row[:3]): tuple(row[4:]) for row in counted(villages, day) if row[1] in known}
    differing = sorted(key for key in theirs.keys() | ours.keys() if theirs.get(key) != ours.get(key))
    if differing:
        raise AssertionError(f"{len(differing)} counts of DuckDB differ from ours, first {differing[:3]}")


def _is_simple(one: Indicator) -> bool:
    population = one.population.condition
    return one.unit is Unit.PERSONS and isinstance(one.condition, Level) and isinstance(population, Aged)


def _people(one: Indicator, day: date) -> QuerySet[Any]:
    """Everybody of the population, with their latest level: what one writes who does not think of speed."""
    assert isinstance(one.condition, Level)
    assert isinstance(one.population.condition, Aged)
    latest = Outcome.objects.standing().on(day).filter(resident=OuterRef("resident"), skill=one.condition.skill)
    born = latest_birth(day, one.population.condition.years)
    return (
        Residence.objects.on(day)
        .counted()
        .filter(Q(resident__birth_date__lte=born) | Q(resident__birth_date=None, resident__birth_year__lte=born.year))
        .annotate(seen=Subquery(latest.order_by("-observed_on", "-received_at", "-id").values("level")[:1]))
    )


def _met(one: Indicator) -> Q:
    assert isinstance(one.condition, Level)
    if one.condition.exactly is None:
        return Q(seen__gte=one.condition.at_least)
    return Q(seen=one.condition.exactly)


def _inside(group: Group, day: date) -> Q:
    return {
        Group.FEMALE: Q(resident__sex="female"),
        Group.MALE: Q(resident__sex="male"),
        Group.AGE_60_PLUS: Q(resident__birth_date__lte=latest_birth(day, 60)),
        Group.MINORITY: ~Q(resident__ethnic_group="kinh"),
        Group.POOR: Q(household__poverty__year=day.year, household__poverty__poverty_class__in=["poor", "near_poor"]),
    }.get(group, Q())


def by_village(one: Indicator, day: date) -> QuerySet[Any]:
    """One query: counted and out of by village, for each group."""
    counts = {f"out_{group}": Count("resident", filter=_inside(group, day), distinct=True) for group in one.groups}
    counts |= {f"in_{group}": Count("resident", filter=_inside(group, day) & _met(one), distinct=True) for group in one.groups}
    return _people(one, day).values(place=F("village")).annotate(**counts)


def _loop(one: Indicator, village: str, day: date) -> list[int]:
    people = _people(one, day).filter(village=village)
    asked = [wanted for group in one.groups for wanted in (_inside(group, day), _inside(group, day) & _met(one))]
    return [people.filter(wanted).values("resident").distinct().count() for wanted in asked]


def counted(villages: list[str], day: date) -> list[Any]:
    """Our own statement for all the villages and one day: place, indicator, group, day, counted, out_of."""
    statement = recount(dict.fromkeys(villages, day), day, BUILTIN)
    with planned_for_counting(), connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.values)
        return list(cursor.fetchall())
