"""Logs: one event a line with a request id, as JSON in production; ids and counts only, never a person.

What people typed reaches a log most easily in the text of an exception ("Key (full_name)=(…) already exists") or in
a query string. So exceptions are written as their types and the places in the code, and requests as their path.
"""

import logging.config
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def without_words(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Replace an exception by `trace`, which tells where and of what kind, and drop texts made of it."""
    exc_info = event.pop("exc_info", None)
    exception = event.pop("exception", None)
    if isinstance(exc_info, tuple) and exc_info[1]:
        exception = exc_info[1]
    elif isinstance(exc_info, BaseException):
        exception = exc_info
    if isinstance(exception, BaseException):
        event["trace"] = _trace(exception)
        event.pop("error", None)
    return event


def _trace(exception: BaseException | None) -> list[str]:
    """The chain from its cause to its effect: frames, then the kind (with the state of an SQL error, which names no data)."""
    lines: list[str] = []
    while exception is not None:
        frames = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(exception.__traceback__)]
        state = getattr(exception, "sqlstate", None)
        lines = [*frames, type(exception).__qualname__ + (f" {state}" if state else ""), *lines]
        exception = exception.__cause__ or (None if exception.__suppress_context__ else exception.__context__)
    return lines


def first_of_exc_info(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """`exc_info=True` becomes the exception itself, as the standard library's records already have it."""
    if event.get("exc_info") is True:
        event["exc_info"] = sys.exc_info()
    return event


def logging_settings(*, json_lines: bool, level: str) -> dict[str, Any]:
    """Configure the standard library's logging and structlog at once; the dictionary applied, for whoever wants to see it."""
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if json_lines else structlog.dev.ConsoleRenderer(colors=False)
    )
    # A developer's terminal may show the words of a test's invented people; production never.
    shared = _shared([first_of_exc_info, without_words] if json_lines else [structlog.processors.format_exc_info])
    settings = _dictionary(renderer, shared, level)
    logging.config.dictConfig(settings)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return settings


def _shared(exceptions: list[Any]) -> list[Any]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        *exceptions,
    ]


def _dictionary(renderer: Any, shared: list[Any], level: str) -> dict[str, Any]:
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        "foreign_pre_chain": shared,
    }
    quiet = {
        # It prints the parameters of statements, which are people.
        "django.db.backends": {"level": "WARNING"},
        # It prints the text of a task's exception; the request id's logger reports the same failure without it.
        "celery.app.trace": {"level": "CRITICAL"},
        # Two lines for each ring of the clock, beside those of the task itself.
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        # Four lines for each sweep, thousands a day; what fails is louder than this.
        "django_structlog.celery": {"level": "WARNING"},
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stream"], "level": level},
        "loggers": quiet,
    }
