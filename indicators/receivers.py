"""News from rosters and visits: the villages it names become stale, in the writer's transaction."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.dispatch import receiver

from communes.signals import roster_changed
from indicators.actions.marking import mark_stale
from indicators.tasks import drain
from literacy_portal.kit.alarm import ring
from sessions.signals import outcomes_changed


@receiver([roster_changed, outcomes_changed], dispatch_uid="indicators.mark_stale")
def villages_changed(sender: Any, villages: Iterable[str], since: date, **_more: Any) -> None:
    """Marks the villages stale and, once the writer has committed, rings the worker."""
    mark_stale(villages=villages, since=since)
    ring(drain)
