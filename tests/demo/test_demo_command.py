"""`manage.py demo` from its first line to its last, in three small villages."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from communes.models import Household, Village
from indicators.actions import demo
from indicators.demo import PASSWORD, world
from indicators.demo.atlas import COMMUNES
from indicators.models import Edition, Headcount, Measurement, Recount, Stale
from sessions.models import Visit

NA_HY = ["03169001", "03169002", "03169003"]
FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' ORDER BY 1, 2
"""


@pytest.fixture
def small_country(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """A demonstration that takes place in one commune of the mountains only."""
    monkeypatch.setattr(world, "COMMUNES", [plan for plan in COMMUNES if plan.code == "03169"])


def foreign_keys() -> list[tuple[str, ...]]:
    """Table, name and definition of every foreign key."""
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS)
        return cursor.fetchall()


def test_the_command_writes_counts_and_says_how_much_and_who_may_sign_in(small_country: None) -> None:
    out = StringIO()
    call_command("demo", stdout=out)
    said = out.getvalue()
    assert list(Village.objects.order_by("code").values_list("code", flat=True)) == NA_HY
    assert f"{Household.objects.count():>8} {Household._meta.verbose_name_plural}\n" in said
    assert f"{Visit.objects.count():>8} {Visit._meta.verbose_name_plural}\n" in said
    assert "3 villages counted; a second count found 0 differences." in said
    assert PASSWORD in said
    assert Recount.objects.get().differences == 0
    assert Measurement.objects.filter(place="11", indicator="households_visited", group="all").latest("day").out_of > 150


def test_references_are_guarded_again_after_the_load_and_a_wipe_leaves_no_figure(small_country: None) -> None:
    before = foreign_keys()
    call_command("demo", stdout=StringIO())
    assert foreign_keys() == before
    connection.check_constraints()
    demo.wipe()
    assert not any(model.objects.exists() for model in (Village, Household, Measurement, Headcount, Edition, Stale, Recount))
