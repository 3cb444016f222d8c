"""The random worlds themselves: they reach the database as they are, and failing ones become small."""

import pytest

from tests.oracle.comparing import world_of_its_own
from tests.oracle.oracle import Key, count
from tests.oracle.reading import read_tables
from tests.oracle.shrinking import smallest
from tests.oracle.worlds import World, make_world, rows_of
from tests.oracle.writing import write_places, write_world


@pytest.mark.django_db
def test_a_world_counts_the_same_on_paper_and_when_read_back_from_the_database() -> None:
    by = write_places()
    for seed in range(10):
        world = make_world(seed)
        with world_of_its_own(world.moment):
            write_world(world.tables, by)

            assert count(read_tables(), world.day) == count(world.tables, world.day)


def test_a_seed_makes_the_same_world_every_time() -> None:
    assert str(make_world(7)) == str(make_world(7))
    assert str(make_world(7)) != str(make_world(8))


def test_a_failing_world_is_reduced_to_the_rows_that_matter() -> None:
    def has_a_trained_woman(world: World) -> bool:
        return count(world.tables, world.day)[Key("vn", "adults_trained", "female")].counted > 0

    world = next(world for world in map(make_world, range(100)) if has_a_trained_woman(world))
    small = smallest(world, has_a_trained_woman)

    assert has_a_trained_woman(small)
    assert [type(row).__name__ for row in rows_of(small.tables)] == ["Person", "Stay", "Seen"]
