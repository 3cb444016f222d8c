"""Figures as a reader may see them, of the groups that were read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import BUILTIN_BY_CODE
from indicators.enums import Group, Unit
from indicators.lately import share
from indicators.queries.figures import Counts
from indicators.reading import Reading, as_told, share_told

COUNTS = st.integers(0, 60).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))

ABLE = BUILTIN_BY_CODE["adults_able"]
WOMEN = Reading({"24364": {(ABLE.code, Group.FEMALE): (7, 12)}}, frozenset({"24364"}), asked=[Group.FEMALE])


def test_a_figure_that_was_read_is_told() -> None:
    assert WOMEN.figure("24364", ABLE, Group.FEMALE, label="").counts == "7 / 12"


def test_a_group_that_was_not_read_is_an_error_and_not_nobody() -> None:
    with pytest.raises(LookupError):
        WOMEN.figure("24364", ABLE, Group.ALL, label="")
    with pytest.raises(LookupError):
        WOMEN.shares("24364", [ABLE], Group.ALL)


@given(COUNTS, COUNTS, st.booleans(), st.sampled_from(Unit))
def test_a_share_is_told_alone_just_as_with_its_figure(whole: Counts, part: Counts, exact: bool, unit: Unit) -> None:  # noqa: FBT001
    counts = (whole[0] + part[0], whole[1] + part[1])
    known = (0, 0) if exact else part

    assert share_told(counts, unit, exact=exact, known=known) == share(as_told("", counts, unit, exact=exact, known=known))
