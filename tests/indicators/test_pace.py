"""The arithmetic of campaigns: a second program agrees, and what indicators.md says in numbers."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.pace import Aim, Stretch, Verdict, doors, milestones, pace_of, per_night
from tests.indicators.naive_pace import tell, value

JULY, OCTOBER = date(2026, 7, 15), date(2026, 10, 25)
HUNDRED = Stretch(JULY, OCTOBER)
DAYS = st.integers(-40, 160).map(lambda days: JULY + timedelta(days=days))


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[date, int, int]]:
    """Counts of some days, in any order; never more than there are."""
    rows = draw(st.dictionaries(DAYS, st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12))
    return [(day, min(counts), max(counts)) for day, counts in rows.items()]


AIMS = st.one_of(
    st.none(),
    st.builds(Aim, st.integers(0, 1000).map(lambda tenths: Decimal(tenths) / 10), st.just(True)),
    st.builds(Aim, st.integers(0, 80).map(Decimal), st.just(False)),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(histories(), DAYS, st.integers(1, 110), DAYS, AIMS)
def test_a_second_program_comes_to_the_same(
    history: list[tuple[date, int, int]], first: date, length: int, today: date, aim: Aim | None
) -> None:
    stretch = Stretch(first, first + timedelta(days=length - 1))
    pace = pace_of(stretch, today, lambda day: value(history, day), aim)
    percent = Fraction(aim.minimum) if aim and aim.is_percent else None
    count = int(aim.minimum) if aim and not aim.is_percent else None
    told = tell(history, (first, stretch.last), today, percent, count)

    assert (stretch.number(today), stretch.days, pace.left) == (told.day_number, told.days, told.left)
    assert (pace.target, pace.straight, pace.needed) == (told.target, told.straight, told.needed)
    assert (pace.recent, pace.forecast, pace.low, pace.high) == (told.recent, told.forecast, told.low, told.high)
    if pace.forecast is not None:
        assert 0 <= pace.low <= pace.forecast <= pace.high <= pace.out_of  # type: ignore[operator]


def test_the_hundred_days_are_a_hundred_and_three() -> None:
    assert HUNDRED.days == 103
    assert HUNDRED.number(JULY) == 1
    assert HUNDRED.number(OCTOBER) == 103
    assert HUNDRED.number(JULY - timedelta(days=1)) == 0
    assert HUNDRED.number(OCTOBER + timedelta(days=9)) == 103
    assert (HUNDRED.left(JULY - timedelta(days=5)), HUNDRED.left(JULY), HUNDRED.left(OCTOBER)) == (103, 102, 0)


def grown(per_day: int, start: int = 100, out_of: int = 1000) -> list[tuple[date, int, int]]:
    """So many more each day from the eve on."""
    return [(JULY + timedelta(days=day - 1), start + per_day * day, out_of) for day in range(60)]


@pytest.mark.parametrize(
    ("percent", "verdict"), [("10", Verdict.REACHED), ("40", Verdict.WILL), ("42", Verdict.MISS), ("99.9", Verdict.MISS)]
)
def test_what_is_to_be_expected_at_a_steady_pace(percent: str, verdict: Verdict) -> None:
    history = grown(3)
    pace = pace_of(HUNDRED, JULY + timedelta(days=36), lambda day: value(history, day), Aim(Decimal(percent), is_percent=True))

    assert (pace.baseline, pace.value, pace.forecast, pace.recent) == (100, 211, 409, 3)
    assert pace.verdict is verdict


def test_a_target_between_the_weaker_and_the_better_week_may_be_reached() -> None:
    today = JULY + timedelta(days=36)
    history = [(JULY - timedelta(days=1), 0, 1000), (today - timedelta(days=7), 70, 1000), (today, 210, 1000)]
    pace = pace_of(HUNDRED, today, lambda day: value(history, day), Aim(Decimal(1200), is_percent=False))

    assert (pace.low, pace.forecast, pace.high) == (870, 1000, 1000)
    assert pace_of(HUNDRED, today, lambda day: value(history, day), Aim(Decimal(1000), is_percent=False)).verdict is Verdict.WILL
    near = [(day, counted // 2, 1000) for day, counted, _out_of in history]
    assert pace_of(HUNDRED, today, lambda day: value(near, day), Aim(Decimal(700), is_percent=False)).verdict is Verdict.MAY
    assert pace.verdict is Verdict.MISS


def test_once_it_is_over_it_was_missed_or_reached() -> None:
    history = grown(3)
    found = [
        pace_of(HUNDRED, OCTOBER, lambda day: value(history, day), Aim(Decimal(percent), is_percent=True)).verdict
        for percent in (20, 90)
    ]

    assert found == [Verdict.REACHED, Verdict.MISSED]


def test_milestones_are_quarters_of_the_way_from_the_baseline() -> None:
    steps = [(JULY + timedelta(days=day - 1), 100 + 10 * day, 1000) for day in range(20)]
    passed = milestones(HUNDRED, JULY + timedelta(days=18), steps, Aim(Decimal(30), is_percent=True), 100)

    assert passed == [(25, date(2026, 7, 19)), (50, date(2026, 7, 24)), (75, date(2026, 7, 29)), (100, None)]


def test_doors_are_those_of_the_households_that_hold_as_many() -> None:
    assert doors(50, 200, 80) == 20
    assert doors(1, 200, 80) == 1
    assert doors(5, 0, 80) is None
    assert per_night(21, 4, 5) == 2
    assert per_night(21, 0, 5) is None
    assert per_night(21, 4, 0) is None
