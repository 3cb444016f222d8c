"""The oracle itself, on worlds so small that one works them out by hand: the terms of the page."""

from datetime import UTC, date, datetime

import pytest

from tests.oracle.state import State, age_on, lives
from tests.oracle.tables import Call, Person, Poverty, Seen, Stay, Tables

DAY = date(2026, 10, 5)
VILLAGE = "24364001"
MORNING = datetime(2026, 10, 1, 1, tzinfo=UTC)
EVENING = datetime(2026, 10, 1, 13, tzinfo=UTC)


def seen(
    key: int,
    level: int | None,
    day: date = date(2026, 10, 1),
    *,
    received_at: datetime = MORNING,
    replaces: int | None = None,
) -> Seen:
    """An outcome of person 1 in online shopping."""
    return Seen(key, 1, "online_shopping", level, day, received_at, replaces)


def level(*outcomes: Seen, day: date = DAY) -> int:
    return State(Tables(outcomes=list(outcomes)), day).level(1, "online_shopping")


def kept(*outcomes: Seen, day: date = DAY) -> bool:
    return State(Tables(outcomes=list(outcomes)), day).kept(1, "online_shopping")


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 10, 5), date(2026, 10, 5), 18),
        (date(2008, 10, 6), date(2026, 10, 5), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2026, 10, 5), date(2026, 10, 5), 0),
        (date(2026, 10, 6), date(2026, 10, 5), -1),
    ],
)
def test_age_is_completed_years_and_29_february_turns_on_1_march_of_common_years(born: date, day: date, age: int) -> None:
    assert age_on(Person(1, birth_date=born, birth_year=born.year), day) == age


def test_a_person_of_whom_only_the_year_is_known_is_born_on_its_first_of_january() -> None:
    person = Person(1, birth_year=2008)

    assert [age_on(person, day) for day in (date(2025, 12, 31), date(2026, 1, 1))] == [17, 18]


def test_a_person_of_unknown_year_has_no_age_and_reaches_no_age_limit() -> None:
    state = State(Tables(people=[Person(1)]), DAY)

    assert age_on(Person(1), DAY) is None
    assert not state.aged(1, 0)


@pytest.mark.parametrize(
    ("started_on", "ended_on", "status", "homes"),
    [
        (DAY, None, "living", 1),
        (DAY, None, "temporary", 1),
        (DAY, None, "away", 0),
        (date(2026, 10, 6), None, "living", 0),
        (date(2026, 1, 1), DAY, "living", 0),
        (date(2026, 1, 1), date(2026, 10, 6), "living", 1),
        (DAY, DAY, "living", 0),
    ],
)
def test_one_lives_there_from_the_first_day_to_the_eve_of_the_last_unless_working_away(
    started_on: date, ended_on: date | None, status: str, homes: int
) -> None:
    assert int(lives(status, started_on, ended_on, DAY)) == homes


def test_nobody_has_a_level_before_anything_was_seen() -> None:
    assert level() == 0
    assert level(seen(1, 3, date(2026, 10, 6))) == 0


def test_the_latest_day_decides_even_when_it_arrived_first_and_says_less() -> None:
    assert level(seen(1, 3, date(2026, 9, 1), received_at=EVENING), seen(2, 1, date(2026, 9, 2))) == 1


def test_outcomes_of_one_day_are_ordered_by_receipt_and_then_by_id() -> None:
    assert level(seen(9, 3), seen(1, 1, received_at=EVENING)) == 1
    assert level(seen(9, 3), seen(1, 1)) == 3


def test_a_corrected_outcome_does_not_stand_even_before_the_day_of_its_correction() -> None:
    wrong, right = seen(1, 3, date(2026, 9, 1)), seen(2, 1, date(2026, 9, 20), replaces=1)

    assert [level(wrong, right, day=day) for day in (date(2026, 9, 10), date(2026, 9, 20))] == [0, 1]


