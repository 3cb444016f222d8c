"""Figures as a reader may see them, of the groups that were read."""

import pytest

from indicators.catalogue import BUILTIN_BY_CODE
from indicators.enums import Group
from indicators.reading import Reading

ABLE = BUILTIN_BY_CODE["adults_able"]
WOMEN = Reading({"24364": {(ABLE.code, Group.FEMALE): (7, 12)}}, frozenset({"24364"}), asked=[Group.FEMALE])


def test_a_figure_that_was_read_is_told() -> None:
    assert WOMEN.figure("24364", ABLE, Group.FEMALE, label="").counts == "7 / 12"


def test_a_group_that_was_not_read_is_an_error_and_not_nobody() -> None:
    with pytest.raises(LookupError):
        WOMEN.figure("24364", ABLE, Group.ALL, label="")
