"""What those who see aggregates only are told, and that no sum of it brings a small number back."""

from random import Random

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import BUILTIN_BY_CODE
from indicators.enums import Unit
from indicators.reading import as_told, as_told_daily
from indicators.suppression import SMALLEST_TOLD, in_steps, told
from literacy_portal.kit.periods import today
from tests.indicators.attacks import Attacker, Country, subtractions

COUNTRIES = range(40)


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (1, 0), (4, 0), (7, 0), (8, 10), (12, 10), (13, 15), (1998, 2000)])
def test_a_count_is_told_to_the_nearest_five_and_not_at_all_below_eight(count: int, expected: int) -> None:
    assert in_steps(count) == expected


@given(st.integers(0, 10**8), st.integers(0, 10**8))
def test_more_is_never_told_as_less_and_nothing_is_told_far_from_the_truth(one: int, other: int) -> None:
    less, more = sorted((one, other))

    assert in_steps(less) <= in_steps(more)
    assert more < SMALLEST_TOLD or abs(in_steps(more) - more) <= 2


@pytest.mark.parametrize(
    ("counts", "said"),
    [((3, 240), "fewer than 8 of 240"), ((0, 240), "fewer than 8 of 240"), ((3, 4), "not shown "), ((0, 0), "not shown ")],
)
def test_few_nobody_and_no_data_look_alike(counts: tuple[int, int], said: str) -> None:
    with translation.override("en"):
        figure = as_told("", counts, Unit.PERSONS, exact=False)

        assert f"{figure.percent} {figure.counts}" == said


def test_who_may_see_the_people_sees_the_counts_as_they_are() -> None:
    assert as_told("", (3, 4), Unit.PERSONS, exact=True).counts == "3 / 4"


def test_what_a_reader_knows_exactly_is_taken_out_first_and_the_rest_is_told_in_steps() -> None:
    figure = as_told("", (14 + 8, 30 + 41), Unit.PERSONS, exact=False, known=(14, 30))

    assert figure.counts == "24 / 70"


def test_villages_are_no_persons_and_are_told_as_they_are() -> None:
    assert told((3, 4), Unit.VILLAGES) == (3, 4)
    assert as_told("", (3, 4), Unit.VILLAGES, exact=False).counts == "3 / 4"
    assert BUILTIN_BY_CODE["villages_4g"].unit is Unit.VILLAGES


def test_a_trend_tells_only_the_days_on_which_what_is_told_changed() -> None:
    trend = [(today().replace(day=number + 1), count, 100) for number, count in enumerate([3, 6, 8, 9, 12, 13, 40])]

    assert [one.counted for _day, one in as_told_daily(trend, Unit.PERSONS, exact=False)] == [0, 10, 15, 40]
    assert [one.counted for _day, one in as_told_daily(trend, Unit.PERSONS, exact=True)] == [3, 6, 8, 9, 12, 13, 40]


def test_no_subtraction_of_what_is_told_comes_to_one_two_three_or_four() -> None:
    found = []
    for seed in COUNTRIES:
        country = Country(seed)
        shown = {cell: told((count, count), Unit.PERSONS)[0] for cell, count in country.truth.items()}
        found += [(seed, how) for how, rest in subtractions(country, shown) if 1 <= abs(rest) <= 4]

    assert found == []


def test_no_sum_leaves_a_small_number_without_a_choice() -> None:
    assert [(seed, cell) for seed in COUNTRIES for cell in Attacker(Country(seed), in_steps).finds()] == []


def test_nor_does_it_for_a_reader_who_knows_a_village_exactly() -> None:
    found = []
    for seed in COUNTRIES:
        country = Country(seed)
        villages = sorted(place for place in country.places if len(place) == 3)
        found += [(seed, cell) for cell in Attacker(country, in_steps, [Random(seed).choice(villages)]).finds()]

    assert found == []


@pytest.mark.parametrize(
    "rule", [lambda count: count if count == 0 or count > 4 else -1, lambda count: count if count > 4 else 0], ids=["1-4", "0-4"]
)
def test_the_attacker_finds_what_is_hidden_by_leaving_small_cells_out(rule: object) -> None:
    assert any(Attacker(Country(seed), rule).finds() for seed in range(5))  # type: ignore[arg-type]  # a rule


def test_the_attacker_finds_what_fives_from_five_on_would_give_away() -> None:
    assert any(Attacker(Country(seed), lambda count: (count + 2) // 5 * 5 if count > 4 else 0).finds() for seed in COUNTRIES)
