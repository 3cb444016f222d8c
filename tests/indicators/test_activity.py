"""Visits and people are counted apart, in a period and so far; what was replaced counts for nothing."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from communes.models import Village
from indicators.queries.activity import activity_of
from sessions.enums import GatheringKind, Result
from sessions.models import Gathering, Visit
from tests.factories import AttendanceFactory, GatheringFactory, OutcomeFactory, VisitFactory
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


def test_five_queries_whatever_the_place(evenings: World, django_assert_num_queries: Any) -> None:
    for place in ("24364001", "24364", "66", "vn"):
        with django_assert_num_queries(5):
            activity_of(place, FIRST, LAST)


@pytest.fixture
def classes(evenings: World) -> World:
    """October: a class of Bình, Tâm and two whom nobody knows, held in Xuân Lạng 2; a stall next door, told twice."""
    held = gathering(evenings.xuan_lang, FIRST, by=("team_member", "team_leader"), minutes=90)
    for name in ("Bình", "Tâm"):
        AttendanceFactory(gathering=held, resident=evenings.people[name])
    for sex in ("female", "male"):
        AttendanceFactory(gathering=held, resident=None, sex=sex, age_group="60_plus", is_minority=True)
    OutcomeFactory(resident=evenings.people["Tâm"], gathering=held, observed_on=FIRST)
    wrong = gathering(evenings.xuan_my, LAST, kind=GatheringKind.STALL, by=("neighbour_member",), minutes=500)
    AttendanceFactory(gathering=wrong, resident=None)
    right = gathering(evenings.xuan_my, LAST, kind=GatheringKind.STALL, by=("team_member",), minutes=30, replaces=wrong)
    AttendanceFactory(gathering=right, resident=None, sex="female")
    gathering(evenings.xuan_lang, date(2026, 9, 1), kind=GatheringKind.MEETING)
    return evenings


def gathering(village: Village, day: date, *, by: tuple[str, ...] = (), **more: Any) -> Gathering:
    made: Gathering = GatheringFactory(village=village, held_on=day, **more)
    made.members.set(User.objects.filter(username__in=by))
    return made


def test_gatherings_count_where_they_were_held_and_everyone_who_came_each_time(classes: World) -> None:
    found = activity_of("24364001", FIRST, LAST)
    held = {kind: number for kind, number in found.period.gatherings.items() if number}

    assert (held, found.period.attendances, found.period.walk_ins_in_all) == ({GatheringKind.CLASS: 1}, 4, 2)
    assert (found.so_far.gatherings_in_all, found.so_far.attendances) == (2, 4)
    assert (found.period.minutes, found.period.people, found.period.members) == (30 + 90, 3, 2)
    assert found.period.walk_ins_of(age_group="60_plus", minority=True) == 2
    assert (found.period.walk_ins_of(sex="female"), found.period.walk_ins_of(sex="")) == (1, 0)


def test_a_corrected_gathering_counts_by_its_correction_and_a_member_of_both_once(classes: World) -> None:
    found = activity_of("24364", FIRST, LAST).period

    assert (found.gatherings_in_all, found.attendances, found.walk_ins_in_all) == (2, 5, 3)
    assert (found.walk_ins_of(sex="female"), found.walk_ins_of(age_group="60_plus")) == (2, 2)
    assert (found.minutes, found.people, found.members) == (35 + 90 + 30, 3, 3)


def test_the_page_names_walk_ins_to_those_who_see_people_and_hides_them_in_steps_from_others(classes: World) -> None:
    gathering = GatheringFactory(village=classes.xuan_lang, held_on=LAST)
    for _one in range(9):
        AttendanceFactory(gathering=gathering, resident=None, sex="male", age_group="18_39", is_minority=False)

    rows = {name: page_of(classes.users[name]) for name in ("commune_officer", "province_analyst", "stranger_officer")}

    officer, analyst = rows["commune_officer"], rows["province_analyst"]
    assert (officer["All who are on no roster"], officer["Female"], officer["Male"]) == (["12", "12"], ["2", "2"], ["10", "10"])
    assert officer["Of an ethnic minority"] == ["2", "2"]
    assert (analyst["All who are on no roster"], analyst["Female"]) == (["10", "10"], ["fewer than 8"] * 2)
    assert analyst["18 to 39"] == ["10", "10"]
    assert "Male" not in analyst
    assert rows["stranger_officer"] == {}


def page_of(user: User) -> dict[str, list[str]]:
    """The rows of the commune's page for a user in English; nothing where there is no page."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    answer = client.get("/vn/66/24364/activity/", {"first": FIRST.isoformat(), "last": LAST.isoformat()})
    if answer.status_code == 404:
        return {}
    return {label: [str(one) for one in told] for label, *told in (*answer.context["rows"], *answer.context["walk_ins"])}
