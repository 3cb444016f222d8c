"""What a process knows of places is what the database says, in every moment; only what changed is read."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.catalogue import BUILTIN_BY_CODE
from indicators.enums import Group
from indicators.models import Edition, Measurement
from indicators.queries.figures import cells_inside, cells_of
from indicators.queries.versions import one_moment
from literacy_portal.kit.statements import ask
from tests.indicators.stored import store
from tests.indicators.test_concurrency import in_threads

ABLE = BUILTIN_BY_CODE["adults_able"]
PLACES = ["24364001", "24364002", "24364003"]
DAY = date(2026, 10, 1)


def inside() -> dict[str, dict[tuple[str, str], tuple[int, int]]]:
    """Without those of which there is nothing."""
    return {place: cells for place, cells in cells_inside(PLACES, [ABLE], day=None, groups=[Group.ALL]).answer().items() if cells}


def stored() -> dict[str, dict[tuple[str, str], tuple[int, int]]]:
    return {place: cells for place, cells in cells_of(PLACES, [ABLE], groups=[Group.ALL]).answer().items() if cells}


def read() -> set[str]:
    """The places that are read to find out."""
    [rows] = ask(*cells_inside(PLACES, [ABLE], day=None, groups=[Group.ALL]).asked)
    return {place for place, *_more in rows}


@pytest.mark.django_db
def test_after_news_of_one_place_one_is_read() -> None:
    for place in PLACES[:2]:
        store(place, ABLE.code, {DAY: (1, 10)})
    assert read() == set(PLACES[:2])
    inside()
    assert read() == set()

    store(PLACES[1], ABLE.code, {date(2026, 10, 2): (2, 10)})

    assert read() == {PLACES[1]}
    assert inside() == stored() == {PLACES[0]: {("adults_able", "all"): (1, 10)}, PLACES[1]: {("adults_able", "all"): (2, 10)}}


STEPS = st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(["more", "nothing", "gone", "look"])), max_size=12)


@pytest.mark.django_db
@given(STEPS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_happens_to_places_what_is_known_is_what_is_stored(steps: list[tuple[str, str]]) -> None:
    Measurement.objects.all().delete()
    Edition.objects.all().delete()
    for number, (place, step) in enumerate(steps):
        if step in {"more", "nothing"}:
            day = date(2026, 1, 1 + number)
            store(place, ABLE.code, {day: (number, 100) if step == "more" else (0, 0)})
        elif step == "gone":
            Measurement.objects.filter(place=place).delete()
            Edition.objects.filter(place=place).delete()
        else:
            assert inside() == stored()

    assert inside() == stored()


@pytest.mark.django_db(transaction=True)
def test_a_moment_knows_what_was_when_it_began_and_the_next_what_is() -> None:
    store(PLACES[0], ABLE.code, {DAY: (1, 10)})

    def news_that_another_knows() -> None:
        store(PLACES[0], ABLE.code, {date(2026, 10, 2): (9, 10)})
        inside()

    inside()
    with one_moment():
        before = stored()
        question = cells_inside(PLACES, [ABLE], day=None, groups=[Group.ALL])
        answers = ask(*question.asked)
        in_threads(news_that_another_knows)
        assert question.meaning(answers) == inside() == before == {PLACES[0]: {("adults_able", "all"): (1, 10)}}

    assert inside() == stored() == {PLACES[0]: {("adults_able", "all"): (9, 10)}}
