"""The oracle's own shortcut: figures of a world change on no other days than it says."""

from datetime import timedelta

import pytest

from tests.oracle.days import days_of_change
from tests.oracle.oracle import count
from tests.oracle.worlds import make_world


@pytest.mark.parametrize("seed", range(4))
def test_between_the_days_of_change_no_figure_changes(seed: int) -> None:
    world = make_world(seed)
    changing = days_of_change(world.tables)
    days = [world.day + timedelta(days=number) for number in range(-120, 60)]
    figures = [count(world.tables, day) for day in days]

    changed = {day for day, eve, now in zip(days[1:], figures, figures[1:], strict=False) if eve != now}

    assert changed
    assert changed <= changing
