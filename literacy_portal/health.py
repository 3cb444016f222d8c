"""Is the process alive, and is the portal ready? For proxies and container engines: no login, no name of anyone."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu import Connection

from communes.scope import public
from indicators.queries import oldest_stale_mark
from literacy_portal.celery import app

QUICK_MILLISECONDS = 2000


@public
@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; it asks nobody else, so a lost database does not make the engine kill healthy processes."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations, cache and broker are as the portal needs them, else 503.

    Each part says "ok" or its kind of failure.
    `oldest_stale_seconds` is how long the oldest change waits for its recount, null when none waits. It makes nothing unready:
    pages stay
    right about when they were counted. It is for whoever watches the worker.
    """
    parts = {"database": _state(_database), "migrations": _state(_migrations), "cache": _state(_cache), "broker": _state(_broker)}
    healthy = set(parts.values()) == {"ok"}
    answer = parts | {
        "ready": healthy,
        "oldest_stale_seconds": _oldest_stale_seconds() if parts["database"] == parts["migrations"] == "ok" else None,
    }
    return JsonResponse(answer, status=200 if healthy else 503)


def _state(probe: Callable[[], str]) -> str:
    """What the probe says, or the bare kind of what it raised: an error's text may hold addresses or data."""
    try:
        return probe()
    except Exception as error:  # noqa: BLE001 -- every way of failing is the answer here
        return type(error).__name__


def _database() -> str:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = %s", [QUICK_MILLISECONDS])
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} not applied" if waiting else "ok"


def _cache() -> str:
    cache.get("readyz")
    return "ok"


def _broker() -> str:
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    with Connection(app.conf.broker_url, transport_options=options, connect_timeout=QUICK_MILLISECONDS / 1000) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
    return "ok"


def _oldest_stale_seconds() -> int | None:
    try:
        oldest = oldest_stale_mark()
    except DatabaseError:
        return None
    return int((timezone.now() - oldest).total_seconds()) if oldest else None
