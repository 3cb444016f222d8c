"""System checks of the wiring, run by every `manage.py` command and at the start of the server."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.checks import register as register_check
from django.utils.module_loading import import_string

from literacy_portal.schedule import SCHEDULE


def register() -> None:
    """Make Django run the checks of this module."""
    register_check(check_schedule)
    register_check(check_database)


def check_schedule(app_configs: Any = None, **kwargs: Any) -> Iterable[CheckMessage]:
    """Every task on the schedule exists, else beat would ring for nobody without a word."""
    for entry in SCHEDULE:
        try:
            import_string(entry.task)
        except ImportError:
            yield Error(f"The schedule names the task {entry.task}, which does not exist.", id="portal.E001")


def check_database(app_configs: Any = None, **kwargs: Any) -> Iterable[CheckMessage]:
    """PostgreSQL is the only engine that the portal's SQL is written for."""
    if settings.DATABASES["default"]["ENGINE"] != "literacy_portal.database":
        yield Error("DATABASE_URL must name a PostgreSQL server.", id="portal.E002")
