"""The recount beside what is stored: it finds every planted fault, says so, and mends it."""

from datetime import date, timedelta
from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from indicators import tasks
from indicators.actions import proof, recount
from indicators.actions.marking import mark_stale
from indicators.catalogue import in_force
from indicators.models import Headcount, Measurement, Recount, Stale
from indicators.queries.differences import Comparison
from indicators.queries.honesty import honesty_of
from literacy_portal.kit.periods import today
from tests.factories import LONG_AGO, OutcomeFactory
from tests.indicators.conftest import figure, head
from tests.world import World

pytestmark = pytest.mark.django_db

HERE = "24364001"
LEARNED = date(2026, 10, 1)
"""When the factory's outcome was observed."""


@pytest.fixture
def counted(world: World) -> World:
    OutcomeFactory(resident=world.people["Bình"])
    recount.rebuild()
    return world


def falsify(place: str, indicator: str = "online_shopping_alone", group: str = "all") -> None:
    latest = Measurement.objects.filter(place=place, indicator=indicator, group=group).latest("day")
    Measurement.objects.filter(pk=latest.pk).update(counted=F("counted") + 1, out_of=F("out_of") + 1)


def checked(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("recount", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_what_the_worker_stored_is_what_a_recount_gives(counted: World) -> None:
    assert checked("--check") == [f"vn: 0 figures differ from a recount of everything of every day up to {today()}."]


@pytest.mark.parametrize(("place", "stored"), [(HERE, "2/4"), ("24364", "2/5"), ("66", "2/6"), ("vn", "2/7")])
def test_a_wrong_figure_is_printed_at_its_level_and_the_check_fails(counted: World, place: str, stored: str) -> None:
    falsify(place)
    right = figure(place, "online_shopping_alone")
    out = StringIO()

    with pytest.raises(CommandError) as refused:
        call_command("recount", "--check", stdout=out)

    assert refused.value.returncode == 1
    recounted = f"{right[0] - 1}/{right[1] - 1}"
    assert out.getvalue().splitlines() == [
        f"{place} online_shopping_alone all {LEARNED}: stored {stored}, recounted {recounted}",
        f"vn: 1 figures differ from a recount of everything of every day up to {today()}.",
    ]
    assert figure(place, "online_shopping_alone") == right


@pytest.mark.parametrize("place", [HERE, "24364", "66", "vn"])
def test_without_check_the_recount_mends_all_days_of_every_level(counted: World, place: str) -> None:
    truth, version = rows(), honesty_of(place, None).answer().version
    falsify(place)
    Measurement.objects.filter(place=place, indicator="vneid_level1").delete()
    Measurement.objects.filter(place=place, indicator="adults_able", day=LONG_AGO).update(day=date(2025, 9, 1), out_of=9)
    Measurement.objects.create(place=place, indicator="adults_kept", group="all", day=date(2026, 1, 1), counted=2, out_of=2)

    told = checked()

    assert rows() == truth
    assert honesty_of(place, None).answer().version != version
    assert f"{place} adults_able all {LONG_AGO}: stored 0/0, recounted {dict(truth_on(LONG_AGO))[place]}" in told
    assert checked("--check")[-1].startswith("vn: 0 figures differ")


def rows() -> set[tuple[object, ...]]:
    return set(Measurement.objects.values_list("place", "indicator", "group", "day", "counted", "out_of"))


def truth_on(day: date) -> list[tuple[str, str]]:
    """By place, the adults able on the day."""
    places = (HERE, "24364", "66", "vn")
    return [(place, "{}/{}".format(*figure(place, "adults_able", day=day))) for place in places]


def test_a_day_can_be_checked_alone(counted: World) -> None:
    Measurement.objects.filter(place=HERE, indicator="online_shopping_alone", group="all", day=LEARNED).delete()

    assert checked("--check", "--day", "2026-09-30")[-1] == "vn: 0 figures differ from a recount of everything as of 2026-09-30."
    with pytest.raises(CommandError):
        checked("--check", "--day", str(LEARNED))
    with pytest.raises(CommandError, match="counted up to"):
        checked("--check", "--day", "2999-01-01")


def test_a_sum_that_is_wrong_beforehand_does_not_stop_the_worker(counted: World) -> None:
    Measurement.objects.filter(place__in=["66", "vn"], indicator="online_shopping_alone").update(counted=0)
    Stale.objects.all().delete()
    OutcomeFactory(resident=counted.people["Bình"], level=1, observed_on=today())
    mark_stale(villages=[HERE], since=today())

    recount.drain()

    assert [figure(place, "online_shopping_alone") for place in (HERE, "24364", "66", "vn")] == [(0, 3), (0, 4), (0, 5), (0, 6)]


def test_headcounts_are_proven_too(counted: World) -> None:
    Headcount.objects.filter(place="24364", kind="residents").update(number=9)

    assert checked()[0] == f"24364 residents {LONG_AGO}: stored 9, recounted 5"
    assert head("24364", "residents") == 5


def test_a_place_can_be_checked_alone(counted: World) -> None:
    falsify("24169001")

    assert checked("--check", "--place", "24364")[-1].startswith("24364: 0 figures differ")
    with pytest.raises(CommandError):
        checked("--check", "--place", "66")


def test_a_place_that_does_not_exist_is_refused(counted: World) -> None:
    with pytest.raises(CommandError, match="99999"):
        checked("--check", "--place", "99999")


def test_a_village_that_waits_is_late_and_not_wrong(counted: World) -> None:
    OutcomeFactory(resident=counted.people["Hòa"])
    mark_stale(villages=[HERE], since=today())

    found = Comparison()
    found.villages({HERE: date.min}, today(), in_force())
    assert found.differences == []
    assert checked("--check")[-1].startswith("vn: 0 figures differ")
    assert figure("vn", "online_shopping_alone") == (2, 6)


def test_the_nightly_proof_compares_all_of_today_and_repairs_and_publishes(counted: World) -> None:
    falsify("66")

    tasks.check_everything()
    tasks.check_everything()

    published = list(Recount.objects.order_by("pk").values_list("day", "villages", "differences"))
    assert published == [(today(), 4, 1), (today(), 4, 0)]
    assert all(Recount.objects.values_list("finished_at", flat=True))


def test_in_the_course_of_nights_the_history_of_every_place_is_compared_and_repaired(counted: World) -> None:
    Measurement.objects.filter(place__in=[HERE, "24169", "66", "vn"], day=LONG_AGO, indicator="payment_account").delete()
    nights = [today() + timedelta(days=number) for number in range(proof.NIGHTS)]
    turns = {place: [night for night in nights if proof.is_turn_of(place, night)] for place in ("24364", "24169", "66", "vn")}

    with patch.object(proof, "NIGHTS", 1):
        assert {one.place for one in proof.prove_tonight()} == {HERE, "24169", "66", "vn"}

    assert [len(of_place) for of_place in turns.values()] == [1, 1, 1, 1]
    assert Recount.objects.get().histories == 4
    assert checked("--check")[-1].startswith("vn: 0 figures differ")