def test_a_withdrawal_removes_what_it_replaces_and_says_nothing_itself() -> None:
    earlier, wrong = seen(1, 2, date(2026, 8, 1)), seen(2, 3, date(2026, 9, 1))

    assert level(earlier, wrong, seen(3, None, date(2026, 9, 1), replaces=2)) == 2


def test_a_withdrawn_correction_does_not_bring_back_what_it_had_corrected() -> None:
    wrong, right = seen(1, 3), seen(2, 2, replaces=1)

    assert level(wrong, right, seen(3, None, replaces=2)) == 0


def test_a_skill_is_kept_when_its_unbroken_run_spans_thirty_days() -> None:
    first, last = seen(1, 3, date(2026, 9, 1)), seen(2, 3, date(2026, 10, 1))

    assert kept(first, last)
    assert not kept(first, seen(2, 3, date(2026, 9, 30)))
    assert not kept(first)
    assert not kept(first, last, day=date(2026, 9, 30))


def test_a_lower_level_in_between_or_after_breaks_the_run_unless_it_was_withdrawn() -> None:
    first, last = seen(1, 3, date(2026, 9, 1)), seen(2, 3, date(2026, 10, 1))
    lapse = seen(3, 2, date(2026, 9, 15))

    assert not kept(first, lapse, last)
    assert not kept(first, last, seen(3, 2, date(2026, 10, 2)))
    assert kept(first, lapse, last, seen(4, None, date(2026, 9, 15), replaces=3))


def test_the_poverty_class_is_that_of_the_latest_year_up_to_the_days_year() -> None:
    rows = [Poverty(1, 2027, "poor"), Poverty(1, 2024, "near_poor"), Poverty(1, 2026, "not_poor")]
    poor = [State(Tables(poverty=rows), date(year, 12, 31)).is_poor(1) for year in (2023, 2024, 2025, 2026, 2027)]

    assert poor == [False, True, True, False, True]


def test_minority_means_a_known_ethnic_group_other_than_kinh() -> None:
    people = [Person(1, ethnic_group="ede"), Person(2, ethnic_group="kinh"), Person(3)]
    state = State(Tables(people=people), DAY)

    assert [state.is_minority(person) for person in (1, 2, 3)] == [True, False, False]


@pytest.mark.parametrize(
    ("relations", "status", "group"),
    [
        (["head", "spouse"], "living", {"all", "minority"}),
        (["head", "head"], "living", {"all"}),
        (["spouse", "child"], "living", {"all"}),
        (["head", "child"], "away", {"all"}),
    ],
)
def test_a_household_is_minority_by_its_one_head_who_lives_there(relations: list[str], status: str, group: set[str]) -> None:
    first, second = relations
    stays = [
        Stay(1, 7, VILLAGE, date(2025, 7, 1), relation=first, status=status),
        Stay(2, 7, VILLAGE, date(2025, 7, 1), relation=second),
    ]
    state = State(Tables(people=[Person(1, ethnic_group="ede"), Person(2, ethnic_group="ede")], stays=stays), DAY)

    assert state.groups_of_household(VILLAGE, 7) == group


def test_a_household_whose_people_all_left_is_not_open() -> None:
    stays = [Stay(1, 7, VILLAGE, date(2025, 7, 1), DAY), Stay(2, 8, VILLAGE, date(2025, 7, 1))]
    state = State(Tables(stays=stays), DAY)

    assert set(state.members[VILLAGE]) == {8}


def test_a_met_household_is_met_from_the_day_of_the_visit_on() -> None:
    visits = [Call(1, 7, DAY, "met"), Call(2, 8, DAY, "refused"), Call(3, 9, date(2026, 10, 6), "met")]

    assert State(Tables(visits=visits), DAY).met == {7}


def test_a_visit_corrected_from_met_to_refused_was_never_a_met_one() -> None:
    visits = [Call(1, 7, DAY, "met"), Call(2, 7, date(2026, 10, 9), "refused", replaces=1)]

    assert State(Tables(visits=visits), DAY).met == set()
