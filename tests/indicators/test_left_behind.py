"""Who is left behind: the gaps in points and in people, told apart by nothing that is hidden."""

import re
from random import Random

import pytest
from django.test import Client

from indicators.actions import recount
from indicators.behind import homes, panel, table
from indicators.catalogue import BUILTIN_BY_CODE
from indicators.enums import Group
from indicators.queries.tree import Spot
from indicators.reading import Reading
from indicators.suppression import in_steps
from tests.factories import OutcomeFactory, ResidenceFactory, ResidentFactory
from tests.indicators.test_pages import COMMUNE, PROVINCE, VILLAGE, page
from tests.world import World

ONE = BUILTIN_BY_CODE["online_shopping_alone"]
PLACE = Spot("24364001", "thôn Xuân Lạng 2", VILLAGE)
TOLD = (Group.ALL, Group.FEMALE, Group.AGE_60_PLUS, Group.MINORITY, Group.POOR)


@pytest.fixture
def counted(world: World) -> World:
    OutcomeFactory(resident=world.people["Bình"])
    recount.rebuild()
    return world


@pytest.mark.django_db
def test_each_gap_is_told_in_points_and_in_people_the_largest_first(client: Client, counted: World) -> None:
    words = page(client, counted, "commune_officer", f"{VILLAGE}left-behind/?indicator=online_shopping_alone")

    assert "2 people are not there yet: Alone: shopping online." in words
    assert "Furthest behind: women; 1 more of them would be" in words
    assert "Women 0.0% (0 / 2) as 30 days ago −100.0 points against men −33.3 1" in words
    assert "Men 100.0% (1 / 1) as 30 days ago +66.7 – none is short" in words
    assert words.index("Women 0.0%") < words.index("Men 100.0%")


@pytest.mark.django_db
def test_what_became_of_a_gap_is_told_in_words(client: Client, counted: World) -> None:
    asked = "indicator=online_shopping_alone&day=2026-10-05"

    assert "wider by 33.3 points" in page(client, counted, "commune_officer", f"{VILLAGE}left-behind/?{asked}")
    OutcomeFactory(resident=counted.people["Hòa"])
    OutcomeFactory(resident=counted.people["H'Bŭt"])
    recount.drain()
    assert "Women 100.0% (2 / 2) as 30 days ago" in page(client, counted, "commune_officer", f"{VILLAGE}left-behind/?{asked}")


@pytest.mark.django_db
def test_places_inside_stand_in_the_order_of_the_people_left_and_lead_on(client: Client, counted: World) -> None:
    client.force_login(counted.users["commune_officer"])
    html = client.get(f"{COMMUNE}left-behind/?indicator=online_shopping_alone&group=female").content.decode()

    kept = "left-behind/?group=female&amp;indicator=online_shopping_alone"
    listed = re.findall(rf'href="(/vn/66/24364/\d+/{re.escape(kept)})"', html)
    assert listed == [f"/vn/66/24364/00{number}/{kept}" for number in (1, 2)]


@pytest.mark.django_db
def test_those_who_see_aggregates_are_told_neither_small_gaps_nor_men(client: Client, counted: World) -> None:
    for place in (VILLAGE, COMMUNE, PROVINCE):
        words = page(client, counted, "province_analyst", f"{place}left-behind/?indicator=online_shopping_alone")
        assert "Women not shown – – not known" in words
        assert "against men" not in words
        assert "people are not there yet" not in words


@pytest.mark.django_db
def test_and_large_ones_in_steps(client: Client, counted: World) -> None:
    for person in ResidentFactory.create_batch(41):
        ResidenceFactory(resident=person, household=counted.home_of("Bình"))
        OutcomeFactory(resident=person)
    for person in ResidentFactory.create_batch(23, sex="female"):
        ResidenceFactory(resident=person, household=counted.home_of("Tâm"))
    recount.rebuild()

    words = page(client, counted, "province_analyst", f"{PROVINCE}left-behind/?indicator=online_shopping_alone")

    # 42 of 69 adults, none of 26 women: told as 40 of 70 and 25; 40 / 70 × 25 = 14, told as 15.
    assert "30 people are not there yet" in words
    assert "Women fewer than 8 (of 25) up to −57.1 up to 15" in words


def test_nobody_everybody_and_no_data_make_no_gap() -> None:
    for counts in ((0, 40), (40, 40), (0, 0)):
        reading = Reading({PLACE.code: {(ONE.code, str(group)): counts for group in TOLD}}, frozenset({PLACE.code}))
        one = panel(PLACE.code, ONE, reading, reading)
        assert {line.people for line in one.lines} <= {"", 0}
        assert one.worst is None


@pytest.mark.parametrize("seed", range(5))
def test_two_truths_that_are_told_alike_make_the_same_page(seed: int) -> None:
    chance = Random(seed)
    for _round in range(40):
        truth = [_counts(chance) for _cell in range(2 * len(TOLD))]
        other = [_alike(counts, (chance.randint(-4, 4), chance.randint(-4, 4))) for counts in truth]

        first, second = (_told(counts) for counts in (truth, other))

        assert first == second
        assert all(int(number) % 5 == 0 or number == "8" for number in re.findall(r"\d+", first[0]))


def _counts(chance: Random) -> tuple[int, int]:
    counted, out_of = sorted((chance.randint(0, 120), chance.randint(0, 120)))
    return counted, out_of


def _alike(counts: tuple[int, int], by: tuple[int, int]) -> tuple[int, int]:
    """Other counts that are told as these are."""
    moved = [
        count + step if count + step >= 0 and in_steps(count + step) == in_steps(count) else count
        for count, step in zip(counts, by, strict=True)
    ]
    return (moved[0], moved[1])


def _told(counts: list[tuple[int, int]]) -> tuple[str, str]:
    """The people that are told, and all there is to the page."""
    now, then = (
        {PLACE.code: {(ONE.code, str(group)): one for group, one in zip(TOLD, half, strict=True)}}
        for half in (counts[: len(TOLD)], counts[len(TOLD) :])
    )
    one = panel(PLACE.code, ONE, Reading(now), Reading(then))
    where = homes({PLACE: ""}, ONE, Group.ALL, Reading(now), opened=())
    people = [one.left_text, *(line.people_text for line in one.lines), *(home.left_text for home in where.rows)]
    return " ".join(people), f"{one} {where} {table([one])}"
