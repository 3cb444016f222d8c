"""Who was heard from: the honesty line counts it, the lists of silent villages name the rest; both go by the same rule."""

from datetime import date, timedelta

import pytest
from django.db import connection

from indicators.queries.hearing import DAYS, Hearing, silent_in
from indicators.queries.honesty import honesty_of
from indicators.queries.obstacles import obstacles_in
from indicators.queries.silence import silent_by_child
from literacy_portal.kit.ids import new_id
from sessions.actions.holding import settle_held
from sessions.models import Gathering, Held, Visit
from tests.factories import GatheringFactory, HouseholdFactory, TeamFactory, VillageFactory, VisitFactory
from tests.world import World

DAY = date(2026, 10, 20)
PLACES = ("vn", "66", "40", "24364", "24364001", "24364002", "24364009")


@pytest.fixture
def evenings(world: World) -> World:
    """Phú Xuân: a visit at the very edge, one moved out of the time by its correction, a class, a closed village."""
    edge, old = DAY - timedelta(days=DAYS - 1), DAY - timedelta(days=DAYS)
    VisitFactory(household=world.home_of("Bình"), visited_on=edge)
    moved = VisitFactory(household=world.home_of("Minh"), visited_on=DAY, village=world.xuan_my)
    VisitFactory(household=world.home_of("Minh"), visited_on=old, village=world.xuan_my, replaces=moved)
    quiet, closed = (VillageFactory(commune=world.phu_xuan, code=f"2436400{n}") for n in (8, 9))
    team = TeamFactory(commune=world.phu_xuan, villages=[quiet])
    TeamFactory(commune=world.phu_xuan, villages=[closed], closed_on=DAY)
    VisitFactory(household=HouseholdFactory(village=closed), visited_on=DAY - timedelta(days=2))
    type(closed).objects.filter(pk=closed.pk).update(closed_on=DAY - timedelta(days=1))
    wrong = GatheringFactory(village=quiet, held_on=DAY - timedelta(days=3), team=team)
    GatheringFactory(village=quiet, held_on=DAY - timedelta(days=4), team=team, replaces=wrong)
    return world


def test_the_edge_a_correction_a_class_and_what_is_closed_are_heard_as_they_should(evenings: World) -> None:
    heard = {
        place: honesty_of(place, DAY).answer().hearing.villages_heard
        for place in ("24364001", "24364002", "24364008", "24364009")
    }

    assert heard == {"24364001": 1, "24364002": 0, "24364008": 1, "24364009": 0}
    assert honesty_of("24364009", DAY).answer().hearing == Hearing(0, 0, 0, 0)
    assert honesty_of("24364008", DAY).answer().hearing == Hearing(1, 1, 1, 1)


@pytest.mark.django_db
def test_villages_and_teams_are_looked_up_and_no_visit_of_others_is_read() -> None:
    """A hashed list of all who were heard from reads every visit of the country for each page."""
    plans = []
    with connection.cursor() as cursor:
        [asked] = honesty_of("66", DAY).asked
        cursor.execute(asked.statement.told())
        cursor.execute(f"EXPLAIN {asked.words()}", list(asked.values))
        plans += [line for (line,) in cursor]
        cursor.execute("DEALLOCATE " + asked.statement.name)
        plans += silent_in("66", DAY).explain().splitlines()

    assert any("coaching_visit" in line for line in plans)
    assert [line for line in plans if "hashed" in line] == []


def test_the_lists_name_just_those_whom_the_honesty_line_leaves_over_on_every_day(evenings: World) -> None:
    assert (Visit.objects.count(), Gathering.objects.count()) == (4, 2)
    for day in (DAY + timedelta(days=step) for step in range(-20, 20)):
        for place in PLACES:
            hearing = honesty_of(place, day).answer().hearing
            assert silent_in(place, day).count() == hearing.villages - hearing.villages_heard
        country = honesty_of("vn", day).answer().hearing
        assert sum(silent_by_child("vn", day).values()) == country.villages - country.villages_heard
        obstacles = obstacles_in("vn", day).values()
        assert sum(one.heard for one in obstacles) == country.villages_heard
        assert sum(one.villages for one in obstacles) == country.villages


def test_what_waits_for_an_officer_is_told_until_somebody_has_decided(world: World) -> None:
    waiting = Held.objects.create(
        client_id=new_id(),
        content_hash="0",
        village=world.xuan_lang,
        household=new_id(),
        reason="unknown_household",
        item={},
        schema=2,
        sent_by=world.users["team_member"],
    )
    told = {place: honesty_of(place, None).answer().held for place in PLACES}

    settle_held([waiting.pk], by=world.users["commune_officer"])

    assert told == {"vn": 1, "66": 1, "40": 0, "24364": 1, "24364001": 1, "24364002": 0, "24364009": 0}
    assert {honesty_of(place, None).answer().held for place in PLACES} == {0}
