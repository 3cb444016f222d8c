"""What the clock does for imports: goes on with those whose worker died, forgets those that are over."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from communes.actions.roster_begin import cancel_import, wake_worker
from communes.models import PlannedRow, RosterImport

State = RosterImport.State
_FORGOTTEN_AFTER = timedelta(seconds=60)


def resume_imports() -> int:
    """Rings again for imports that nobody has touched for a minute though they wait for a worker; how many."""
    waiting = RosterImport.objects.filter(
        state__in=[State.READING, State.QUEUED, State.APPLYING], touched_at__lt=timezone.now() - _FORGOTTEN_AFTER
    )
    for roster_import in waiting:
        wake_worker(roster_import)
    return len(waiting)


def forget_imports() -> int:
    """Cancels plans that nobody decided on, and deletes the rows of imports that are over, after ROSTER_KEEP_DAYS; how many."""
    long_ago = timezone.now() - timedelta(days=settings.ROSTER_KEEP_DAYS)
    undecided = RosterImport.objects.filter(state=State.PLANNED, touched_at__lt=long_ago)
    cancelled = sum(cancel_import(by=None, roster_import=roster_import) for roster_import in undecided)
    PlannedRow.objects.filter(roster_import__touched_at__lt=long_ago).exclude(roster_import__state=State.PLANNED).delete()
    return cancelled
