"""The law of figures on the demonstration: a thousand households, months of visits, all that the worker counted of them."""

from datetime import datetime, timedelta

import pytest

from indicators.actions import demo
from literacy_portal.kit.periods import VIETNAM, today
from tests.oracle.comparing import needless, stored_on, stored_rows
from tests.oracle.oracle import NOBODY, Figures, count
from tests.oracle.product import INDICATORS
from tests.oracle.reading import read_tables

VILLAGES = [
    "24364002", "24364003", "24364039", "24169001", "24169005", "22090004", "22258002", "16831004", "17335002", "03169001",
]  # fmt: skip
"""Both exact villages and a buôn of Phú Xuân, its neighbour, villages of the coast and the hills: 3 provinces, 7 communes."""

DAYS_AGO = (90, 30, 0)
"""While visits came thick and fast, and today."""


@pytest.mark.django_db
def test_the_figures_of_the_demonstration_agree_with_the_oracle_at_every_level_and_on_days_long_past() -> None:
    demo.load(now=datetime.now(VIETNAM), only=VILLAGES)
    assert demo.count() == (len(VILLAGES), 0)
    tables = read_tables()
    for days_ago in DAYS_AGO:
        day = today() - timedelta(days=days_ago)
        stored = comparable(stored_on(day))
        assert stored == comparable(count(tables, day))
    assert needless(stored_rows(), today()) == []
    places = {key.place for key in stored}
    assert {place for place in places if len(place) < 5} == {"vn", "66", "40", "11"}
    assert {place for place in places if len(place) == 5} == {village[:5] for village in VILLAGES}
    assert {place for place in places if len(place) == 8} == set(VILLAGES)


def comparable(figures: Figures) -> Figures:
    """Figures of the catalogue that count anybody."""
    return {key: value for key, value in figures.items() if key.indicator in INDICATORS and value != NOBODY}
