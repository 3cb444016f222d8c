"""What the worker does for visits; each task may run twice."""

from celery import shared_task

from sessions.actions.devices import prune_devices
from sessions.actions.retrying import retry_due


@shared_task(name="sessions.tasks.forget_phones")
def forget_phones() -> None:
    """Forgets phones that were silent for a year."""
    prune_devices(by=None)


@shared_task(name="sessions.tasks.retry_held")
def retry_held() -> None:
    """Records visits from phones whose clock was ahead, once their day came."""
    retry_due()
