"""Every day: rows stand on the days on which a count changed, for each thing that can change one."""

from datetime import date

import pytest
from django.db import connection

from communes.enums import PovertyClass, Relation
from communes.models import Household, Residence
from indicators.actions import recount
from indicators.actions.proof import compare
from indicators.models import Headcount, Measurement, MovedBorder
from sessions.enums import Result
from tests.factories import (
    LONG_AGO,
    CommuneFactory,
    EthnicGroupFactory,
    HouseholdFactory,
    PovertyStatusFactory,
    ProvinceFactory,
    ResidenceFactory,
    TeamFactory,
    VillageConditionFactory,
    VillageFactory,
    VisitFactory,
)
from tests.indicators.conftest import counted_on, day_is, head, history, learn, live

pytestmark = pytest.mark.django_db

HERE = "24364001"


def test_who_moves_away_tomorrow_is_gone_on_all_levels_and_stays_in_yesterdays_figures(home: Household) -> None:
    resident = live(home)

    counted_on(date(2026, 11, 1))
    Residence.objects.filter(resident=resident).update(ended_on=date(2026, 11, 2))
    counted_on(date(2026, 11, 2))

    for place in (HERE, "24364", "66", "vn"):
        assert history(place, "adults_able") == [(LONG_AGO, 0, 1), (date(2026, 11, 2), 0, 0)]
        assert [head(place, "residents", day=day) for day in (date(2026, 11, 1), date(2026, 11, 2))] == [1, 0]


def test_rows_stand_on_the_days_of_change_and_on_no_other(home: Household) -> None:
    live(home, birth_date=date(2008, 5, 5))
    one = live(home)
    learn(one, "online_shopping", 2, date(2026, 3, 1))
    learn(one, "online_shopping", 3, date(2026, 3, 1))
    learn(one, "online_shopping", 3, date(2026, 4, 1))
    learn(one, "online_shopping", 0, date(2026, 6, 1))

    recount.rebuild()

    assert history(HERE, "online_shopping_alone") == [
        (LONG_AGO, 0, 1), (date(2026, 3, 1), 1, 1), (date(2026, 5, 5), 1, 2), (date(2026, 6, 1), 0, 2)
    ]  # fmt: skip
    assert history(HERE, "online_shopping_kept") == [
        (LONG_AGO, 0, 1), (date(2026, 4, 1), 1, 1), (date(2026, 5, 5), 1, 2), (date(2026, 6, 1), 0, 2)
    ]  # fmt: skip


def test_a_poverty_class_holds_from_1_january_of_its_year(home: Household) -> None:
    live(home)
    PovertyStatusFactory(household=home, year=2026, poverty_class=PovertyClass.POOR)

    recount.rebuild()

    assert history(HERE, "households_visited", "poor") == [(date(2026, 1, 1), 0, 1)]
    assert history(HERE, "adults_able", "poor") == [(date(2026, 1, 1), 0, 1)]
    assert [head(HERE, "poor", day=day) for day in (date(2025, 12, 31), date(2026, 1, 1))] == [0, 1]


def test_one_who_moves_to_another_commune_takes_what_was_learned_along(home: Household) -> None:
    resident = live(home)
    learn(resident, "online_shopping", 3, date(2026, 3, 1))
    elsewhere = HouseholdFactory(village=VillageFactory(commune=CommuneFactory(code="24169"), serial="001"))
    Residence.objects.filter(resident=resident).update(ended_on=date(2026, 8, 1))
    ResidenceFactory(resident=resident, household=elsewhere, started_on=date(2026, 8, 1))

    recount.rebuild()

    assert history(HERE, "online_shopping_alone") == [(LONG_AGO, 0, 1), (date(2026, 3, 1), 1, 1), (date(2026, 8, 1), 0, 0)]
    assert history("24169", "online_shopping_alone") == [(date(2026, 8, 1), 1, 1)]
    assert history("66", "online_shopping_alone") == [(LONG_AGO, 0, 1), (date(2026, 3, 1), 1, 1)]


def test_a_household_closes_with_its_last_member_and_changes_with_its_head(home: Household) -> None:
    ede = EthnicGroupFactory(slug="ede")
    head_of_it, other = live(home, relation=Relation.HEAD, ethnic_group=ede), live(home, ethnic_group=ede)
    Residence.objects.filter(resident=head_of_it).update(ended_on=date(2026, 3, 1))
    Residence.objects.filter(resident=other).update(ended_on=date(2026, 5, 1))
    VisitFactory(household=home, visited_on=date(2026, 4, 1))

    recount.rebuild()

    assert history(HERE, "households_visited") == [(LONG_AGO, 0, 1), (date(2026, 4, 1), 1, 1), (date(2026, 5, 1), 0, 0)]
    assert history(HERE, "households_visited", "minority") == [(LONG_AGO, 0, 1), (date(2026, 3, 1), 0, 0)]


