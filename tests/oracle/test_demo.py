"""The law of figures on the demonstration: a thousand households, months of visits, all that the worker counted of them."""

from datetime import datetime

import pytest

from indicators.actions import demo
from literacy_portal.kit.periods import VIETNAM, today
from tests.oracle.comparing import NOBODY, stored_on
from tests.oracle.oracle import Figures, count
from tests.oracle.product import INDICATORS
from tests.oracle.reading import read_tables

VILLAGES = [
    "24364002", "24364003", "24364039", "24169001", "24169005", "22090004", "22258002", "16831004", "17335002", "03169001",
]  # fmt: skip
"""Both exact villages and a buôn of Phú Xuân, its neighbour, villages of the coast and the hills: 3 provinces, 7 communes."""


@pytest.mark.django_db
def test_the_figures_of_the_demonstration_agree_with_the_oracle_at_every_level() -> None:
    demo.load(now=datetime.now(VIETNAM), only=VILLAGES)
    assert demo.count() == (len(VILLAGES), 0)
    stored = comparable(stored_on(today()))
    assert stored == comparable(count(read_tables(), today()))
    places = {key.place for key in stored}
    assert {place for place in places if len(place) < 5} == {"vn", "66", "40", "11"}
    assert {place for place in places if len(place) == 5} == {village[:5] for village in VILLAGES}
    assert {place for place in places if len(place) == 8} == set(VILLAGES)


def comparable(figures: Figures) -> Figures:
    """Figures of the catalogue that count anybody."""
    return {key: value for key, value in figures.items() if key.indicator in INDICATORS and value != NOBODY}
