"""What looks odd is marked for a look, tells its numbers only to those who may see them, and stays in the figures."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communes.models import RosterImport, Village
from communes.scope import NOWHERE, Scope
from indicators.actions import recount
from indicators.actions.marking import mark_stale
from indicators.catalogue import in_force
from indicators.models import Edition, Measurement
from indicators.queries import guards, tree
from indicators.queries.figures import cells_of
from indicators.queries.guards import Mark, Oddity, marks_of
from literacy_portal.kit.periods import today
from literacy_portal.kit.statements import Question, ask
from sessions.models import Skill, Visit
from tests.factories import HouseholdFactory, OutcomeFactory, ResidenceFactory, ResidentFactory, UserFactory, VisitFactory
from tests.indicators.test_pages import page
from tests.world import World

pytestmark = pytest.mark.django_db

COMMUNE, VILLAGE = "24364", "24364001"
HERE = Scope(communes=frozenset({COMMUNE}))


def odd(world: World, people: Scope = HERE, day: date | None = None) -> list[Mark]:
    return question(people, day or today()).answer()


def question(people: Scope, day: date) -> Question[list[Mark]]:
    spot = tree.commune_spot(COMMUNE, "Phú Xuân", "xa", "66")
    villages = tree.villages_of(COMMUNE, "66", day).answer()
    return marks_of(spot, villages, day, people=people, catalogue=in_force())


def people_of(village: Village, number: int) -> list[object]:
    residents = ResidentFactory.create_batch(number)
    for resident in residents:
        ResidenceFactory(resident=resident, household=HouseholdFactory(village=village))
    return residents


def test_a_share_that_leaps_in_one_day_is_marked_where_it_did_and_above(world: World) -> None:
    residents = people_of(world.xuan_lang, 17)
    for resident in residents[:7]:
        OutcomeFactory(resident=resident, observed_on=today() - timedelta(days=3))
    recount.rebuild()

    marks = odd(world)

    leap = Mark(Oddity.JUMP, VILLAGE, today() - timedelta(days=3), 35, "adults_trained")
    assert leap in marks
    assert {(mark.place, mark.oddity) for mark in marks} == {(VILLAGE, Oddity.JUMP), (COMMUNE, Oddity.JUMP)}
    assert odd(world, day=today() - timedelta(days=4)) == []
    assert odd(world, day=today() + timedelta(days=guards.WATCHED_DAYS)) == []


def test_leaps_are_looked_for_once_and_again_only_where_figures_are_others(world: World) -> None:
    recount.rebuild()
    recount.drain()

    def looked_at() -> set[str]:
        marks = question(HERE, today())
        answers = ask(*marks.asked)
        marks.meaning(answers)
        return {place for place, *_leap in answers[0]}

    assert (looked_at(), looked_at()) == ({COMMUNE, VILLAGE, "24364002"}, set())

    OutcomeFactory(resident=world.people["Tâm"])
    recount.drain()
    assert looked_at() == {COMMUNE, "24364002"}


def test_a_leap_that_was_found_stays_as_long_as_its_figures_and_goes_with_them(world: World) -> None:
    for resident in people_of(world.xuan_lang, 17)[:7]:
        OutcomeFactory(resident=resident, observed_on=today())
    recount.rebuild()
    leaps = [mark for mark in odd(world) if mark.place == VILLAGE]

    OutcomeFactory(resident=world.people["Tâm"])
    recount.drain()
    later = [mark for mark in odd(world) if mark.place == VILLAGE]
    Measurement.objects.filter(place=VILLAGE).delete()
    Edition.objects.filter(place=VILLAGE).delete()

    assert leaps == later != []
    assert VILLAGE not in {mark.place for mark in odd(world)}


def test_a_village_at_one_hundred_percent_in_a_night_is_marked_as_that(world: World) -> None:
    people_of(world.xuan_my, 12)
    for home in world.xuan_my.households.all():
        VisitFactory(household=home, visited_on=today() - timedelta(days=1))
    recount.rebuild()

    assert Mark(Oddity.WHOLE_IN_A_NIGHT, "24364002", today() - timedelta(days=1), 100, "households_visited") in odd(world)


def test_slow_growth_and_tiny_places_are_not_marked(world: World) -> None:
    residents = people_of(world.xuan_lang, 17)
    for number, resident in enumerate(residents):
        OutcomeFactory(resident=resident, observed_on=today() - timedelta(days=number))
    OutcomeFactory(resident=world.people["Tâm"], observed_on=today() - timedelta(days=2))
    recount.rebuild()

    assert odd(world) == []


def evening(world: World, levels: list[int], *, minutes: int | None = None) -> list[Visit]:
    """One recorder at as many doors on one day, with one answer at each."""
    recorder, visits = UserFactory(), []
    for level in levels:
        resident = ResidentFactory()
        home = HouseholdFactory(village=world.xuan_lang)
        ResidenceFactory(resident=resident, household=home)
        visit = VisitFactory(household=home, visited_on=today(), recorded_by=recorder, minutes=minutes)
        for skill in ("online_shopping", "online_safety"):
            OutcomeFactory(resident=resident, visit=visit, skill=Skill.objects.get(pk=skill), level=level, observed_on=today())
        visits.append(visit)
    return visits


def test_eight_doors_in_a_row_with_the_same_answers_are_marked_seven_are_not(world: World) -> None:
    evening(world, [1] * 7 + [2] + [1] * 7)
    assert [mark for mark in odd(world) if mark.oddity is Oddity.SAME_ANSWERS] == []

    evening(world, [2] + [1] * 8)

    assert [mark for mark in odd(world) if mark.oddity is Oddity.SAME_ANSWERS] == [Mark(Oddity.SAME_ANSWERS, VILLAGE, today(), 8)]


def test_a_visit_that_was_corrected_since_is_in_no_row(world: World) -> None:
    visits = evening(world, [1] * 8)
    VisitFactory(household=visits[3].household, visited_on=today(), recorded_by=visits[3].recorded_by, replaces=visits[3])

    assert [mark for mark in odd(world) if mark.oddity is Oddity.SAME_ANSWERS] == []


def test_more_doors_or_hours_than_a_day_holds_are_one_mark_however_many_were_there(world: World) -> None:
    members = [world.users["team_member"], world.users["team_leader"]]
    visits = evening(world, [level % 3 for level in range(guards.MOST_DOORS)])
    for visit in visits:
        visit.members.set(members)
    assert [mark for mark in odd(world) if mark.oddity is Oddity.TOO_MANY_DOORS] == []

    VisitFactory(household=world.home_of("Bình"), visited_on=today()).members.set(members)

    assert [mark for mark in odd(world) if mark.oddity is Oddity.TOO_MANY_DOORS] == [
        Mark(Oddity.TOO_MANY_DOORS, VILLAGE, today(), guards.MOST_DOORS + 1)
    ]


def test_hours_that_no_day_has_are_marked(world: World) -> None:
    evening(world, [0, 1, 2], minutes=240)

    assert [mark.oddity for mark in odd(world)] == [Oddity.TOO_MANY_DOORS]


def applied(world: World, days_ago: int) -> RosterImport:
    return RosterImport.objects.create(
        commune=world.phu_xuan,
        uploaded_by=world.users["commune_officer"],
        state=RosterImport.State.APPLIED,
        applied_at=timezone.now() - timedelta(days=days_ago),
    )


def test_a_roster_newer_than_the_figures_is_marked_until_it_is_counted(world: World) -> None:
    recount.rebuild()
    applied(world, 0)
    assert odd(world) == []

    mark_stale(villages=[VILLAGE], since=today())

    assert [mark.oddity for mark in odd(world)] == [Oddity.ROSTER_NEWER]


def test_a_roster_of_more_than_a_year_ago_is_marked_unless_a_newer_one_came(world: World) -> None:
    recount.rebuild()
    applied(world, 366)
    assert [(mark.oddity, mark.number) for mark in odd(world)] == [(Oddity.ROSTER_OLD, 366)]

    applied(world, 10)

    assert odd(world) == []


def test_what_visits_tell_is_for_those_who_may_see_people(world: World) -> None:
    evening(world, [1] * 8)

    assert [mark for mark in odd(world, NOWHERE) if mark.oddity is Oddity.SAME_ANSWERS] == []


def test_the_page_tells_the_marks_and_hides_nothing_from_the_figures(client: Client, world: World) -> None:
    for resident in people_of(world.xuan_lang, 17)[:10]:
        OutcomeFactory(resident=resident, observed_on=today() - timedelta(days=3))
    recount.rebuild()
    words = page(client, world, "commune_officer", "/vn/66/24364/001/")
    analyst = page(client, world, "province_analyst", "/vn/66/24364/001/")

    assert "1 thing to be looked at" in words
    assert "rose steeply in one day (+50 points)" in words
    assert "rose steeply in one day" in analyst
    assert "points" not in analyst
    assert cells_of([VILLAGE], in_force()).answer()[VILLAGE]["online_shopping_alone", "all"] == (10, 20)
