"""Activity over a period and declared figures: the oracle on worlds worked out by hand, and the product beside it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given

from indicators.catalogue import DECLARED
from indicators.queries.activity import Work as ProductWork
from indicators.queries.activity import activity_of
from indicators.queries.declared import declared_of
from tests.oracle.comparing import world_of_its_own
from tests.oracle.oracle import COUNTRY, NOBODY, Count
from tests.oracle.periods import Work, declared, work, work_so_far
from tests.oracle.tables import Call, Came, Declared, Gathering, Person, Place, Seen, Tables
from tests.oracle.test_product import assert_agreement, by, on_worlds, seeds
from tests.oracle.worlds import World, make_world
from tests.oracle.writing import write_declared, write_world

__all__ = ["by"]

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
HERE, THERE = "24364001", "16831001"
PLACES = [Place(HERE, "24364", "66"), Place(THERE, "16831", "40")]
MOMENT = datetime(2026, 11, 1, tzinfo=UTC)


def seen(
    key: int, person: int, visit: int | None, day: date = FIRST, *, level: int | None = 3, replaces: int | None = None
) -> Seen:
    return Seen(key, person, "device_use", level, day, MOMENT, replaces, visit)


def test_visits_are_counted_each_and_people_and_members_once_in_the_village_that_was_visited() -> None:
    visits = [
        Call(1, 101, FIRST, "met", None, HERE, 9, 20, members=frozenset({7, 8})),
        Call(2, 101, LAST, "met", None, HERE, 9, None, members=frozenset({7})),
        Call(3, 101, LAST, "refused", None, THERE, 9, 5),
        Call(4, 101, LAST + timedelta(days=1), "met", None, HERE, 9, 50),
    ]
    outcomes = [seen(1, 1, 1), seen(2, 1, 2, LAST), seen(3, 2, None), seen(4, 2, 3, LAST)]
    tables = Tables(PLACES, [Person(1), Person(2)], outcomes=outcomes, visits=visits)

    assert work(tables, HERE, FIRST, LAST) == Work({"met": 2}, coached=1, members=2, minutes=20)
    assert work(tables, COUNTRY, FIRST, LAST) == Work({"met": 2, "refused": 1}, coached=2, members=2, minutes=25)
    assert work(tables, "66", LAST, LAST) == Work({"met": 1}, coached=1, members=1)
    assert work_so_far(tables, "24364", LAST + timedelta(days=1)).minutes == 70


def test_what_was_corrected_taken_back_or_said_by_a_roster_is_no_coaching() -> None:
    visits = [Call(1, 101, FIRST, "met", None, HERE), Call(2, 101, FIRST, "met", 1, HERE)]
    outcomes = [seen(1, 1, 1), seen(2, 2, 2), seen(3, 2, 2, level=None, replaces=2), seen(4, 3, None), seen(5, 101, 2)]
    people = [Person(1), Person(2), Person(3)]

    assert work(Tables(PLACES, people, outcomes=outcomes, visits=visits), HERE, FIRST, LAST) == Work({"met": 1})


def test_gatherings_count_where_they_were_held_and_who_came_each_time() -> None:
    gatherings = [
        Gathering(1, "class", FIRST, None, HERE, 9, 90, frozenset({7, 8})),
        Gathering(2, "class", LAST, None, HERE, None, None, frozenset({8})),
        Gathering(3, "class", FIRST, 1, HERE, 9, 60, frozenset({7})),
        Gathering(4, "stall", LAST, None, THERE, 9, 5),
    ]
    came = [Came(1, 1), Came(3, 1), Came(2, 1), Came(2, None, "female", "60_plus", True), Came(2), Came(3), Came(4, 2)]
    outcomes = [
        replace(seen(1, 1, None), gathering=1),
        replace(seen(2, 1, None), gathering=3),
        replace(seen(3, 2, None, LAST), gathering=4),
    ]
    visits = [Call(3, 101, LAST, "met", None, THERE, 9, None, members=frozenset({7}))]
    tables = Tables(PLACES, [Person(1), Person(2)], outcomes=outcomes, visits=visits, gatherings=gatherings, attendances=came)

    here, everywhere = work(tables, HERE, FIRST, LAST), work(tables, COUNTRY, FIRST, LAST)

    strangers = {("female", "60_plus", True): 1, ("", "", None): 2}
    assert here == Work({}, 1, 2, 60, {"class": 2}, 5, strangers)
    assert everywhere == Work({"met": 1}, 2, 2, 65, {"class": 2, "stall": 1}, 6, strangers)


def test_a_province_declares_beside_its_communes_and_a_withdrawn_declaration_says_nothing() -> None:
    rows = [
        Declared(1, "pupils_trained", "24364", FIRST, 5, 10, MOMENT),
        Declared(2, "pupils_trained", "24364", LAST, 7, 10, MOMENT),
        Declared(3, "pupils_trained", "24364", LAST, None, None, MOMENT, 2),
        Declared(4, "pupils_trained", "66", FIRST, 1, 3, MOMENT),
        Declared(5, "pupils_trained", "66", FIRST, 2, 3, MOMENT + timedelta(hours=1)),
        Declared(6, "pupils_trained", "40", LAST, 4, 4, MOMENT),
        Declared(7, "officials_trained", "66", FIRST, 1, 1, MOMENT),
    ]
    tables = Tables(PLACES, declared=rows)

    values = {code: declared(tables, "pupils_trained", code, LAST) for code in (HERE, "24364", "66", "40", COUNTRY)}

    assert values == {HERE: NOBODY, "24364": Count(5, 10), "66": Count(7, 13), "40": Count(4, 4), COUNTRY: Count(11, 17)}
    assert declared(tables, "pupils_trained", COUNTRY, FIRST) == Count(7, 13)


@pytest.mark.django_db
@on_worlds(0.3)
@given(seed=seeds)
def test_activity_and_declared_figures_agree_with_the_oracle_in_every_place(by: object, seed: int) -> None:
    def play(world: World) -> list[str]:
        with world_of_its_own(world.moment):
            write_world(world.tables, by)
            write_declared(world.tables, by)
            return [line for code in places(world.tables) for line in unlike(code, world)]

    assert_agreement(make_world(seed), play)


def places(tables: Tables) -> set[str]:
    return {code for place in tables.places for code in (place.village, place.commune, place.province, COUNTRY)}


def unlike(code: str, world: World) -> list[str]:
    """What product and oracle say otherwise of a place on some days."""
    lines = []
    for last in (world.day - timedelta(days=30), world.day):
        first = last - timedelta(days=29)
        stored = activity_of(code, first, last)
        pairs = [(stored.period, work(world.tables, code, first, last)), (stored.so_far, work_so_far(world.tables, code, last))]
        lines += [f"{code} {last}: {ours} != {theirs}" for ours, theirs in pairs if same(ours) != theirs]
        said = {one.indicator.code: Count(one.counted, one.out_of) for one in declared_of(code, last).answer()}
        for one in DECLARED:
            counted = declared(world.tables, one.code, code, last)
            if said.get(one.code, NOBODY) != counted:
                lines.append(f"{code} {last} {one.code}: {said.get(one.code)} != {counted}")
    return lines


def same(ours: ProductWork) -> Work:
    """The product's counts in the words of the oracle."""
    visits = {str(result.value): number for result, number in ours.visits.items() if number}
    gatherings = {str(kind.value): number for kind, number in ours.gatherings.items() if number}
    came = (ours.attendances, dict(ours.walk_ins))
    return Work(visits, ours.people, ours.members, ours.minutes, gatherings, *came)
