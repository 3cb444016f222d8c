"""The worker applies a confirmed plan: whole or not at all, once, and only what was shown."""

import logging
from datetime import date
from typing import Any
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import audit
from communes.actions.roster_clear import put_file_away
from communes.actions.roster_plan import propose_again, store, take
from communes.models import RosterFile, RosterImport
from communes.roster_import.apply import count_anew, state_of, write
from communes.roster_import.footprints import make_undoable, recorded, subjects_of
from communes.roster_import.progress import tell
from communes.roster_import.writes import PIECE, Writes
from communes.signals import Fact, facts_learned, roster_changed

State = RosterImport.State
logger = logging.getLogger(__name__)
_ONE_ROSTER_PER_COMMUNE = 7301


def apply_import(roster_import: UUID) -> None:
    """Applies an import that was confirmed. Run again, or after a worker died of it, it ends the same."""
    confirmed = RosterImport.objects.filter(pk=roster_import, state__in=[State.QUEUED, State.APPLYING])
    if not confirmed.update(state=State.APPLYING, touched_at=timezone.now()):
        return
    try:
        _apply(roster_import)
    except (IntegrityError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        # Its type only: the message and the trace may quote a person.
        logger.error(  # noqa: TRY400
            "roster_not_applied",
            extra={"import": str(roster_import), "reason": type(error).__name__},
        )
        confirmed.update(state=State.FAILED, touched_at=timezone.now())
    except DatabaseError:
        # The database went away or chose this one in a deadlock: the sweep tries again.
        raise


@transaction.atomic
def _apply(roster_import: UUID) -> None:
    if not take(roster_import):
        return
    current = RosterImport.objects.select_related("commune", "uploaded_by").get(pk=roster_import)
    wait_for_turn(current.commune_id)
    current.refresh_from_db(fields=["state"])
    if current.state != State.APPLYING:
        return
    writes = _writes(current)
    if writes is None:
        RosterImport.objects.filter(pk=current.pk).update(changed_since=True)
        return
    facts = _write(current, writes)
    if writes.changes and writes.people > PIECE:
        transaction.on_commit(count_anew)
    _tell_others(current, writes, facts)
    _finish(current, writes)


def _writes(current: RosterImport) -> Writes | None:
    """What was planned, if the roster is as it was then; else it is planned again, and None if that comes to another plan."""
    tell(current.pk, "planning")
    kept = RosterFile.objects.only("writes").get(roster_import=current).writes
    writes = Writes.unpacked(kept) if kept else None
    if writes is not None and writes.state == state_of(current.commune_id):
        return writes
    planned = propose_again(current)
    if planned.proposal.plan.fingerprint() == current.fingerprint:
        return Writes.unpacked(planned.writes)
    store(current, planned)
    return None


def _write(current: RosterImport, writes: Writes) -> list[Fact]:
    """Part after part, each with its footprints; what columns said of people is for others to write."""
    facts: list[Fact] = []
    for number, part in enumerate(writes.parts()):
        done = number * PIECE
        if done < writes.households:
            tell(current.pk, "households", done, writes.households)
        else:
            tell(current.pk, "residents", min(done - writes.households, writes.people), writes.people)
        with recorded(current.pk, subjects_of(part)):
            write(part)
        facts += [Fact(code, level, resident=UUID(resident)) for resident, code, level in part.facts]
    return facts


def wait_for_turn(commune: str) -> None:
    """Two imports into one commune queue up, undos too; the second works on what the first has written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_ONE_ROSTER_PER_COMMUNE, int(commune)])


def _tell_others(current: RosterImport, writes: Writes, facts: list[Fact]) -> None:
    villages, since = set(writes.touched), date.fromisoformat(writes.since)
    learned: list[UUID] = []
    if writes.changes:
        roster_changed.send(sender=RosterImport, villages=villages, since=since)
    if facts:
        on = date.fromisoformat(writes.day)
        answers: list[tuple[Any, Any]] = facts_learned.send(sender=RosterImport, facts=facts, on=on, by=current.uploaded_by)
        learned = [key for _listener, keys in answers for key in keys or ()]
    make_undoable(current.pk, villages=villages, since=since, learned=learned)


def _finish(current: RosterImport, writes: Writes) -> None:
    current.state, current.applied_at, current.understood = State.APPLIED, timezone.now(), []
    current.choices.pop("cells", None)
    current.save()
    put_file_away(current)
    audit.record(
        "roster.apply",
        by=current.uploaded_by,
        target=current,
        place=current.commune_id,
        villages=writes.villages,
        households=current.counts["households"],
        residents=current.counts["residents"],
        left_out=current.counts["errors"],
    )
