"""News from rosters and visits: somebody should count. What no longer holds, the database has marked by itself."""

from typing import Any

from django.dispatch import receiver

from communes.signals import roster_changed
from indicators.tasks import drain
from literacy_portal.kit.alarm import ring_once
from sessions.signals import outcomes_changed


@receiver([roster_changed, outcomes_changed], dispatch_uid="indicators.ring")
def figures_changed(sender: Any, **_news: Any) -> None:
    """Rings the worker once the writer has committed."""
    ring_once(drain)
