"""Visits and people are counted apart, in a period and so far; what was replaced counts for nothing."""

from datetime import date
from typing import Any

import pytest

from indicators.queries.activity import activity_of
from sessions.enums import Result
from sessions.models import Visit
from tests.factories import OutcomeFactory, VisitFactory
from tests.world import World

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


def visit(world: World, name: str, day: date, *, by: tuple[str, ...] = (), **more: Any) -> Visit:
    made: Visit = VisitFactory(household=world.home_of(name), visited_on=day, **more)
    made.members.set(world.users[one] for one in by)
    return made


def seen(world: World, name: str, at: Visit, day: date | None = None, **more: Any) -> Any:
    return OutcomeFactory(resident=world.people[name], visit=at, observed_on=day or at.visited_on, **more)


@pytest.fixture
def evenings(world: World) -> World:
    """September: Bình, once. October: Bình and Hòa twice, nobody at Tâm's, and a stranger and somebody far away."""
    early = visit(world, "Bình", date(2026, 9, 30), by=("team_leader",), minutes=20)
    seen(world, "Bình", early)
    first = visit(world, "Bình", FIRST, by=("team_member", "team_leader"), minutes=30)
    again = visit(world, "Bình", LAST, by=("team_member",))
    for at in (first, again):
        for name in ("Bình", "Hòa"):
            seen(world, name, at)
    visit(world, "Tâm", date(2026, 10, 5), by=("neighbour_member",), result=Result.NOBODY_HOME, minutes=5)
    seen(world, "Lạ", visit(world, "Lạ", date(2026, 10, 6), by=("stranger_member",), minutes=7))
    seen(world, "Xa", visit(world, "Xa", date(2026, 10, 7)))
    visit(world, "Bình", date(2026, 11, 1), minutes=600)
    return world


def numbers(place: str, first: date = FIRST, last: date = LAST) -> list[tuple[dict[str, int], int, int, int]]:
    found = activity_of(place, first, last)
    return [
        ({str(result): count for result, count in work.visits.items() if count}, work.people, work.members, work.minutes)
        for work in (found.period, found.so_far)
    ]


def test_visits_people_members_and_minutes_are_counted_apart_at_each_level(evenings: World) -> None:
    assert numbers("24364001") == [({"met": 2}, 2, 2, 30), ({"met": 3}, 2, 2, 50)]
    assert numbers("24364") == [({"met": 2, "nobody_home": 1}, 2, 3, 35), ({"met": 3, "nobody_home": 1}, 2, 3, 55)]
    assert numbers("66") == [({"met": 3, "nobody_home": 1}, 3, 4, 42), ({"met": 4, "nobody_home": 1}, 3, 4, 62)]
    assert numbers("vn") == [({"met": 4, "nobody_home": 1}, 4, 4, 42), ({"met": 5, "nobody_home": 1}, 4, 4, 62)]


def test_both_days_of_the_period_belong_to_it_and_the_next_does_not(evenings: World) -> None:
    assert numbers("24364001", LAST, LAST)[0] == ({"met": 1}, 2, 1, 0)
    assert numbers("24364001", date(2026, 9, 30), date(2026, 9, 30)) == [({"met": 1}, 1, 1, 20)] * 2
    assert numbers("24364001", date(2026, 10, 2), date(2026, 10, 30))[0] == ({}, 0, 0, 0)


def test_one_who_was_coached_before_the_period_counts_so_far_only(evenings: World) -> None:
    at = visit(evenings, "H'Bŭt", date(2026, 9, 1), by=("neighbour_member",))
    seen(evenings, "H'Bŭt", at)

    (_visits, people, members, _minutes), so_far = numbers("24364001")

    assert (people, members, so_far[1:3]) == (2, 2, (3, 3))


def test_what_was_replaced_or_withdrawn_counts_for_nothing(evenings: World) -> None:
    wrong = visit(evenings, "Tâm", date(2026, 10, 8), by=("team_member",), minutes=99)
    seen(evenings, "Tâm", wrong)
    visit(evenings, "Tâm", date(2026, 10, 8), by=("neighbour_member",), minutes=10, replaces=wrong)
    at = visit(evenings, "H'Bŭt", date(2026, 10, 9))
    withdrawn = seen(evenings, "H'Bŭt", at)
    seen(evenings, "H'Bŭt", at, level=None, replaces=withdrawn)

    assert numbers("24364002")[0] == ({"met": 1, "nobody_home": 1}, 0, 1, 15)
    assert numbers("24364001")[0] == ({"met": 3}, 2, 2, 30)


def test_what_a_roster_says_is_no_coaching_and_a_household_s_fact_no_person(evenings: World) -> None:
    OutcomeFactory(resident=evenings.people["Tâm"], observed_on=FIRST)
    at = visit(evenings, "Tâm", FIRST)
    OutcomeFactory(resident=None, household=evenings.home_of("Tâm"), skill_id="trades", level=1, visit=at, observed_on=FIRST)

    assert numbers("24364002")[0][1] == 0


def test_a_visit_counts_in_the_village_it_was_paid_to_whoever_lives_where_now(evenings: World) -> None:
    evenings.people["Hòa"].residences.update(village=evenings.stranger_village)
    evenings.home_of("Bình").visits.filter(visited_on=LAST).update(village=evenings.xuan_my)

    assert numbers("24364001")[0][:2] == ({"met": 1}, 2)
    assert numbers("24364002")[0][:2] == ({"met": 1, "nobody_home": 1}, 2)
    assert numbers("24364")[0][:2] == ({"met": 2, "nobody_home": 1}, 2)


def test_a_place_without_visits_has_only_noughts(world: World) -> None:
    found = activity_of("24364", FIRST, LAST)

    assert found.period == found.so_far
    assert (found.so_far.visits_in_all, found.so_far.visits[Result.MET], found.so_far.people) == (0, 0, 0)


def test_three_queries_whatever_the_place(evenings: World, django_assert_num_queries: Any) -> None:
    for place in ("24364001", "24364", "66", "vn"):
        with django_assert_num_queries(3):
            activity_of(place, FIRST, LAST)
