"""The oracle itself, on worlds so small that one works them out by hand: indicators, groups, places."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.oracle.oracle import Key, count
from tests.oracle.tables import Call, Covered, Ground, Person, Place, Poverty, Seen, Stay, Tables

DAY = date(2026, 10, 5)
LONG_AGO = date(2025, 7, 1)
FIRST, SECOND, ABROAD = "24364001", "24364002", "16831001"
PLACES = [Place(FIRST, "24364", "66"), Place(SECOND, "24364", "66"), Place(ABROAD, "16831", "40")]


def seen(subject: int, skill: str, level: int) -> Seen:
    key = f"{subject} {skill}"
    return Seen(key, subject, skill, level, date(2026, 10, 1), datetime(2026, 10, 1, tzinfo=UTC))


def figure(tables: Tables, indicator: str, group: str = "all", place: str = FIRST) -> tuple[int, int]:
    return count(tables, DAY)[Key(place, indicator, group)]


def one_person(*outcomes: Seen, born: int | None = 1990) -> Tables:
    """Person 1, a woman of household 101, alone in the first village."""
    person = Person(1, sex="female", birth_year=born, ethnic_group="kinh")
    return Tables(PLACES, [person], [Stay(1, 101, FIRST, LONG_AGO)], outcomes=list(outcomes))


def levels(**skills: int) -> list[Seen]:
    return [seen(1, skill, level) for skill, level in skills.items()]


@pytest.mark.parametrize(
    ("skills", "able"),
    [
        ({"device_use": 3, "online_safety": 3, "online_shopping": 3}, 1),
        ({"device_use": 2, "online_safety": 3, "online_shopping": 3}, 0),
        ({"device_use": 3, "online_safety": 3, "online_shopping": 2}, 0),
        ({"device_use": 3, "online_safety": 3, "ai_basics": 3}, 0),
        ({"online_safety": 3, "online_shopping": 3, "cashless_payment": 3}, 0),
    ],
)
def test_an_adult_is_able_who_uses_the_device_and_two_core_skills_alone(skills: dict[str, int], able: int) -> None:
    assert figure(one_person(*levels(**skills)), "adults_able") == (able, 1)


@pytest.mark.parametrize(
    ("skills", "trained"),
    [({"local_platforms": 2}, 1), ({"local_platforms": 1}, 0), ({"device_use": 3, "online_selling": 3}, 0)],
)
def test_an_adult_is_trained_who_did_one_core_skill_at_least_with_help(skills: dict[str, int], trained: int) -> None:
    assert figure(one_person(*levels(**skills)), "adults_trained") == (trained, 1)


@pytest.mark.parametrize(
    ("indicator", "limit"),
    [
        ("adults_trained", 18),
        ("epayment_adoption", 15),
        ("vneid_level1", 14),
        ("vneid_level2", 14),
        ("payment_account", 15),
        ("digital_signature", 15),
        ("vneid_confirmed", 18),
        ("mooc_completed", 18),
    ],
)
def test_a_population_begins_at_its_age_and_leaves_out_those_of_unknown_age(indicator: str, limit: int) -> None:
    populations = [figure(one_person(born=born), indicator) for born in (2026 - limit, 2027 - limit, None)]

    assert populations == [(0, 1), (0, 0), (0, 0)]


def test_vneid_level_1_includes_level_2_and_level_2_does_not_include_level_1() -> None:
    counts = [
        (figure(one_person(*levels(vneid=level)), "vneid_level1"), figure(one_person(*levels(vneid=level)), "vneid_level2"))
        for level in (0, 1, 2)
    ]

    assert counts == [((0, 1), (0, 1)), ((1, 1), (0, 1)), ((1, 1), (1, 1))]


def test_the_province_app_is_counted_out_of_smartphone_owners_of_any_age() -> None:
    with_phone = one_person(*levels(own_smartphone=1, province_app=1), born=None)
    without = one_person(*levels(own_smartphone=0, province_app=1))

    assert (figure(with_phone, "province_app"), figure(without, "province_app")) == ((1, 1), (0, 0))


def test_a_household_pays_without_cash_when_someone_of_15_or_more_does_alone() -> None:
    pays = levels(cashless_payment=3)

    assert figure(one_person(*pays, born=2011), "epayment_households") == (1, 1)
    assert figure(one_person(*pays, born=2012), "epayment_households") == (0, 1)


def test_five_skills_must_be_one_persons_not_two_who_share_them() -> None:
    core = ["online_public_service", "online_shopping", "cashless_payment", "online_safety", "local_platforms"]
    people = [Person(1), Person(2)]
    stays = [Stay(1, 101, FIRST, LONG_AGO), Stay(2, 101, FIRST, LONG_AGO)]
    shared = [seen(1, skill, 3) for skill in core[:3]] + [seen(2, skill, 3) for skill in core[3:]]
    one = [seen(1, skill, 3) for skill in core]

    assert figure(Tables(PLACES, people, stays, outcomes=shared), "households_five_skills") == (0, 1)
    assert figure(Tables(PLACES, people, stays, outcomes=one), "households_five_skills") == (1, 1)


def test_business_figures_are_out_of_households_that_trade() -> None:
    facts = [seen(101, "trades", 1), seen(101, "business_qr", 1), seen(101, "online_sale", 0)]
    idle = [seen(101, "trades", 0), seen(101, "business_qr", 1)]

    assert figure(one_person(*facts), "business_qr") == (1, 1)
    assert figure(one_person(*facts), "online_sellers") == (0, 1)
    assert figure(one_person(*idle), "business_qr") == (0, 0)


def test_groups_of_persons_overlap_and_leave_out_what_is_unknown() -> None:
    people = [
        Person(1, "female", birth_year=1960, ethnic_group="ede"),
        Person(2, "male", birth_year=1966, ethnic_group="kinh"),
        Person(3, "", birth_year=1967),
    ]
    stays = [Stay(1, 101, FIRST, LONG_AGO), Stay(2, 102, FIRST, LONG_AGO), Stay(3, 102, FIRST, LONG_AGO)]
    poverty = [Poverty(102, 2026, "near_poor")]
    tables = Tables(PLACES, people, stays, poverty, [seen(2, "online_safety", 3)])

    groups = ("all", "female", "male", "age_60_plus", "minority", "poor")
    counts = {group: figure(tables, "online_safety_alone", group) for group in groups}

    assert counts == {
        "all": (1, 3),
        "female": (0, 1),
        "male": (1, 1),
        "age_60_plus": (1, 2),
        "minority": (0, 1),
        "poor": (1, 2),
    }


def test_a_household_visited_before_its_people_moved_in_is_visited_and_one_left_empty_is_not_counted() -> None:
    stays = [Stay(1, 101, FIRST, DAY), Stay(2, 102, FIRST, LONG_AGO, DAY)]
    visits = [Call(1, 101, date(2026, 9, 1), "met"), Call(2, 102, date(2026, 9, 1), "met")]
    tables = Tables(PLACES, [Person(1), Person(2)], stays, visits=visits)

    assert figure(tables, "households_visited") == (1, 1)


def test_every_level_is_the_sum_of_the_level_below_and_a_person_takes_the_skills_along() -> None:
    people = [Person(key, birth_year=1980) for key in (1, 2, 3)]
    stays = [
        Stay(1, 101, FIRST, LONG_AGO, DAY),
        Stay(1, 102, SECOND, DAY),
        Stay(2, 102, SECOND, LONG_AGO),
        Stay(3, 103, ABROAD, LONG_AGO),
    ]
    tables = Tables(PLACES, people, stays, outcomes=[seen(1, "online_safety", 3), seen(3, "online_safety", 3)])

    counts = {
        place: figure(tables, "online_safety_alone", place=place) for place in (FIRST, SECOND, ABROAD, "24364", "66", "40", "vn")
    }

    assert counts == {
        FIRST: (0, 0),
        SECOND: (1, 2),
        ABROAD: (1, 1),
        "24364": (1, 2),
        "66": (1, 2),
        "40": (1, 1),
        "vn": (2, 3),
    }


def test_those_working_away_are_in_no_population_and_keep_no_household_open() -> None:
    away = Tables(PLACES, [Person(1, birth_year=1980)], [Stay(1, 101, FIRST, LONG_AGO, status="away")])

    assert (figure(away, "adults_trained"), figure(away, "households_visited")) == ((0, 0), (0, 0))


def test_a_village_has_what_its_latest_condition_says_while_it_is_open() -> None:
    places = [Place(FIRST, "24364", "66"), Place(SECOND, "24364", "66", closed_on=DAY)]
    ground = [
        Ground(FIRST, LONG_AGO, has_4g=False, has_power=True),
        Ground(FIRST, DAY, has_4g=True, has_power=None),
        Ground(SECOND, LONG_AGO, has_4g=True),
    ]
    tables = Tables(places, ground=ground)

    assert figure(tables, "villages_4g", place="24364") == (1, 1)
    assert figure(tables, "villages_power", place="24364") == (0, 1)
    assert figure(tables, "villages_4g", place=SECOND) == (0, 0)


@pytest.mark.parametrize(
    ("days_ago", "village", "team", "active"),
    [
        (0, FIRST, 9, 1),
        (29, FIRST, 9, 1),
        (30, FIRST, 9, 0),
        (-1, FIRST, 9, 0),
        (0, SECOND, 9, 0),
        (0, FIRST, 8, 0),
        (0, FIRST, None, 0),
    ],
)
def test_a_village_has_an_active_team_for_thirty_days_after_a_visit_there_by_one_that_covers_it(
    days_ago: int, village: str, team: int | None, active: int
) -> None:
    visit = Call(1, 101, DAY - timedelta(days=days_ago), "refused", village=village, team=team)
    tables = Tables(PLACES, visits=[visit], covered=[Covered(9, FIRST)])

    assert figure(tables, "villages_with_active_team") == (active, 1)


def test_a_visit_that_another_replaces_keeps_no_team_active() -> None:
    visits = [Call(1, 101, DAY, "met", village=FIRST, team=9), Call(2, 101, LONG_AGO, "met", 1, village=FIRST, team=9)]
    tables = Tables(PLACES, visits=visits, covered=[Covered(9, FIRST)])

    assert figure(tables, "villages_with_active_team") == (0, 1)
