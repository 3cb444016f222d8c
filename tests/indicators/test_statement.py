"""The recount's rules, each by its own small case. The independent oracle in tests/oracle compares everything at once."""

from datetime import date, timedelta

import pytest
from django.db import connection

from communes.enums import PovertyClass, Relation, ResidenceStatus
from communes.models import Household, Residence
from indicators.actions import recount
from indicators.statement.days import birthday_sql
from literacy_portal.kit.periods import birthday, today
from sessions.enums import Result
from tests.factories import (
    EthnicGroupFactory,
    HouseholdFactory,
    PovertyStatusFactory,
    ResidenceFactory,
    VillageFactory,
    VisitFactory,
)
from tests.indicators.conftest import counted_on, figure, head, learn, live

pytestmark = pytest.mark.django_db

HERE = "24364001"


@pytest.mark.parametrize("years", [14, 15, 18, 60])
@pytest.mark.parametrize(
    "born", [date(2008, 2, 28), date(2008, 2, 29), date(2008, 3, 1), date(2007, 2, 28), date(2007, 3, 31), date(2008, 12, 31)]
)
def test_a_birthday_in_sql_is_the_birthday(born: date, years: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {birthday_sql(years)} FROM (VALUES (%s::date, 1950)) AS r (birth_date, birth_year)", [born])  # noqa: S608 -- a number only
        (day,) = cursor.fetchone()

    assert day == birthday(born, years)


def test_one_born_on_29_february_turns_18_on_1_march_of_a_common_year(home: Household) -> None:
    live(home, birth_date=date(2008, 2, 29))

    counted_on(date(2026, 2, 28))
    before = figure(HERE, "adults_able")
    counted_on(date(2026, 3, 1))

    assert before == (0, 0)
    assert figure(HERE, "adults_able") == (0, 1)


def test_a_year_alone_is_its_1_january_and_no_year_is_in_no_population_with_an_age(home: Household) -> None:
    live(home, birth_year=2008)
    live(home, birth_year=None)

    counted_on(date(2026, 1, 1))

    assert figure(HERE, "adults_able") == (0, 1)
    assert head(HERE, "age_unknown") == 1
    assert head(HERE, "residents") == 2


def test_who_works_away_is_counted_apart_and_who_stays_temporarily_is_counted(home: Household) -> None:
    live(home, status=ResidenceStatus.AWAY)
    live(home, status=ResidenceStatus.TEMPORARY)

    recount.rebuild()

    assert figure(HERE, "adults_able") == (0, 1)
    assert head(HERE, "away") == 1


def test_who_left_is_no_longer_counted_from_the_first_day_elsewhere(home: Household) -> None:
    resident = live(home)
    Residence.objects.filter(resident=resident).update(ended_on=date(2026, 5, 10))

    counted_on(date(2026, 5, 9))
    last_day = figure(HERE, "adults_able")
    counted_on(date(2026, 5, 10))

    assert last_day == (0, 1)
    assert figure(HERE, "adults_able") == (0, 0)


def test_two_residences_of_one_person_in_a_village_are_one_person_in_two_households(home: Household) -> None:
    resident = live(home, relation=Relation.HEAD)
    other = HouseholdFactory(village=home.village)
    PovertyStatusFactory(household=other)
    ResidenceFactory(resident=resident, household=other, ended_on=today() + timedelta(days=30))

    recount.rebuild()

    assert figure(HERE, "adults_able") == (0, 1)
    assert figure(HERE, "adults_able", "poor") == (0, 1)
    assert figure(HERE, "households_visited") == (0, 2)
    assert figure(HERE, "households_visited", "poor") == (0, 1)


def test_the_latest_standing_outcome_decides_by_day_then_by_receipt(home: Household) -> None:
    resident = live(home)
    learn(resident, "online_shopping", 3, date(2026, 10, 2))
    learn(resident, "online_shopping", 1, date(2026, 10, 1))
    recount.rebuild()
    able = figure(HERE, "online_shopping_alone")
    learn(resident, "online_shopping", 2, date(2026, 10, 2))
    recount.rebuild()

    assert able == (1, 1)
    assert figure(HERE, "online_shopping_alone") == (0, 1)


def test_a_replaced_outcome_does_not_stand_and_a_withdrawal_says_nothing(home: Household) -> None:
    resident = live(home)
    learn(resident, "online_shopping", 2, date(2026, 9, 1))
    wrong = learn(resident, "online_shopping", 3, date(2026, 10, 1))
    learn(resident, "online_shopping", None, date(2026, 10, 1), replaces=wrong)

    recount.rebuild()

    assert figure(HERE, "online_shopping_alone") == (0, 1)
    assert figure(HERE, "adults_trained") == (1, 1)


def test_an_adult_is_able_with_the_device_and_two_core_skills_alone(home: Household) -> None:
    resident = live(home)
    learn(resident, "device_use", 3)
    learn(resident, "online_shopping", 3)
    learn(resident, "online_safety", 2)
    recount.rebuild()
    with_one = figure(HERE, "adults_able")
    learn(resident, "online_safety", 3, date(2026, 10, 2))
    recount.rebuild()

    assert with_one == (0, 1)
    assert figure(HERE, "adults_able") == (1, 1)


def test_a_habit_is_kept_after_an_unbroken_run_of_thirty_days(home: Household) -> None:
    resident = live(home)
    learn(resident, "online_safety", 3, date(2026, 8, 1))
    learn(resident, "online_safety", 1, date(2026, 8, 20))
    learn(resident, "online_safety", 3, date(2026, 9, 1))
    learn(resident, "online_safety", 3, date(2026, 9, 30))
    counted_on(date(2026, 11, 1))
    after_29_days = figure(HERE, "online_safety_kept")
    learn(resident, "online_safety", 3, date(2026, 10, 1))
    counted_on(date(2026, 11, 1))

    assert after_29_days == (0, 1)
    assert figure(HERE, "online_safety_kept") == (1, 1)
    assert figure(HERE, "adults_kept") == (1, 1)


def test_the_poverty_class_in_force_is_that_of_the_latest_year_that_has_begun(home: Household) -> None:
    live(home)
    PovertyStatusFactory(household=home, year=2025, poverty_class=PovertyClass.NEAR_POOR)
    PovertyStatusFactory(household=home, year=2027, poverty_class=PovertyClass.NOT_POOR)

    counted_on(date(2026, 12, 31))
    before = figure(HERE, "adults_able", "poor")
    counted_on(date(2027, 1, 1))

    assert before == (0, 1)
    assert figure(HERE, "adults_able", "poor") == (0, 0)


def test_a_household_is_of_a_minority_as_its_one_head_is(home: Household) -> None:
    ede = EthnicGroupFactory(slug="ede")
    live(home, relation=Relation.HEAD, ethnic_group=ede)
    two_heads = HouseholdFactory(village=home.village)
    live(two_heads, relation=Relation.HEAD, ethnic_group=ede)
    live(two_heads, relation=Relation.HEAD, ethnic_group=ede)
    live(HouseholdFactory(village=home.village), relation=Relation.SPOUSE, ethnic_group=ede)
    live(HouseholdFactory(village=home.village), relation=Relation.HEAD, ethnic_group=None)

    recount.rebuild()

    assert figure(HERE, "households_visited") == (0, 4)
    assert figure(HERE, "households_visited", "minority") == (0, 1)
    assert figure(HERE, "adults_able", "minority") == (0, 4)


def test_a_household_counts_as_met_by_a_standing_met_visit_only(home: Household) -> None:
    live(home)
    VisitFactory(household=home, result=Result.NOBODY_HOME)
    met = VisitFactory(household=home, result=Result.MET)
    recount.rebuild()
    before = figure(HERE, "households_visited")
    VisitFactory(household=home, result=Result.REFUSED, replaces=met)
    recount.rebuild()

    assert before == (1, 1)
    assert figure(HERE, "households_visited") == (0, 1)


def test_five_skills_must_be_those_of_one_person(home: Household) -> None:
    one, other = live(home), live(home)
    for skill in ("online_shopping", "online_safety", "local_platforms"):
        learn(one, skill, 3)
    for skill in ("online_public_service", "cashless_payment"):
        learn(other, skill, 3)

    recount.rebuild()

    assert figure(HERE, "households_five_skills") == (0, 1)
    assert figure(HERE, "epayment_households") == (1, 1)


def test_every_level_is_the_sum_of_its_villages(home: Household) -> None:
    learn(live(home), "online_shopping", 3)
    live(HouseholdFactory(village=VillageFactory(serial="002")))

    recount.rebuild()

    assert [figure(place, "online_shopping_alone") for place in (HERE, "24364002", "24364", "66", "vn")] == [
        (1, 1), (0, 1), (1, 2), (1, 2), (1, 2)
    ]  # fmt: skip
