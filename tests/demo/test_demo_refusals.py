"""Where the demonstration must not go."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from communes.models import Village
from tests.world import World


def test_production_refuses_the_demonstration(db: None, settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="never loaded in production"):
        call_command("demo")
    assert not User.objects.exists()


def test_a_portal_with_villages_of_its_own_is_left_alone(world: World) -> None:
    with pytest.raises(CommandError, match="goes into an empty one"):
        call_command("demo", stdout=StringIO())
    assert Village.objects.count() == 4
