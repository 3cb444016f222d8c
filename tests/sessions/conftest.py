import pytest

from tests.world import World, build_world


@pytest.fixture
def lasting_world(transactional_db: None) -> World:
    """A world that other connections can see."""
    return build_world()
