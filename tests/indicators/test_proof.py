"""The recount beside what is stored: it finds every planted fault, says so, and mends it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from indicators import tasks
from indicators.actions import proof, recount
from indicators.actions.marking import mark_stale
from indicators.models import Headcount, Measurement, Recount
from literacy_portal.kit.periods import today
from tests.factories import OutcomeFactory
from tests.indicators.conftest import figure
from tests.world import World

pytestmark = pytest.mark.django_db

HERE = "24364001"


@pytest.fixture
def counted(world: World) -> World:
    OutcomeFactory(resident=world.people["Bình"])
    recount.rebuild()
    return world


def falsify(place: str, indicator: str = "online_shopping_alone", group: str = "all") -> None:
    Measurement.objects.filter(place=place, indicator=indicator, group=group).update(
        counted=F("counted") + 1, out_of=F("out_of") + 1
    )


def checked(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("recount", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_what_the_worker_stored_is_what_a_recount_gives(counted: World) -> None:
    assert checked("--check") == [f"vn: 0 figures differ from a recount of everything up to {today()}."]


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
        f"{place} online_shopping_alone all: stored {stored}, recounted {recounted}",
        f"vn: 1 figures differ from a recount of everything up to {today()}.",
    ]
    assert figure(place, "online_shopping_alone") == right


@pytest.mark.parametrize("place", [HERE, "24364", "66", "vn"])
def test_without_check_the_recount_mends_every_level(counted: World, place: str) -> None:
    truth = set(Measurement.objects.values_list("place", "indicator", "group", "counted", "out_of"))
    falsify(place)
    Measurement.objects.filter(place=place, indicator="vneid_level1").delete()
    Measurement.objects.create(place=place, indicator="adults_able", group="ghost", day=today(), counted=1, out_of=1)

    checked()

    assert set(Measurement.objects.values_list("place", "indicator", "group", "counted", "out_of")) == truth
    assert checked("--check")[-1].startswith("vn: 0 figures differ")


def test_a_sum_that_is_wrong_beforehand_does_not_stop_the_worker(counted: World) -> None:
    Measurement.objects.filter(place__in=["66", "vn"], indicator="online_shopping_alone").update(counted=0)
    OutcomeFactory(resident=counted.people["Bình"], level=1, observed_on=today())
    mark_stale(villages=[HERE], since=today())

    recount.drain()

    assert [figure(place, "online_shopping_alone") for place in (HERE, "24364", "66", "vn")] == [(0, 3), (0, 4), (0, 5), (0, 6)]


def test_headcounts_are_proven_too(counted: World) -> None:
    Headcount.objects.filter(place="24364", kind="residents").update(number=9)

    assert checked()[0] == "24364 residents: stored 9, recounted 5"
    assert Headcount.objects.get(place="24364", kind="residents").number == 5


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

    assert list(proof.in_villages([HERE], today())) == []
    assert checked("--check")[-1].startswith("vn: 0 figures differ")
    assert figure("vn", "online_shopping_alone") == (2, 6)


def test_the_nightly_proof_is_published_and_repairs(counted: World) -> None:
    falsify("66")

    tasks.check_everything()
    tasks.check_everything()

    published = list(Recount.objects.order_by("pk").values_list("day", "villages", "differences"))
    assert published == [(today(), 4, 1), (today(), 4, 0)]
    assert all(Recount.objects.values_list("finished_at", flat=True))
