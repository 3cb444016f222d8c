"""Days are Vietnamese days; birthdays have one leap-year rule."""

from datetime import UTC, date, datetime

import pytest

from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import birthday, day_of


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 10, 31, 16, 59, 59, tzinfo=UTC), date(2026, 10, 31)),
        (datetime(2026, 10, 31, 17, 0, 0, tzinfo=UTC), date(2026, 11, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_vietnam(moment: datetime, day: date) -> None:
    assert day_of(moment) == day


@pytest.mark.parametrize(
    ("born", "years", "day"),
    [
        (date(2008, 2, 29), 18, date(2026, 3, 1)),
        (date(2008, 2, 29), 16, date(2024, 2, 29)),
        (date(2008, 11, 22), 18, date(2026, 11, 22)),
    ],
)
def test_a_child_of_29_february_has_its_birthday_on_1_march_in_common_years(born: date, years: int, day: date) -> None:
    assert birthday(born, years) == day


def test_identifiers_come_in_the_order_they_are_made() -> None:
    made = [new_id() for _ in range(200)]

    assert made == sorted(made)
    assert {identifier.version for identifier in made} == {7}