def test_the_ground_under_a_village_is_that_in_force_while_the_village_is_open() -> None:
    always = VillageFactory(serial="001", closed_on=date(2026, 9, 1))
    VillageFactory(serial="002", opened_on=date(2026, 9, 1))
    VillageConditionFactory(village=always, since=date(2026, 2, 1), has_4g=None, has_power=False)
    VillageConditionFactory(village=always, since=date(2026, 5, 1), has_4g=True)

    recount.rebuild()

    assert history(HERE, "villages_4g") == [(date.min, 0, 1), (date(2026, 5, 1), 1, 1), (date(2026, 9, 1), 0, 0)]
    assert history("24364", "villages_4g") == [(date.min, 0, 1), (date(2026, 5, 1), 1, 1), (date(2026, 9, 1), 0, 1)]
    assert history("24364002", "villages_power") == [(date(2026, 9, 1), 0, 1)]


def test_a_team_is_active_for_thirty_days_after_each_visit_to_a_village_that_it_covers(home: Household) -> None:
    covering, other = TeamFactory(villages=[home.village]), TeamFactory()
    VisitFactory(household=home, visited_on=date(2026, 3, 1), team=covering, result=Result.NOBODY_HOME)
    VisitFactory(household=home, visited_on=date(2026, 3, 20), team=covering)
    VisitFactory(household=home, visited_on=date(2026, 7, 1), team=other)
    VisitFactory(household=home, visited_on=date(2026, 7, 1))
    wrong = VisitFactory(household=home, visited_on=date(2026, 8, 1), team=covering)
    VisitFactory(household=home, visited_on=date(2026, 9, 1), team=other, replaces=wrong)

    recount.rebuild()

    assert history(HERE, "villages_with_active_team") == [(date.min, 0, 1), (date(2026, 3, 1), 1, 1), (date(2026, 4, 19), 0, 1)]


def test_no_row_is_counted_for_what_the_catalogue_does_not_know(home: Household) -> None:
    live(home)
    recount.rebuild()
    Measurement.objects.create(place=HERE, indicator="of_tomorrow", group="all", day=LONG_AGO, counted=1, out_of=1)

    recount.rebuild()

    assert history(HERE, "of_tomorrow") == [(LONG_AGO, 1, 1)]


def test_overlapping_stays_of_one_person_are_one_in_the_headcount(home: Household) -> None:
    resident = live(home)
    Residence.objects.filter(resident=resident).update(ended_on=date(2026, 5, 1))
    ResidenceFactory(resident=resident, household=home, started_on=date(2026, 3, 1), ended_on=date(2026, 4, 1))
    ResidenceFactory(resident=resident, household=home, started_on=date(2026, 5, 1))

    recount.rebuild()

    rows = Headcount.objects.filter(place=HERE, kind="residents")
    assert list(rows.values_list("day", "number")) == [(LONG_AGO, 1)]


def test_a_commune_that_moves_to_another_province_takes_its_past_along_by_whatever_road_it_moves(home: Household) -> None:
    other = CommuneFactory(code="16831", province=ProvinceFactory(code="40", name="Nghệ An"))
    live(HouseholdFactory(village=VillageFactory(commune=other, serial="001")))
    learn(live(home), "cashless_payment", 3, date(2026, 10, 1))
    counted_on(date(2026, 11, 1))
    before = history("vn", "cashless_payment_alone")
    assert history("66", "cashless_payment_alone") == [(LONG_AGO, 0, 1), (date(2026, 10, 1), 1, 1)]

    with connection.cursor() as cursor:
        cursor.execute("UPDATE communes_commune SET province_id = '40' WHERE code = '24364'")
    recount.drain()

    assert history("40", "cashless_payment_alone") == [(LONG_AGO, 0, 2), (date(2026, 10, 1), 1, 2)]
    assert history("66", "cashless_payment_alone") == []
    assert history("vn", "cashless_payment_alone") == before
    assert compare() == []
    assert not MovedBorder.objects.exists()


def test_the_poverty_class_of_a_year_that_has_not_come_leaves_no_figure_of_that_year(home: Household) -> None:
    live(home, relation=Relation.HEAD)
    counted_on(date(2026, 11, 1))

    status = PovertyStatusFactory(household=home, year=2027, poverty_class=PovertyClass.POOR)
    with day_is(date(2026, 11, 1)):
        recount.drain()
    status.delete()
    with day_is(date(2026, 11, 1)):
        recount.drain()

    assert not Measurement.objects.filter(day__gt=date(2026, 11, 1)).exists()
    assert not Headcount.objects.filter(day__gt=date(2026, 11, 1)).exists()
