"""Fast rows and fast writing keep the rules of the slow."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from communes.models import Household, Residence
from indicators.actions.copying import copy_rows, references_checked_together
from indicators.demo.rows import unsaved
from tests.world import World


def test_a_fast_row_is_the_row_that_its_model_would_make() -> None:
    key = uuid4()
    fast = unsaved(Household, id=key, village_id="24364001", number="007")
    slow = Household(id=key, village_id="24364001", number="007")
    columns = [field.attname for field in Household._meta.concrete_fields]
    assert [getattr(fast, name) for name in columns] == [getattr(slow, name) for name in columns]


def test_a_fast_row_knows_its_columns() -> None:
    with pytest.raises(TypeError, match="Household has no column numbre"):
        unsaved(Household, id=uuid4(), numbre="007")


def test_fast_rows_of_one_model_do_not_share_their_state() -> None:
    first, second = unsaved(Household, id=uuid4()), unsaved(Household, id=uuid4())
    first._state.adding = False
    assert second._state.adding


def test_a_reference_to_nothing_is_refused_at_the_end(world: World) -> None:
    stray = unsaved(Household, id=uuid4(), village_id="99999001", number="1")
    stray.derive_keys()
    with (
        pytest.raises(IntegrityError, match="communes_household_village"),
        transaction.atomic(),
        references_checked_together([Household, Residence]),
    ):
        copy_rows([stray])
    assert not Household.objects.filter(pk=stray.pk).exists()
