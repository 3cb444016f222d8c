"""Stale marks and the worker that empties them."""

from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from celery.exceptions import OperationalError
from django.core.cache import cache
from django.test import Client
from redis.exceptions import RedisError

from communes.models import Residence
from communes.signals import roster_changed
from indicators import tasks
from indicators.actions import proof, recount
from indicators.actions.marking import begin_day, look_at, looked_at, mark_stale
from indicators.models import CountingDay, Measurement, Stale
from indicators.queries import freshness_of, oldest_stale_mark
from indicators.queries.honesty import honesty_of
from literacy_portal.kit.periods import today
from sessions.models import Outcome
from sessions.signals import outcomes_changed
from tests.factories import LONG_AGO, HouseholdFactory, OutcomeFactory, ResidenceFactory, VillageFactory
from tests.indicators.conftest import figure, history
from tests.world import World

pytestmark = pytest.mark.django_db

HERE, THERE = "24364001", "24364002"


def test_news_rings_the_worker_once_it_is_committed(world: World, django_capture_on_commit_callbacks: object) -> None:
    with patch.object(tasks.drain, "apply_async") as rung, django_capture_on_commit_callbacks(execute=True):
        roster_changed.send(None, villages={HERE, THERE}, since=date(2026, 10, 1))
        rung.assert_not_called()

    rung.assert_called_once()


def test_a_broker_that_is_down_does_not_hinder_the_writer(world: World, django_capture_on_commit_callbacks: object) -> None:
    with patch.object(tasks.drain, "apply_async", side_effect=OperationalError), django_capture_on_commit_callbacks(execute=True):
        outcomes_changed.send(None, villages={HERE}, since=today())
    recount.drain()

    assert figure(HERE, "adults_able") == (0, 3)


def test_a_drain_counts_the_marked_villages_and_adds_to_all_levels_above(world: World) -> None:
    recount.rebuild()
    OutcomeFactory(resident=world.people["Bình"])
    mark_stale(villages=[HERE], since=date(2026, 10, 1))

    assert recount.drain() == 1

    assert [figure(place, "online_shopping_alone") for place in (HERE, THERE, "24364", "66", "40", "vn")] == [
        (1, 3), (0, 1), (1, 4), (1, 5), (0, 1), (1, 6)
    ]  # fmt: skip
    assert not Stale.objects.exists()


def test_a_recount_that_changes_nothing_writes_nothing(world: World) -> None:
    recount.rebuild()
    before = list(Measurement.objects.order_by("pk").values())
    version = honesty_of("vn", None).answer().version

    recount.rebuild()

    assert list(Measurement.objects.order_by("pk").values()) == before
    assert honesty_of("vn", None).answer().version == version


def test_late_news_rewrites_the_past_from_its_day_on_all_levels_and_says_so(world: World) -> None:
    with _at(date(2026, 8, 20)):
        recount.rebuild()
    for day in (date(2026, 8, 21), date(2026, 8, 22)):
        with _at(day):
            recount.drain()
    untouched = {place: honesty_of(place, None).answer().version for place in (THERE, "24169", "40")}
    with _at(date(2026, 8, 22)):
        OutcomeFactory(resident=world.people["Bình"], observed_on=date(2026, 8, 10))
        recount.drain()
        OutcomeFactory(resident=world.people["Bình"], observed_on=date(2026, 8, 3), level=2)
        OutcomeFactory(resident=world.people["Hòa"], observed_on=date(2026, 8, 3))
        mark_stale(villages=[HERE], since=date(2026, 8, 3))
        recount.drain()

    for place, people in ((HERE, 3), ("24364", 4), ("66", 5), ("vn", 6)):
        assert history(place, "online_shopping_alone") == [
            (LONG_AGO, 0, people), (date(2026, 8, 3), 1, people), (date(2026, 8, 10), 2, people)
        ]  # fmt: skip
        assert honesty_of(place, date(2026, 8, 2)).answer().rewritten_at is None
        assert (
            honesty_of(place, date(2026, 8, 3)).answer().rewritten_at
            == honesty_of(place, date(2026, 8, 21)).answer().rewritten_at
            is not None
        )
        assert honesty_of(place, date(2026, 8, 22)).answer().rewritten_at is None
    assert {place: honesty_of(place, None).answer().version for place in untouched} == untouched
    assert proof.compare() == []


def test_a_correction_takes_back_what_it_corrects_on_all_days_and_leaves_no_row_that_says_nothing(world: World) -> None:
    recount.rebuild()
    before = list(Measurement.objects.order_by("pk").values())
    wrong = OutcomeFactory(resident=world.people["Bình"], observed_on=date(2026, 8, 3))
    OutcomeFactory(resident=world.people["Tâm"], observed_on=date(2026, 8, 3))
    mark_stale(villages=[HERE, THERE], since=date(2026, 8, 3))
    recount.drain()
    OutcomeFactory(resident=world.people["Bình"], observed_on=date(2026, 9, 1), level=None, replaces=wrong)
    mark_stale(villages=[HERE], since=date(2026, 8, 3))
    recount.drain()
    corrected = history("24364", "online_shopping_alone")
    Outcome.objects.filter(replaces__isnull=False).delete()
    Outcome.objects.all().delete()
    mark_stale(villages=[THERE], since=date(2026, 8, 3))
    recount.drain()

    assert corrected == [(LONG_AGO, 0, 4), (date(2026, 8, 3), 1, 4)]
    assert list(Measurement.objects.order_by("pk").values()) == before


