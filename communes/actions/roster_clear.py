"""What the clock does for imports: goes on with those whose worker died, forgets those that are over."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from communes.actions.roster_begin import cancel_import, wake_worker
from communes.models import PlannedRow, RosterChange, RosterFile, RosterImport, RosterUndo

State = RosterImport.State
_FORGOTTEN_AFTER = timedelta(seconds=60)


def resume_imports() -> int:
    """Rings again for imports that nobody has touched for a minute though they wait for a worker; how many."""
    waiting = RosterImport.objects.filter(
        state__in=[State.READING, State.QUEUED, State.APPLYING, State.UNDOING], touched_at__lt=timezone.now() - _FORGOTTEN_AFTER
    )
    for roster_import in waiting:
        wake_worker(roster_import)
    return len(waiting)


def forget_imports() -> int:
    """Cancels plans that nobody decided on, after ROSTER_KEEP_DAYS; how many. Deletes what is kept of those that are over."""
    long_ago = timezone.now() - timedelta(days=settings.ROSTER_KEEP_DAYS)
    undecided = RosterImport.objects.filter(state=State.PLANNED, touched_at__lt=long_ago)
    cancelled = sum(cancel_import(by=None, roster_import=roster_import) for roster_import in undecided)
    over = RosterImport.objects.filter(touched_at__lt=long_ago).exclude(state=State.PLANNED)
    PlannedRow.objects.filter(roster_import__in=over).delete()
    RosterFile.objects.filter(roster_import__in=over).delete()
    for failed in over.filter(choices__has_key="cells"):
        failed.choices.pop("cells")
        failed.save(update_fields=["choices"])
    _forget_undos()
    return cancelled


def _forget_undos() -> None:
    """What an undo would need lives as long as the undo may be asked for."""
    too_late = RosterImport.objects.filter(applied_at__lte=undoable_since()).exclude(state=State.UNDOING)
    RosterChange.objects.filter(roster_import__in=too_late).delete()
    RosterUndo.objects.filter(roster_import__in=too_late).exclude(learned=[]).update(learned=[])


def undoable_since() -> datetime:
    """Imports applied after this moment can be taken back."""
    return timezone.now() - timedelta(days=settings.ROSTER_UNDO_DAYS)


def put_file_away(roster_import: RosterImport) -> None:
    """The file of an import that is applied: deleted, or, if ROSTER_KEEP_FILES says so, kept sealed for ROSTER_KEEP_DAYS."""
    file = RosterFile.objects.filter(roster_import=roster_import)
    if settings.ROSTER_KEEP_FILES:
        file.update(cells=None, writes=None)
    else:
        file.delete()
