"""The Celery application: only the alarm clock. The work itself stands in PostgreSQL, and every task may run twice."""

import os

from celery import Celery
from celery.signals import setup_logging
from django_structlog.celery.steps import DjangoStructLogInitStep

from literacy_portal.schedule import beat_schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "literacy_portal.settings")

app = Celery("literacy_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = beat_schedule()
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def keep_our_logging(**kwargs: object) -> None:
    """Being connected is all it does: Celery then leaves the logging that the settings configured alone."""
