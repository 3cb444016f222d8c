"""Stale marks and the worker that empties them."""

from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from celery.exceptions import OperationalError
from django.db import transaction

from communes.models import Residence
from communes.signals import roster_changed
from indicators import tasks
from indicators.actions import recount
from indicators.actions.marking import begin_day, mark_stale
from indicators.models import CountingDay, Measurement, Stale
from indicators.queries import freshness_of, oldest_stale_mark
from literacy_portal.kit.periods import today
from sessions.signals import outcomes_changed
from tests.factories import OutcomeFactory
from tests.indicators.conftest import figure
from tests.world import World

pytestmark = pytest.mark.django_db

HERE, THERE = "24364001", "24364002"


def test_news_marks_its_villages_once_each_and_rings_after_the_commit(
    world: World, django_capture_on_commit_callbacks: object
) -> None:
    with patch.object(tasks.drain, "apply_async") as rung, django_capture_on_commit_callbacks(execute=True):
        roster_changed.send(None, villages={HERE, THERE}, since=date(2026, 10, 1))
        rung.assert_not_called()

    assert list(Stale.objects.values_list("village", "since").order_by("village")) == [
        (HERE, date(2026, 10, 1)),
        (THERE, date(2026, 10, 1)),
    ]
    rung.assert_called_once()


def test_news_that_is_undone_leaves_no_mark(world: World) -> None:
    with transaction.atomic():
        outcomes_changed.send(None, villages={HERE}, since=today())
        transaction.set_rollback(True)

    assert oldest_stale_mark() is None


def test_a_broker_that_is_down_does_not_hinder_the_writer(world: World, django_capture_on_commit_callbacks: object) -> None:
    with patch.object(tasks.drain, "apply_async", side_effect=OperationalError), django_capture_on_commit_callbacks(execute=True):
        outcomes_changed.send(None, villages={HERE}, since=today())
    recount.drain()

    assert figure(HERE, "adults_able") == (0, 3)


def test_a_drain_counts_the_marked_villages_and_adds_to_all_levels_above(world: World) -> None:
    recount.rebuild()
    OutcomeFactory(resident=world.people["Bình"])
    OutcomeFactory(resident=world.people["Tâm"])
    mark_stale(villages=[HERE], since=date(2026, 10, 1))

    assert recount.drain() == 1

    assert [figure(place, "online_shopping_alone") for place in (HERE, THERE, "24364", "66", "40", "vn")] == [
        (1, 3), (0, 1), (1, 4), (1, 5), (0, 1), (1, 6)
    ]  # fmt: skip
    assert not Stale.objects.exists()


def test_a_recount_that_changes_nothing_writes_nothing(world: World) -> None:
    recount.rebuild()
    before = list(Measurement.objects.order_by("pk").values())

    recount.rebuild()

    assert list(Measurement.objects.order_by("pk").values()) == before


def test_news_of_the_past_dates_unchanged_figures_anew_so_that_none_speaks_for_an_uncounted_day(world: World) -> None:
    with _at(date(2026, 11, 1)):
        recount.rebuild()
    with _at(date(2026, 11, 2)):
        begin_day(day=date(2026, 11, 2))
        recount.drain()
        unchanged = set(Measurement.objects.values_list("day", flat=True))
        mark_stale(villages=[HERE], since=date(2026, 10, 1))
        recount.drain()

    assert unchanged == {date(2026, 11, 1)}
    assert set(
        Measurement.objects.filter(place__in=[HERE, "24364", "66", "vn"], indicator="adults_able").values_list("day", flat=True)
    ) == {date(2026, 11, 2)}
    assert set(Measurement.objects.filter(place=THERE).values_list("day", flat=True)) == {date(2026, 11, 1)}


def _at(day: date) -> object:
    return patch("django.utils.timezone.now", return_value=datetime(day.year, day.month, day.day, 5, tzinfo=UTC))


def test_a_day_begins_once_and_marks_every_village_with_people(world: World) -> None:
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
