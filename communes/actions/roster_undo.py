"""An import is taken back: asked for by a person within the days a setting names, done by the worker, whole or not at all."""

import logging
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from communes.actions.roster_apply import wait_for_turn
from communes.actions.roster_begin import wake_worker
from communes.actions.roster_clear import undoable_since
from communes.actions.roster_plan import take
from communes.models import RosterChange, RosterImport, RosterUndo
from communes.roster_import.progress import tell
from communes.roster_import.undo import decide, put_back, settled
from communes.signals import roster_changed, roster_undone

State = RosterImport.State
Kind = RosterChange.Kind
logger = logging.getLogger(__name__)


@transaction.atomic
def ask_undo(*, by: User, roster_import: RosterImport, wake: bool = True) -> bool:
    """Hands an applied import to the worker to be taken back. False when it is too late, or another has asked."""
    current = (
        RosterImport.objects.select_for_update(of=("self",))
        .select_related("undo")
        .filter(pk=roster_import.pk, state=State.APPLIED, applied_at__gt=undoable_since(), undo__isnull=False)
        .first()
    )
    if current is None:
        return False
    current.state = State.UNDOING
    current.save()
    RosterUndo.objects.filter(pk=current.pk).update(asked_by=by, asked_at=timezone.now(), failed_at=None)
    audit.record("roster.ask_undo", by=by, target=current, place=current.commune_id)
    if wake:
        wake_worker(current)
    return True


def undo_import(roster_import: UUID) -> None:
    """Takes an import back for which that was asked. Run again, or after a worker died of it, it ends the same."""
    try:
        _undo(roster_import)
    except (IntegrityError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        # Its type only: the message and the trace may quote a person.
        logger.error(  # noqa: TRY400
            "roster_not_undone",
            extra={"import": str(roster_import), "reason": type(error).__name__},
        )
        _give_up(roster_import)
    except DatabaseError:
        # The database went away or chose this one in a deadlock: the sweep tries again.
        raise


@transaction.atomic
def _give_up(roster_import: UUID) -> None:
    """Back to where it stood: nothing was changed, and it may be asked for again."""
    if RosterImport.objects.filter(pk=roster_import, state=State.UNDOING).update(state=State.APPLIED, touched_at=timezone.now()):
        RosterUndo.objects.filter(pk=roster_import).update(failed_at=timezone.now())


@transaction.atomic
def _undo(roster_import: UUID) -> None:
    if not take(roster_import):
        return
    current = RosterImport.objects.get(pk=roster_import)
    wait_for_turn(current.commune_id)
    current.refresh_from_db(fields=["state"])
    if current.state != State.UNDOING:
        return
    tell(current.pk, "undoing")
    undo = RosterUndo.objects.select_related("asked_by").get(pk=current.pk)
    decide(current.pk, undo.learned)
    _take_back_facts(undo)
    villages = put_back(current.pk)
    roster_changed.send(sender=RosterUndo, villages=villages | {*undo.villages}, since=undo.since)
    _finish(current, undo)


def _take_back_facts(undo: RosterUndo) -> None:
    """Tells listeners before the people go, since what they learned refers to them."""
    if not undo.learned:
        return
    new = RosterChange.objects.filter(roster_import=undo.pk, kind=Kind.NEW_RESIDENT).order_by()
    roster_undone.send(
        sender=RosterUndo,
        learned=undo.learned,
        removed=[*new.filter(kept="").values_list("subject", flat=True)],
        kept=[*new.exclude(kept="").values_list("subject", flat=True)],
        since=undo.since,
        by=undo.asked_by,
    )


def _finish(current: RosterImport, undo: RosterUndo) -> None:
    """Of what stays, the reasons are kept for the page; what went back is forgotten."""
    report = settled(current.pk).as_json()
    RosterChange.objects.filter(roster_import=current, kept="").delete()
    undo.report, undo.done_at, undo.learned = report, timezone.now(), []
    undo.save()
    current.state = State.UNDONE
    current.save(update_fields=["state", "touched_at"])
    audit.record("roster.undo", by=undo.asked_by, target=current, place=current.commune_id, **report)
