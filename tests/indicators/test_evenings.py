"""When doors open: visits by weekday and hour, as counted, as stored and as told."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from indicators.actions import recount
from indicators.actions.proof import prove
from indicators.models import VisitHour
from indicators.queries.hours import Knocks, knocks_of
from indicators.strip import strip
from sessions.models import Visit
from tests.factories import VisitFactory
from tests.world import World

pytestmark = pytest.mark.django_db

TUESDAY, PLACE = date(2026, 10, 6), "24364001"
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
SIDES = ("/vn/66/24364/001/evenings/", "/vn/66/24364/evenings/", "/vn/66/evenings/", "/vn/evenings/")
ENGLISH = {"accept-language": "en"}
OCTOBER = f"?first={FIRST}&last={LAST}"


def paid(world: World, day: date, utc: str, result: str = "met", **more: object) -> Visit:
    """A visit written down at an hour of UTC on its Vietnamese day, or on the eve where the hour is past 17."""
    hour, minute = map(int, utc.split(":"))
    eve = day - timedelta(days=hour >= 17)
    at = datetime(eve.year, eve.month, eve.day, hour, minute, tzinfo=UTC)
    visit: Visit = VisitFactory(household=world.home_of("Bình"), visited_on=day, result=result, written_at=at, **more)
    return visit


def found(place: str, first: date = FIRST, last: date = LAST) -> set[tuple[str, int, int, int]]:
    return {(one.hour, one.weekday, one.visits, one.met) for one in knocks_of(place, first, last)}


def test_a_visit_has_the_hour_of_vietnam_at_which_it_began_on_both_sides_of_midnight(world: World) -> None:
    paid(world, TUESDAY, "12:59")
    paid(world, TUESDAY, "13:00", "refused")
    paid(world, TUESDAY, "16:59")
    paid(world, TUESDAY, "17:01")
    paid(world, TUESDAY, "12:20", minutes=30)
    paid(world, TUESDAY, "17:10", minutes=20)
    VisitFactory(household=world.home_of("Bình"), visited_on=TUESDAY)
    recount.drain()

    hours = {("18", 2, 1, 1), ("19", 2, 1, 1), ("20", 2, 1, 0), ("23", 2, 1, 1), ("00", 2, 1, 1)}
    assert found(PLACE) == hours | {("", 2, 2, 2)}
    assert found(PLACE) == found("24364") == found("66") == found("vn")
    assert found(PLACE, last=date(2026, 10, 5)) == found(PLACE, first=date(2026, 10, 7)) == set()


def test_what_was_paid_before_the_period_is_not_in_it(world: World) -> None:
    for day in (TUESDAY - timedelta(days=7), TUESDAY, TUESDAY, TUESDAY + timedelta(days=7), TUESDAY + timedelta(days=1)):
        paid(world, day, "12:30")
    recount.drain()

    assert found(PLACE) == {("19", 2, 3, 3), ("19", 3, 1, 1)}
    assert found(PLACE, first=TUESDAY, last=TUESDAY) == {("19", 2, 2, 2)}


def test_every_visit_marks_its_village_and_one_that_is_corrected_counts_once(world: World) -> None:
    nobody = paid(world, TUESDAY, "12:30", "nobody_home", team=None)
    recount.drain()
    assert found(PLACE) == {("19", 2, 1, 0)}

    paid(world, TUESDAY, "13:30", replaces=nobody)
    recount.drain()
    assert found(PLACE) == {("20", 2, 1, 1)}

    Visit.objects.filter(replaces=nobody).update(written_at=None)
    recount.drain()
    assert found(PLACE) == {("", 2, 1, 1)}
    assert prove() == []


def test_a_stored_hour_that_is_wrong_is_found_and_repaired(world: World) -> None:
    paid(world, TUESDAY, "12:30")
    recount.drain()
    VisitHour.objects.filter(place="66").update(visits=5)
    VisitHour.objects.create(place=PLACE, hour="07", day=TUESDAY, visits=1, met=1)

    assert {difference.place for difference in prove()} >= {"66", PLACE}
    assert found("66") == found(PLACE) == {("19", 2, 1, 1)}


def test_the_page_says_when_doors_open_and_who_has_no_hour(client: Client, world: World) -> None:
    for minute in range(9):
        paid(world, TUESDAY, f"12:{minute:02}")
        paid(world, TUESDAY + timedelta(days=1), f"12:{minute:02}", "met" if minute < 5 else "refused")
    VisitFactory(household=world.home_of("Bình"), visited_on=TUESDAY)
    recount.drain()
    client.force_login(world.users["commune_officer"])

    answer = client.get(f"{SIDES[1]}{OCTOBER}", headers=ENGLISH)

    shown = answer.context["strip"]
    assert shown.best == "Most doors open on Tuesday evening, 19–20 h: 9 of 9 visits met someone."
    assert shown.busiest.startswith("Teams go out most on Tuesday evening, 19–20 h: 9 visits")
    assert (shown.met.counts, shown.unknown) == ("14 / 18", 1)
    assert "1 visit more has no hour" in answer.content.decode()
    assert [hour for hour, _cells in shown.rows] == list(range(5, 24))
    rows = client.get(f"{SIDES[1]}{OCTOBER}&as=csv", headers=ENGLISH).content.decode()
    assert re.findall(r"(\w+day)\W19\W9\W(\d)", rows) == [("Tuesday", "9"), ("Wednesday", "5")]
    assert "No visits were paid" in client.get(f"{SIDES[1]}?first=2026-01-01&last=2026-01-31", headers=ENGLISH).content.decode()


def test_who_sees_no_people_reads_visits_in_steps_and_no_share_of_few() -> None:
    knocks = [Knocks("19", 2, 203, 151), Knocks("20", 2, 12, 7), Knocks("21", 2, 7, 7), Knocks("", 2, 7, 0)]

    told = strip(knocks, exact=False)

    cells = {cell.hour: cell for _hour, row in told.rows for cell in row if cell.weekday == 2}
    assert (cells[19].visits, cells[19].met, cells[19].has_share) == (205, 150, True)
    assert (cells[20].visits, cells[20].met, cells[20].has_share) == (10, 0, False)
    assert (cells[21].visits, cells[21].has_share, told.unknown) == (0, False, 0)
    assert "150" in told.best
    assert "205" in told.best
    assert strip(knocks, exact=True).met.counts == "165 / 222"


def test_no_page_opens_to_a_stranger_and_a_period_that_ends_first_is_told(client: Client, world: World) -> None:
    recount.rebuild()
    client.force_login(world.users["stranger_officer"])
    assert [client.get(url).status_code for url in SIDES] == [404, 404, 200, 200]
    client.force_login(world.users["province_analyst"])
    assert "must begin before it ends" in client.get(f"{SIDES[1]}?first=2099-01-01", headers=ENGLISH).content.decode()
