"""What the worker does for rosters. Arguments are ids only; each task may run twice."""

from uuid import UUID

from celery import shared_task

from communes.actions import roster_apply, roster_clear, roster_plan, roster_undo


@shared_task(name="communes.tasks.read_roster")
def read_roster(roster_import: str) -> None:
    """Reads a file that came in, or plans it anew after the user's choices."""
    roster_plan.read_import(UUID(roster_import))


@shared_task(name="communes.tasks.apply_roster")
def apply_roster(roster_import: str) -> None:
    """Applies a plan that the user confirmed."""
    roster_apply.apply_import(UUID(roster_import))


@shared_task(name="communes.tasks.undo_roster")
def undo_roster(roster_import: str) -> None:
    """Takes back an import for which somebody asked that."""
    roster_undo.undo_import(UUID(roster_import))


@shared_task(name="communes.tasks.sweep_imports")
def sweep_imports() -> None:
    """Goes on with imports whose worker died, and forgets those that are over."""
    roster_clear.resume_imports()
    roster_clear.forget_imports()