def test_every_day_of_every_place_above_is_the_sum_of_its_villages(world: World) -> None:
    recount.rebuild()
    for name, day, level in (("Bình", 3, 3), ("Tâm", 9, 3), ("Lạ", 3, 2), ("Bình", 6, 1), ("Xa", 2, 3), ("Bình", 1, 3)):
        outcome = OutcomeFactory(resident=world.people[name], observed_on=date(2026, 8, day), level=level)
        village = Residence.objects.get(resident=outcome.resident).village_id
        mark_stale(villages=[village], since=date(2026, 8, day))
        recount.drain()

    for day in (date(2026, 8, number) for number in range(1, 12)):
        of = {place: figure(place, "online_shopping_alone", day=day) for place in (HERE, THERE, "24169001", "16831001")}
        sums = {"24364": (HERE, THERE), "66": (HERE, THERE, "24169001"), "vn": tuple(of)}
        for place, parts in sums.items():
            counted, out_of = (sum(of[part][side] for part in parts) for side in (0, 1))
            assert figure(place, "online_shopping_alone", day=day) == (counted, out_of)


def test_a_village_that_was_never_counted_is_counted_from_its_first_day(world: World) -> None:
    recount.rebuild()
    home = HouseholdFactory(village=VillageFactory(serial="009"))
    ResidenceFactory(household=home, started_on=date(2026, 5, 1))
    Stale.objects.all().delete()
    mark_stale(villages=["24364009"], since=today())
    recount.drain()

    assert history("24364009", "adults_able") == [(date(2026, 5, 1), 0, 1)]
    assert honesty_of("24364009", date(2026, 5, 1)).answer().rewritten_at is None
    assert honesty_of("24364", date(2026, 5, 1)).answer().rewritten_at is not None
    assert proof.compare() == []


def test_what_is_looked_at_is_counted_first(world: World) -> None:
    recount.rebuild()
    mark_stale(villages=[HERE, THERE, "24169001", "16831001"], since=today())
    look_at("16831")

    recount.drain_batch(limit=1)

    assert set(Stale.objects.values_list("village", flat=True)) == {HERE, THERE, "24169001"}


def test_whoever_opens_a_page_that_waits_is_counted_for_first(client: Client, world: World) -> None:
    recount.rebuild()
    client.force_login(world.users["commune_officer"])
    client.get("/vn/66/24364/")
    assert looked_at() == []

    mark_stale(villages=[HERE], since=today())
    client.get("/vn/66/24364/")

    assert looked_at() == ["24364"]


def test_a_hint_that_cannot_be_left_or_read_hinders_nobody(world: World) -> None:
    recount.rebuild()
    mark_stale(villages=[HERE], since=today())

    with patch.object(cache, "get", side_effect=RedisError), patch.object(cache, "set", side_effect=RedisError):
        look_at(HERE)
        assert recount.drain_batch() == 1


def _at(day: date) -> object:
    return patch("django.utils.timezone.now", return_value=datetime(day.year, day.month, day.day, 5, tzinfo=UTC))


def test_a_day_begins_once_and_marks_every_village(world: World) -> None:
    Stale.objects.all().delete()
    assert begin_day(day=today()) is True
    assert begin_day(day=today()) is False

    assert list(Stale.objects.order_by("village").values_list("village", "since")) == [
        (village, today()) for village in ("16831001", "24169001", HERE, THERE)
    ]
    assert list(CountingDay.objects.values_list("day", flat=True)) == [today()]


def test_a_day_after_a_sleep_reaches_back_to_the_last_one_counted(world: World) -> None:
    slept = today() - timedelta(days=4)
    begin_day(day=slept)
    Stale.objects.all().delete()

    begin_day(day=today())

    assert set(Stale.objects.values_list("since", flat=True)) == {slept}


def test_a_new_day_counts_a_residence_that_ends_with_it(world: World) -> None:
    recount.rebuild()
    Residence.objects.filter(resident=world.people["Tâm"]).update(ended_on=today() + timedelta(days=1))

    with _at(today() + timedelta(days=1)):
        tasks.sweep()

    assert figure(THERE, "adults_able") == (0, 0)
    assert figure("24364", "adults_able") == (0, 3)


def test_the_queue_is_drained_batch_by_batch(world: World) -> None:
    begin_day(day=today())

    assert [recount.drain_batch(limit=3), recount.drain_batch(limit=3), recount.drain_batch(limit=3)] == [3, 1, None]


def test_the_honesty_line_tells_what_waits(world: World) -> None:
    Stale.objects.all().delete()
    nothing_yet = freshness_of("66")
    recount.rebuild()
    done = freshness_of("66")
    mark_stale(villages=[HERE, HERE, THERE], since=today())
    mark_stale(villages=[HERE], since=today())
    oldest = oldest_stale_mark()

    assert (nothing_yet.counted_at, nothing_yet.waiting) == (None, 0)
    assert (done.waiting, done.checked_at) == (0, None)
    assert done.counted_at is not None
    assert [freshness_of(place).waiting for place in (HERE, "24364", "66", "40", "vn")] == [1, 2, 2, 0, 2]
    assert freshness_of(HERE).counted_at == oldest


def test_the_tasks_find_their_own_work(world: World) -> None:
    for task in (tasks.drain, tasks.sweep, tasks.begin_day):
        mark_stale(villages=[HERE], since=today())
        task()

    assert figure("vn", "adults_able") == (0, 6)
    assert oldest_stale_mark() is None
