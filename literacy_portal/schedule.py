"""What happens by the clock: one table, Vietnamese time. Beat only rings; each task looks for its own work."""

from dataclasses import dataclass
from typing import Any

from celery.schedules import crontab


@dataclass(frozen=True)
class Entry:
    """One line of the table: the task's path, when it rings (seconds or a crontab), and why."""

    task: str
    when: float | crontab
    why: str


SCHEDULE = (
    Entry("indicators.tasks.sweep", 10.0, "Recount villages whose alarm a lost broker forgot."),
    Entry("communes.tasks.sweep_imports", 60.0, "Go on with confirmed imports whose worker died."),
    Entry("indicators.tasks.clear_retired", 60.0, "Take away figures of retired indicators whose worker died."),
    Entry("sessions.tasks.forget_phones", crontab(hour=3, minute=40), "Forget phones that were silent for a year."),
    Entry(
        "indicators.tasks.keep_reports",
        crontab(minute="*/10"),
        "Open drafts of reports (daily ones at 18:00), remind of those nearly due.",
    ),
    Entry("indicators.tasks.begin_day", crontab(hour=0, minute=5), "Birthdays and moves change the figures of a new day."),
    Entry("sessions.tasks.retry_held", crontab(hour=0, minute=15), "Record visits of phones whose clock was ahead."),
    Entry(
        "indicators.tasks.check_everything", crontab(hour=2, minute=30), "Recount all beside, compare, publish the difference."
    ),
)


def beat_schedule() -> dict[str, dict[str, Any]]:
    """The table in Celery's form. A ring that nobody took in its period is dropped: no worker wakes up to thousands."""
    return {
        entry.task: {
            "task": entry.task,
            "schedule": entry.when,
            "options": {"expires": entry.when if isinstance(entry.when, float) else 3600},
        }
        for entry in SCHEDULE
    }
