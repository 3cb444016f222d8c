"""The clock's table names tasks that exist, at the times that it says."""

from datetime import UTC, datetime

import pytest
from celery.schedules import crontab
from django.utils.module_loading import import_string

from literacy_portal import checks
from literacy_portal.celery import app
from literacy_portal.schedule import SCHEDULE, Entry, beat_schedule


@pytest.mark.parametrize("entry", SCHEDULE, ids=lambda entry: entry.task)
def test_every_entry_names_a_task_that_the_worker_knows(entry: Entry) -> None:
    app.loader.import_default_modules()

    assert import_string(entry.task).name == entry.task
    assert entry.task in app.tasks


def test_the_night_is_vietnams_night() -> None:
    night = next(entry.when for entry in SCHEDULE if entry.task == "indicators.tasks.begin_day")
    assert isinstance(night, crontab)
    night.app = app
    evening_before = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)

    assert night.remaining_estimate(evening_before).total_seconds() == pytest.approx(
        (datetime(2026, 11, 22, 17, 5, tzinfo=UTC) - app.now()).total_seconds(), abs=5
    )


def test_a_ring_that_nobody_took_in_its_period_is_dropped() -> None:
    expiries = {name: entry["options"]["expires"] for name, entry in beat_schedule().items()}

    assert expiries["indicators.tasks.sweep"] == 10.0
    assert expiries["indicators.tasks.check_everything"] == 3600


def test_a_task_that_does_not_exist_is_an_error_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "SCHEDULE", (Entry("communes.tasks.no_such_task", 1.0, "never"),))

    assert [error.id for error in checks.check_schedule()] == ["portal.E001"]


def test_the_worker_loses_nothing_that_a_killed_one_had_taken() -> None:
    assert app.conf.task_acks_late is True
    assert app.conf.task_reject_on_worker_lost is True
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.broker_transport_options["visibility_timeout"] == 60
    assert app.conf.accept_content == ["json"]
